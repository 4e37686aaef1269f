//! Checks that altered, exchanged or rolled-back files and clock jumps are noticed, without harm to
//! others.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pecule_app::Person;
use pecule_app::actors::books_filter::BooksQuery;
use pecule_app::app::App;
use pecule_app::audit::log::JournalFilter;
use pecule_app::books::list::BooksInput;
use pecule_app::config::data_location::DataLocation;
use pecule_app::wealth::banks::BankInput;
use pecule_domain::id::BooksId;

use crate::backup_home::{Home, content};
use crate::house::{House, NAME, PASSWORD, device};

/// Returns the number of repetitions, the long one if it is asked for.
#[expect(clippy::disallowed_methods, reason = "the long form is asked for from outside")]
pub(crate) fn times(short: u32, long: u32) -> u32 {
    if std::env::var("PECULE_FAULTS").is_ok_and(|form| form == "long") { long } else { short }
}

pub(crate) fn count(what: &str, counted: &str) {
    println!("faults | {what} | {counted}");
}

const TEN_YEARS: i64 = 3_653 * 86_400;

/// Returns a household with two sets of closed books.
fn two_books() -> (House, BooksId, BooksId) {
    let house = House::new();
    let form = BooksInput { title: "Autres".to_owned(), owners: Vec::new() };
    let first = house.member().books();
    // Which books are one's first is told by when they were made.
    house.clock.forward(1);
    let other = house.person.add_books(&form).unwrap().id;
    add_bank(&house.person, first, "Banque du Lac").unwrap();
    add_bank(&house.person, other, "Banque du Pont").unwrap();
    (house.restarted(), first, other)
}

fn add_bank(person: &Person, books: BooksId, name: &str) -> pecule_app::Result<()> {
    let member = person.member_at(&BooksQuery { books: Some(books), ..BooksQuery::default() })?;
    member.add_bank(&BankInput { name: name.to_owned(), ..BankInput::default() }).map(drop)
}

fn file_of(house: &House, books: BooksId) -> PathBuf {
    house.data().join(format!("books/{books}.db"))
}

fn rules(app: &App) -> Vec<String> {
    app.watch().unwrap();
    let person = app.guest().verify_password(NAME, PASSWORD).unwrap();
    let findings = person.admin().unwrap().alerts().unwrap();
    findings.into_iter().map(|finding| finding.rule).collect()
}

/// The first books refuse changes with a code and a text, the others work, and the administrator is
/// alerted.
fn refused(
    house: &House,
    (first, other): (BooksId, BooksId),
    (code, words): (&str, &str),
    rule: &str,
) {
    let error = add_bank(&house.person, first, "Banque nouvelle").expect_err(words);
    assert_eq!(error.code(), code, "{error}");
    assert!(error.to_string().contains(words), "{error}");
    add_bank(&house.person, other, &format!("Banque {words} {rule}")).unwrap();
    let told = rules(&house.app);
    assert!(told.iter().any(|one| one == rule), "{told:?}");
}

/// Rolled-back books are read-only and raise alerts until an owner resumes.
fn put_back(house: &House, first: BooksId, other: BooksId) {
    refused(house, (first, other), ("rolled-back", "an older file"), "rolled-back");
    let told = rules(&house.app);
    assert!(told.iter().any(|one| one == "journal-broken"), "{told:?}");
    let member = house
        .person
        .member_at(&BooksQuery { books: Some(first), ..BooksQuery::default() })
        .unwrap();
    let banks = member.banks().unwrap();
    assert!(banks.iter().any(|bank| bank.name == "Banque du Lac"), "what is there is read");
    assert!(member.restart_audit_chain().unwrap().whole);
    add_bank(&house.person, first, "Banque nouvelle").unwrap();
}

#[test]
fn faults_a_flipped_bit_concerns_one_file_alone() {
    let (house, first, other) = two_books();
    let path = file_of(&house, first);
    let mut bytes = fs::read(&path).unwrap();
    bytes[700] ^= 4;
    fs::write(&path, &bytes).unwrap();
    refused(&house, (first, other), ("installation", "damaged"), "integrity-failed");
    bytes[700] ^= 4;
    fs::write(&path, &bytes).unwrap();
    add_bank(&house.person, first, "Banque de retour").unwrap();
}

#[test]
fn faults_a_flipped_bit_met_while_reading_is_told_too() {
    let (house, first, other) = two_books();
    let path = file_of(&house, first);
    let mut bytes = fs::read(&path).unwrap();
    for page in 40..bytes.len() / 4_096 {
        bytes[page * 4_096 + 9] ^= 1;
    }
    fs::write(&path, &bytes).unwrap();
    let error = (0..200)
        .find_map(|number| add_bank(&house.person, first, &format!("Banque {number}")).err())
        .expect("the damage is met");
    assert!(matches!(error.code(), "installation" | "read-only"), "{error}");
    let again = add_bank(&house.person, first, "encore").unwrap_err();
    assert!(matches!(again.code(), "installation" | "read-only"), "{again}");
    add_bank(&house.person, other, "Banque voisine").unwrap();
    assert!(rules(&house.app).iter().any(|rule| rule == "integrity-failed"));
}

#[test]
fn faults_books_put_back_are_noticed() {
    let (house, first, other) = two_books();
    let path = file_of(&house, first);
    let before = fs::read(&path).unwrap();
    add_bank(&house.person, first, "Banque de trop").unwrap();
    let house = house.closed(|_place, _clock| fs::write(&path, &before).unwrap());
    put_back(&house, first, other);
}

#[test]
fn faults_a_deleted_log_is_noticed() {
    let (house, first, other) = two_books();
    add_bank(&house.person, first, "Banque dans le journal").unwrap();
    let path = file_of(&house, first);
    let crashed = fs::read(&path).unwrap();
    assert!(pecule_store::file::paths::log_of(&path).exists());
    // As a crash leaves it, without its log.
    let house = house.closed(|_place, _clock| fs::write(&path, &crashed).unwrap());
    put_back(&house, first, other);
}

#[test]
fn faults_exchanged_books_are_noticed() {
    let (house, first, other) = two_books();
    let third = BooksInput { title: "Troisième".to_owned(), owners: Vec::new() };
    house.clock.forward(1);
    let third = house.person.add_books(&third).unwrap().id;
    let (one, two) = (file_of(&house, first), file_of(&house, third));
    let between = house.data().join("between");
    let house = house.closed(|_place, _clock| {
        fs::rename(&one, &between).unwrap();
        fs::rename(&two, &one).unwrap();
        fs::rename(&between, &two).unwrap();
    });
    refused(&house, (first, other), ("installation", "damaged"), "integrity-failed");
    let total = house.person.member().map(drop).expect_err("no total without them");
    assert_eq!(total.code(), "installation");
    assert!(add_bank(&house.person, third, "x").is_err());
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copied(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn faults_a_whole_folder_put_back_shows_against_an_anchor_elsewhere() {
    let (house, first, _other) = two_books();
    let elsewhere = tempfile::tempdir().unwrap();
    let (kept, anchors) = (elsewhere.path().join("data"), elsewhere.path().join("anchors"));
    let house = house.closed(|place, _clock| copied(&place.data, &kept));
    let house = house.adding_anchors_to(&anchors);
    add_bank(&house.person, first, "Banque oubliée").unwrap();
    house.clock.forward(90_000);
    house.app.watch().unwrap();
    let lines = fs::read_to_string(&anchors).unwrap();
    let anchors = pecule_app::audit::anchors::parse_anchors(lines.as_bytes()).unwrap();
    assert!(house.app.verify_household_audit_log(&anchors).unwrap().whole);
    let house = house.closed(|place, _clock| copied(&kept, &place.data));
    assert!(house.app.verify_household_audit_log(&[]).unwrap().whole, "alone, it looks whole");
    let check = house.app.verify_household_audit_log(&anchors).unwrap();
    assert!(!check.whole, "{check:?}");
}

/// Returns contents that may replace a key file, by name.
fn strangers(own: &[u8], seed: u8) -> Vec<(String, Vec<u8>)> {
    let noise = |length: usize| -> Vec<u8> {
        let step = |at: usize| at.wrapping_mul(2_654_435_761).wrapping_add(usize::from(seed) * 97);
        (0..length).map(|at| u8::try_from((step(at) >> 7) & 0xff).unwrap()).collect()
    };
    let with = |head: &[u8]| [head, &noise(400 + usize::from(seed))].concat();
    let mut all = vec![
        ("empty".to_owned(), Vec::new()),
        ("noise".to_owned(), noise(32 + usize::from(seed))),
        ("text".to_owned(), format!("clef {seed}\n").into_bytes()),
        ("age".to_owned(), with(b"age-encryption.org/v1\n-> X25519 ")),
        ("zip".to_owned(), with(b"PK\x03\x04")),
        ("pgp".to_owned(), with(&[0x85, 0x02, 0x0c, 0x03])),
        ("keepass".to_owned(), with(&[0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5])),
        ("luks".to_owned(), with(b"LUKS\xba\xbe\x00\x02")),
        ("sqlite".to_owned(), with(b"SQLite format 3\0")),
    ];
    for part in [1, 7, own.len() / 3, own.len() / 2, own.len().saturating_sub(1)] {
        let cut = part.saturating_sub(usize::from(seed) % 3);
        all.push((format!("cut to {cut}"), own[..cut].to_vec()));
    }
    let mut longer = own.to_vec();
    longer.push(seed);
    all.push(("longer".to_owned(), longer));
    let mut changed = own.to_vec();
    let at = usize::from(seed) * 31 % own.len();
    changed[at] ^= 1 << (seed % 8);
    all.push((format!("bit at {at}"), changed));
    all
}

#[test]
fn faults_strange_key_files_are_refused_and_left_alone() {
    let (house, _first, _other) = two_books();
    let rounds = u8::try_from(times(1, 7)).unwrap();
    let mut sentences: BTreeMap<String, u32> = BTreeMap::new();
    let mut tried = 0;
    let other = House::new();
    let _house = house.closed(|place, clock| {
        let before = content(&place.data);
        for name in ["master.key", "keyring.json"] {
            let path = place.data.join(name);
            let own = fs::read(&path).unwrap();
            let mut all: Vec<_> = (0..rounds).flat_map(|seed| strangers(&own, seed)).collect();
            all.push((
                "another installation's".to_owned(),
                fs::read(other.data().join(name)).unwrap(),
            ));
            for (what, bytes) in all {
                fs::write(&path, &bytes).unwrap();
                let refused =
                    DataLocation::new(&place.data).open_cheaply(std::sync::Arc::clone(&clock));
                let refused = refused.err().unwrap_or_else(|| panic!("{name}: {what}"));
                assert_eq!(refused.code(), "installation", "{name}: {what}: {refused}");
                assert_eq!(fs::read(&path).unwrap(), bytes, "{name}: {what}");
                let sentence = refused.to_string();
                let sentence = sentence.split(':').next().unwrap().replace(char::is_numeric, "#");
                *sentences
                    .entry(sentence.replace(place.data.to_str().unwrap(), ""))
                    .or_default() += 1;
                tried += 1;
            }
            fs::write(&path, own).unwrap();
        }
        assert_eq!(content(&place.data), before, "nothing else was touched");
    });
    let said: Vec<String> =
        sentences.iter().map(|(said, times)| format!("“{said}” × {times}")).collect();
    count(
        "strange key files",
        &format!("{tried} variants refused and left alone: {}", said.join("; ")),
    );
}

#[test]
fn faults_a_clock_that_jumps_lengthens_no_session_and_is_told() {
    for jump in [TEN_YEARS, -TEN_YEARS] {
        let house = House::new();
        let browser = || house.app.guest().sign_in(NAME, PASSWORD, None, &device()).unwrap().token;
        let signed_in = browser();
        let program = house.app.guest().sign_in_program(NAME, PASSWORD, None, &device()).unwrap();
        let tokens = program.person.tokens(&program.token).unwrap();
        assert!(house.app.resume(&signed_in).is_ok());
        assert!(house.app.bearer(&tokens.access_token).is_ok());
        house.app.watch().unwrap();
        house.clock.forward(jump);
        assert!(house.app.resume(&signed_in).is_err(), "{jump}");
        assert!(house.app.bearer(&tokens.access_token).is_err(), "{jump}");
        assert!(house.app.refresh(&tokens.refresh_token).is_err(), "{jump}");
        // A session from the time of the wrong clock ends once the clock is right, or soon after.
        let wrong = browser();
        let told = rules(&house.app);
        let rule = if jump > 0 { "clock-set-ahead" } else { "clock-set-back" };
        assert!(told.iter().any(|one| one == rule), "{told:?}");
        let entries =
            house.person.admin().unwrap().audit_log(&JournalFilter::default()).unwrap().items;
        assert!(entries.iter().any(|line| line.action == "finding-raised" && line.object == rule));
        house.clock.forward(-jump);
        assert!(house.app.resume(&wrong).is_err(), "{jump}: it lasts no longer than it should");
    }
    count(
        "clock jumps ±10 years, sessions",
        "2 jumps: refused meanwhile, none lengthened, journal and finding",
    );
}

#[test]
fn faults_a_clock_that_jumps_costs_no_backup() {
    let mut kept = 0;
    for jump in [TEN_YEARS, -TEN_YEARS] {
        let (home, person) = Home::new();
        drop(person);
        for _day in 0..times(3, 9) {
            home.app.run_backup_jobs().unwrap();
            home.clock.forward(1);
        }
        let before = there(&home);
        assert!(before >= 3, "{before}");
        home.clock.forward(jump / 86_400);
        for _day in 0..times(1, 3) {
            home.app.run_backup_jobs().unwrap();
            assert!(there(&home) >= before, "{jump}: nothing goes");
            home.clock.forward(1);
        }
        home.clock.forward(-jump / 86_400);
        for _day in 0..times(1, 3) {
            home.app.run_backup_jobs().unwrap();
            assert!(there(&home) >= before, "{jump}: nothing goes once the clock is right");
            home.clock.forward(1);
        }
        assert!(home.drill().proven);
        kept += before;
    }
    count(
        "clock jumps ±10 years, backups",
        &format!("{kept} backups before the jumps, none removed by them"),
    );
}

/// Returns the number of backups in the folder.
fn there(home: &Home) -> usize {
    let files = fs::read_dir(home.path("data/backups")).unwrap();
    files
        .filter(|file| {
            let path = file.as_ref().unwrap().path();
            path.extension().is_some_and(|ending| ending == "age")
        })
        .count()
}

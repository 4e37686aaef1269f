//! Checks the audit logs as people read, verify and export them, and the alerts raised from them.

use pecule_app::alert::catalogue::Rule;
use pecule_app::app::App;
use pecule_app::audit::anchors::{Anchor, parse_anchors};
use pecule_app::audit::export::ExportFormat;
use pecule_app::audit::log::JournalFilter;
use pecule_app::monitoring::alerts::list::FindingView;
use pecule_app::people::registration::NewPerson;
use pecule_app::{Device, Error, Person, Refusal};
use pecule_domain::portfolio::asset::AssetKind;

use crate::house::{House, NAME, PASSWORD, account, asset, device, hold};

const OTHER: &str = "Membre";

fn join(house: &House) -> Person {
    let token = house.person.admin().unwrap().invite().unwrap().token;
    let newcomer =
        NewPerson { name: OTHER, password: PASSWORD, language: "fr", recovery_kept: true };
    house.app.guest().accept(&token, &newcomer).unwrap().person
}

fn sign_in(app: &App, name: &str, from: &Device) -> Person {
    app.guest().sign_in(name, PASSWORD, None, from).unwrap().person
}

fn actions(house: &House, filter: &JournalFilter) -> Vec<String> {
    let page = house.person.admin().unwrap().audit_log(filter).unwrap();
    page.items.into_iter().map(|line| line.action).collect()
}

fn rules(person: &Person) -> Vec<String> {
    person.alerts().unwrap().into_iter().map(|line| line.rule).collect()
}

#[test]
fn the_journal_is_narrowed_down_and_paged() {
    let house = House::new();
    let other = join(&house);
    house.clock.forward(86_400);
    let browser = sign_in(&house.app, OTHER, &device());
    let all = actions(&house, &JournalFilter::default());
    assert_eq!(all, ["sign-in", "invitation-accepted", "person-invited", "person-made"]);
    let people = JournalFilter { kind: Some("people".into()), ..JournalFilter::default() };
    assert_eq!(actions(&house, &people).len(), 3);
    let theirs = JournalFilter { person: Some(other.id()), ..JournalFilter::default() };
    assert_eq!(actions(&house, &theirs), ["sign-in", "invitation-accepted"]);
    let session = JournalFilter { session: Some(browser.session()), ..JournalFilter::default() };
    assert_eq!(actions(&house, &session), ["sign-in"]);
    let day = house.app.clock().today();
    let today = JournalFilter { from: Some(day), until: Some(day), ..JournalFilter::default() };
    assert_eq!(actions(&house, &today), ["sign-in"]);
    let admin = house.person.admin().unwrap();
    let mut seen = Vec::new();
    let mut filter = JournalFilter { limit: Some(3), ..JournalFilter::default() };
    loop {
        let page = admin.audit_log(&filter).unwrap();
        seen.extend(page.items.iter().map(|line| line.seq));
        filter.before = page.next;
        if page.next.is_none() {
            break;
        }
    }
    assert_eq!(seen, [4, 3, 2, 1]);
    let bad = JournalFilter { kind: Some("no-such-kind".to_owned()), ..JournalFilter::default() };
    assert!(admin.audit_log(&bad).is_err());
}

#[test]
fn each_reads_their_own_entries_and_no_others() {
    let house = House::new();
    let other = join(&house);
    sign_in(&house.app, NAME, &device());
    let own = |person: &Person| {
        let page = person.own_audit_log(&JournalFilter::default()).unwrap();
        page.items.into_iter().map(|line| (line.action, line.object_name)).collect::<Vec<_>>()
    };
    assert_eq!(own(&other), [("invitation-accepted".to_owned(), String::new())]);
    house.person.admin().unwrap().disable(other.id()).unwrap();
    assert_eq!(own(&other)[0], ("person-disabled".to_owned(), OTHER.to_owned()));
    assert_eq!(own(&house.person).len(), 4);
    assert!(other.admin().is_err());
    let unrelated = JournalFilter { person: Some(house.person.id()), ..JournalFilter::default() };
    let about_me = other.own_audit_log(&unrelated).unwrap().items;
    assert!(about_me.iter().all(|line| line.object == other.id().to_string()));
}

#[test]
fn not_a_word_of_wealth_stands_in_the_household_journal() {
    let house = House::new();
    let member = house.member();
    let account = account(&member, "Banque secrète", "Compte secret");
    let held = asset(&member, "Fonds secret", AssetKind::Fund);
    hold(&member, account, held, "987654.32");
    sign_in(&house.app, NAME, &device());
    let session = sign_in(&house.app, NAME, &device());
    let file = session
        .admin()
        .unwrap()
        .export_audit_log(&JournalFilter::default(), ExportFormat::JsonLines)
        .unwrap();
    let file = String::from_utf8(file).unwrap();
    for secret in ["secr", "987654", &account.to_string(), &held.to_string()] {
        assert!(!file.contains(secret), "{secret}: {file}");
    }
    assert!(file.lines().count() >= 3 && file.contains("\"place\":\"192.0.*.*\""), "{file}");
}

#[test]
fn exports_ask_for_the_password_again_and_are_recorded() {
    let house = House::new();
    let person = sign_in(&house.app, NAME, &device());
    let filter = JournalFilter::default();
    let csv = person.export_own_audit_log(&filter, ExportFormat::Csv).unwrap();
    assert!(String::from_utf8(csv).unwrap().starts_with("\"seq\",\"at\","));
    house.clock.forward(3_600);
    let refused = [
        person.export_own_audit_log(&filter, ExportFormat::Csv).map(drop),
        person.admin().unwrap().export_audit_log(&filter, ExportFormat::Csv).map(drop),
        person.member().unwrap().export_operations(&filter, ExportFormat::Csv).map(drop),
    ];
    for answer in refused {
        assert!(matches!(answer, Err(Error::Refused(Refusal::ConfirmFirst))), "{answer:?}");
    }
    let kind = JournalFilter { kind: Some("exports".into()), ..filter };
    assert_eq!(actions(&house, &kind), ["journal-exported"]);
}

#[test]
fn changes_are_found_again_and_what_was_removed_is_put_back() {
    let house = House::new();
    let member = house.member();
    let bank = pecule_app::wealth::banks::BankInput { name: "=1+1".into(), ..Default::default() };
    let bank = member.add_bank(&bank).unwrap();
    member.remove_bank(bank.id).unwrap();
    assert_eq!(member.operation_kinds().unwrap(), ["bank-added", "bank-removed"]);
    let kind = JournalFilter { kind: Some("bank-added".into()), ..JournalFilter::default() };
    let (found, more) = member.search_operations(&kind).unwrap();
    assert_eq!((found.len(), more, found[0].person), (1, false, Some(house.person.id())));
    let one = JournalFilter { limit: Some(1), ..JournalFilter::default() };
    assert!(member.search_operations(&one).unwrap().1);
    let trash = member.removed_records().unwrap();
    assert_eq!((trash.len(), trash[0].removed), (1, 1));
    let csv = member.export_operations(&JournalFilter::default(), ExportFormat::Csv).unwrap();
    assert!(String::from_utf8(csv).unwrap().contains(",\"'=1+1\","));
    member.undo(trash[0].operation.id).unwrap();
    assert!(member.removed_records().unwrap().is_empty());
    assert_eq!(member.banks().unwrap().len(), 1);
    member.remove_bank(bank.id).unwrap();
    house.clock.forward(31 * 86_400);
    let later = house.member();
    later.prune().unwrap();
    assert!(later.removed_records().unwrap().is_empty(), "after thirty days");
}

#[test]
fn anchors_are_added_to_a_file_and_journals_are_checked_against_it() {
    let house = House::new();
    account(&house.member(), "Banque", "Compte");
    let file = house.data().join("anchors.jsonl");
    let house = house.adding_anchors_to(&file);
    house.app.write_anchors().unwrap();
    sign_in(&house.app, NAME, &device());
    house.app.write_anchors().unwrap();
    let anchors = parse_anchors(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(anchors.len(), 4, "the household and one set of books, twice");
    let check = house.app.verify_household_audit_log(&anchors).unwrap();
    // The first person, the permission to name the file, and the sign-in.
    assert_eq!((check.whole, check.entries, check.anchored_to), (true, 3, 3));
    let books = house.person.verify_books_audit_logs(&anchors).unwrap().remove(0);
    assert_eq!((books.whole, books.entries, books.anchored_to), (true, 2, 2));
    let forged: Vec<Anchor> =
        anchors.iter().cloned().map(|anchor| Anchor { seq: anchor.seq + 5, ..anchor }).collect();
    let broken = house.app.verify_household_audit_log(&forged).unwrap().broken.unwrap();
    assert_eq!((broken.seq, broken.how.as_str()), (4, "cut"));
    assert!(!house.person.verify_books_audit_logs(&forged).unwrap()[0].whole);
    let elsewhere: Vec<Anchor> =
        anchors.into_iter().map(|anchor| Anchor { install: "other".into(), ..anchor }).collect();
    let refused = house.app.verify_household_audit_log(&elsewhere);
    assert!(matches!(refused, Err(Error::Installation(_))), "{refused:?}");
    assert!(house.person.verify_books_audit_logs(&elsewhere).is_err());
}

#[test]
fn a_broken_journal_is_told_and_not_every_minute() {
    let house = House::new();
    house.app.watch().unwrap();
    let anchor = house.app.anchors().unwrap().remove(0);
    let ahead = [Anchor { seq: anchor.seq + 1_000, ..anchor }];
    for _again in 0..3 {
        house.person.admin().unwrap().verify_audit_log(&ahead).unwrap();
        house.clock.forward(60);
    }
    let admin = house.person.admin().unwrap();
    let found = admin.alerts().unwrap();
    let broken: Vec<_> = found.iter().filter(|line| line.rule == "journal-broken").collect();
    assert_eq!((broken.len(), broken[0].count, broken[0].severity.as_str()), (1, 1, "critical"));
    assert!(house.person.acknowledge(broken[0].id).is_err(), "nothing is written any more");
    house.app.restart_household_audit_chain(&ahead).unwrap();
    house.person.acknowledge(broken[0].id).unwrap();
    house.person.admin().unwrap().verify_audit_log(&ahead).unwrap();
    let found = admin.alerts().unwrap();
    assert!(found.iter().all(|line| line.acknowledged_at.is_some()), "the numbers go on beyond it");
}

#[test]
fn failures_and_a_new_device_are_told_to_the_person_and_the_administrator() {
    let house = House::new();
    let other = join(&house);
    sign_in(&house.app, OTHER, &device());
    for _failure in 0..5 {
        house.clock.forward(10);
        let wrong = house.app.guest().sign_in(OTHER, "wrong password", None, &device());
        assert!(wrong.is_err());
    }
    house.clock.forward(60);
    sign_in(&house.app, OTHER, &Device::new("another", "203.0.113.9"));
    house.app.watch().unwrap();
    let mut told = rules(&other);
    told.sort();
    // The new device is reported within the graver alert, with two networks in ten minutes.
    assert_eq!(told, ["sign-in-failures", "success-after-failures", "two-networks"]);
    assert!(rules(&house.person).is_empty(), "nothing about the administrator");
    let admin = house.person.admin().unwrap();
    assert_eq!(admin.alerts().unwrap().len(), 3);
    house.app.watch().unwrap();
    assert_eq!(admin.alerts().unwrap().len(), 3, "looked at once");
    let line = &other.alerts().unwrap()[0];
    other.acknowledge(line.id).unwrap();
    assert!(other.acknowledge(line.id).is_err(), "once");
    let third = admin.alerts().unwrap().into_iter().find(|line| line.acknowledged_at.is_none());
    house.person.acknowledge(third.unwrap().id).unwrap();
}

#[test]
fn nobody_takes_note_of_what_concerns_somebody_else() {
    let house = House::new();
    let other = join(&house);
    sign_in(&house.app, NAME, &device());
    sign_in(&house.app, NAME, &Device::new("another", "203.0.113.9"));
    house.app.watch().unwrap();
    let mine = house.person.alerts().unwrap();
    assert!(!mine.is_empty());
    assert!(rules(&other).is_empty());
    assert!(matches!(other.acknowledge(mine[0].id), Err(Error::NotFound)));
}

#[test]
fn a_refresh_token_used_twice_is_told() {
    let house = House::new();
    let program = house.app.guest().sign_in_program(NAME, PASSWORD, None, &device()).unwrap();
    let next = house.app.refresh(&program.token).unwrap();
    house.clock.forward(60);
    assert!(house.app.refresh(&program.token).is_err(), "used before");
    assert!(house.app.refresh(&next.refresh_token).is_err(), "its session is over");
    house.app.watch().unwrap();
    assert!(rules(&house.person).contains(&Rule::RefreshReuse.key().to_owned()));
}

#[test]
fn forged_tokens_and_probing_make_one_entry_however_often() {
    let house = House::new();
    for _again in 0..50 {
        assert!(house.app.bearer("eyJhbGciOiJub25lIn0.e30.").is_err());
        house.person.record_miss().unwrap();
        house.app.saw_policy_report("script-src").unwrap();
    }
    house.app.watch().unwrap();
    let kinds =
        actions(&house, &JournalFilter { kind: Some("refused".into()), ..Default::default() });
    let count = |word: &str| kinds.iter().filter(|kind| *kind == word).count();
    assert_eq!((count("token-forged"), count("probing"), count("csp-reported")), (1, 1, 1));
    let found = house.person.admin().unwrap().alerts().unwrap();
    let mut told: Vec<_> = found.iter().map(|line| line.rule.as_str()).collect();
    told.sort_unstable();
    assert_eq!(told, ["forged-token", "policy-reports", "probing"]);
}

#[test]
fn nothing_of_books_is_told_to_whoever_runs_the_household() {
    let house = House::new();
    let other = join(&house);
    let member = other.member().unwrap();
    let there = account(&member, "Banque", "Compte");
    let held = asset(&member, "Fonds", AssetKind::Fund);
    hold(&member, there, held, "1000");
    house.clock.forward(40 * 86_400);
    let other = sign_in(&house.app, OTHER, &device());
    let member = other.member().unwrap();
    member.record_last_day().unwrap();
    assert!(member.books_alerts().unwrap().is_empty());
    let more = asset(&member, "Autre", AssetKind::Fund);
    hold(&member, there, more, "5000");
    let found = member.books_alerts().unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].rule, "large-change");
    house.app.watch().unwrap();
    let admin = house.person.admin().unwrap();
    assert!(admin.alerts().unwrap().iter().all(|line| !line.rule.contains("change")));
    member.acknowledge_books_alert(&found[0].key).unwrap();
    assert!(member.books_alerts().unwrap().is_empty());
    assert!(member.acknowledge_books_alert(&found[0].key).is_err());
}

#[test]
fn recent_sign_ins_name_the_device_and_a_coarse_place() {
    let house = House::new();
    sign_in(&house.app, NAME, &Device::new("Firefox · Linux", "192.168.1.7"));
    let now = sign_in(&house.app, NAME, &Device::new("Safari · iPhone", "203.0.113.9"));
    let lines = now.recent_sign_ins(5).unwrap();
    let said: Vec<_> = lines
        .iter()
        .map(|line| (line.device.as_str(), line.place.as_str(), line.current))
        .collect();
    assert_eq!(
        said,
        [("Safari · iPhone", "203.0.*.*", true), ("Firefox · Linux", "local-network", false)]
    );
    for _more in 0..7 {
        sign_in(&house.app, NAME, &device());
    }
    assert_eq!(now.recent_sign_ins(5).unwrap().len(), 5);
}

#[test]
fn commands_that_are_let_in_are_noted_once_an_hour_and_alarm_nobody() {
    let house = House::new();
    let me = sign_in(&house.app, NAME, &Device::new("Firefox · Linux", "192.168.1.7"));
    for _minute in 0..90 {
        house.app.guest().verify_password(NAME, PASSWORD).unwrap();
        house.clock.forward(60);
    }
    house.app.watch().unwrap();
    let said = me.own_audit_log(&JournalFilter::default()).unwrap().items;
    let commands = said.iter().filter(|line| line.object == "command").count();
    assert_eq!(commands, 2, "{said:?}");
    let kinds: Vec<String> =
        me.recent_sign_ins(5).unwrap().into_iter().map(|line| line.kind).collect();
    assert_eq!(kinds, ["command", "browser"], "the latest command hides no browser");
    assert_eq!(me.alerts().unwrap().len(), 0);
}

#[test]
fn another_strange_device_is_a_finding_of_its_own() {
    let house = House::new();
    sign_in(&house.app, NAME, &Device::new("Firefox · Linux", "192.168.1.7"));
    house.clock.forward(3_600);
    let me = sign_in(&house.app, NAME, &Device::new("Safari · iPhone", "192.168.1.8"));
    house.app.watch().unwrap();
    house.clock.forward(3_600);
    sign_in(&house.app, NAME, &Device::new("Chrome · Windows", "192.168.1.9"));
    for _again in 0..2 {
        house.app.watch().unwrap();
    }
    let told = me.alerts().unwrap();
    let said = |line: &FindingView| {
        let device = line.details["device"].as_str().unwrap().to_owned();
        (line.rule.clone(), device, line.count)
    };
    let mut said: Vec<_> = told.iter().map(said).collect();
    said.sort_unstable();
    assert_eq!(
        said,
        ["Chrome · Windows", "Safari · iPhone"].map(|device| (
            "new-device".to_owned(),
            device.to_owned(),
            1
        )),
        "one's own new telephone, of which one took no note yet, hides nobody's"
    );
}

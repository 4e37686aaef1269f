//! Tests that a flipped bit in a file or its log after a crash is detected or has no effect on
//! reads.

use std::fs;
use std::path::{Path, PathBuf};

use pecule_store::audit::entry::{Entry, Line};
use pecule_store::{Books, Error, Household, KeyProof};

use crate::place::{Place, mac, moment, person};
use crate::sample::{bank, change};

/// Returns the number of repetitions for a normal or a long test run.
#[expect(clippy::disallowed_methods, reason = "the long form is asked for from outside")]
pub(crate) fn times(short: u32, long: u32) -> u32 {
    if std::env::var("PECULE_FAULTS").is_ok_and(|form| form == "long") { long } else { short }
}

/// The number of flips by result.
#[derive(Default)]
struct Outcomes {
    refused: u32,
    read_only: u32,
    without_effect: u32,
    behind_head: u32,
    last_transaction: u32,
}

fn record(household: &Household, number: i64) {
    let entry = Entry {
        at: moment(number),
        actor: Some(person(1, "").id),
        session: None,
        action: "sign-in",
        object: "object",
        outcome: "done",
        details: "{}",
    };
    household.write(|edit| edit.record(entry, &mac)).unwrap();
}

/// Creates a data folder as a crash leaves it: many rows in the files, several transactions in the
/// logs.
fn crashed() -> (Place, PathBuf) {
    let place = Place::new();
    let (household, books) = (place.household(), place.books());
    household.write(|edit| edit.add_person(&person(1, "Anna"))).unwrap();
    for number in 0..60 {
        record(&household, number);
        change(&books, u128::try_from(number).unwrap() + 1, |edit| {
            edit.add_bank(&bank(u128::try_from(number).unwrap() + 1))
        })
        .unwrap();
    }
    household.close().unwrap();
    books.close().unwrap();
    let household = place.reopen(KeyProof::Checked).unwrap();
    let books = place.reopen_books().unwrap();
    for number in 60..70 {
        record(&household, number);
        let id = u128::try_from(number).unwrap() + 1;
        change(&books, id, |edit| edit.add_bank(&bank(id))).unwrap();
    }
    let kept = place.folder.root().join("kept");
    fs::create_dir(&kept).unwrap();
    for path in [place.folder.household(), place.folder.books(Place::books_id())] {
        for path in [path.clone(), pecule_store::file::paths::log_of(&path)] {
            fs::copy(&path, kept.join(path.file_name().unwrap())).unwrap();
        }
    }
    household.close().unwrap();
    books.close().unwrap();
    (place, kept)
}

/// The content of an open file, as far as it is read.
#[derive(PartialEq)]
enum Content {
    Household(Vec<Line>, Vec<(String, String)>, u64),
    Books(Vec<pecule_domain::portfolio::bank::Bank>, i64),
}

/// Opens, checks and reads one of the two files; a write after damage must fail.
fn examined(place: &Place, is_books: bool) -> Result<Content, (bool, Error)> {
    if is_books {
        let books = place.reopen_books().map_err(|error| (false, error))?;
        let head = |books: &Books| books.read(|view| view.audit_head());
        let read = books
            .file()
            .check()
            .and_then(|()| Ok(Content::Books(books.read(|view| view.banks())?, head(&books)?.seq)));
        return read.map_err(|error| {
            assert!(books.file().is_read_only(), "{error}");
            let refused = change(&books, 999, |edit| edit.add_bank(&bank(999)));
            assert!(matches!(refused, Err(Error::ReadOnly)));
            (true, error)
        });
    }
    let household = place.reopen(KeyProof::Checked).map_err(|error| (false, error))?;
    let read = household.file().check().and_then(|()| {
        household.read(|view| {
            Ok(Content::Household(
                view.audit_log_after(0, 1_000)?,
                view.settings()?,
                view.person_count()?,
            ))
        })
    });
    read.map_err(|error| {
        assert!(household.file().is_read_only(), "{error}");
        assert!(matches!(household.write(|edit| edit.put_setting("k", "v")), Err(Error::ReadOnly)));
        (true, error)
    })
}

/// Restores the file and its log to their state after the crash.
fn put_back(path: &Path, kept: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        let (path, name) = (PathBuf::from(&name), PathBuf::from(name));
        let kept = kept.join(name.file_name().unwrap());
        if kept.exists() {
            fs::copy(kept, path).unwrap();
        } else {
            let _none = fs::remove_file(path);
        }
    }
}

/// Returns how many of the last entries are missing, if `found` is a prefix of `whole`.
fn missing(found: &Content, whole: &Content) -> usize {
    match (found, whole) {
        (Content::Household(some, ..), Content::Household(all, ..)) => {
            assert!(all.starts_with(some));
            all.len() - some.len()
        }
        (Content::Books(some, seq), Content::Books(all, last)) => {
            assert!(some.iter().all(|bank| all.contains(bank)));
            assert_eq!(usize::try_from(last - seq).unwrap(), all.len() - some.len());
            all.len() - some.len()
        }
        (Content::Household(..), Content::Books(..))
        | (Content::Books(..), Content::Household(..)) => {
            panic!("one file was compared with another")
        }
    }
}

fn judge(found: Result<Content, (bool, Error)>, whole: &Content, name: &str) -> Outcomes {
    let mut outcome = Outcomes::default();
    match found {
        Ok(content) if content == *whole => outcome.without_effect = 1,
        Ok(content) => match (missing(&content, whole), whole) {
            // A flip may look like a power cut for the last transaction only; the head in
            // `household.db` reveals it for books.
            (1, Content::Books(..)) => outcome.behind_head = 1,
            (1, Content::Household(..)) => outcome.last_transaction = 1,
            (many, _) => panic!("{name}: {many} entries are missing, and nobody noticed"),
        },
        Err((was_open, error)) => {
            assert!(matches!(error, Error::Damaged(_) | Error::Failing(_)), "{name}: {error}");
            if was_open { outcome.read_only = 1 } else { outcome.refused = 1 }
        }
    }
    outcome
}

#[test]
fn faults_single_bits_are_noticed_or_change_nothing() {
    let (place, kept) = crashed();
    let flips = times(80, 10_000);
    let mut state = 0x5eed_0004_u64;
    let mut draw = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
    };
    for (is_books, path) in
        [(false, place.folder.household()), (true, place.folder.books(Place::books_id()))]
    {
        put_back(&path, &kept);
        let whole = examined(&place, is_books).unwrap_or_else(|(_, error)| panic!("{error}"));
        for suffix in ["", "-wal"] {
            let name = format!("{}{suffix}", path.file_name().unwrap().to_str().unwrap());
            let target = path.with_file_name(&name);
            let bytes = fs::read(kept.join(&name)).unwrap();
            let mut sum = Outcomes::default();
            for _flip in 0..flips / 4 {
                put_back(&path, &kept);
                let (at, bit) = (draw(bytes.len()), draw(8));
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                fs::write(&target, changed).unwrap();
                let one = judge(examined(&place, is_books), &whole, &format!("{name} {at}.{bit}"));
                sum.refused += one.refused;
                sum.read_only += one.read_only;
                sum.without_effect += one.without_effect;
                sum.behind_head += one.behind_head;
                sum.last_transaction += one.last_transaction;
            }
            let kind = if is_books { format!("books{suffix}") } else { name };
            println!(
                "faults | bit flips, {kind} of {} bytes | {} flips: {} refused at opening, {} read-only at reading, \
                 {} without effect (a newer copy of the page is in the log), {} behind the household's head, \
                 {} as after a power cut in the last transaction",
                bytes.len(),
                flips / 4,
                sum.refused,
                sum.read_only,
                sum.without_effect,
                sum.behind_head,
                sum.last_transaction
            );
            if suffix.is_empty() {
                assert_eq!((sum.behind_head, sum.last_transaction), (0, 0));
            }
        }
    }
}

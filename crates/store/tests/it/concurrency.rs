//! Tests concurrent readers, writers and processes.

use pecule_store::Error;
use uuid::Uuid;

use crate::place::{Place, person};

#[test]
fn writers_from_eight_threads_lose_nothing() {
    let place = Place::new();
    let household = place.household();
    household.write(|edit| edit.put_setting("count", "0")).unwrap();
    std::thread::scope(|threads| {
        for _ in 0..8 {
            threads.spawn(|| {
                for _ in 0..25 {
                    household
                        .write(|edit| {
                            let count = edit.find_setting("count")?.unwrap_or_default();
                            let count: u32 = count.parse().unwrap();
                            edit.put_setting("count", &(count + 1).to_string())
                        })
                        .unwrap();
                }
            });
        }
    });
    assert_eq!(household.read(|view| view.find_setting("count")).unwrap().unwrap(), "200");
}

#[test]
fn two_openings_of_one_file_wait_for_each_other() {
    let place = Place::new();
    let one = place.household();
    let other = place.reopen(pecule_store::KeyProof::Checked).unwrap();
    one.write(|edit| edit.put_setting("count", "0")).unwrap();
    std::thread::scope(|threads| {
        for household in [&one, &other] {
            threads.spawn(move || {
                for _ in 0..50 {
                    household
                        .write(|edit| {
                            let count = edit.find_setting("count")?.unwrap_or_default();
                            let count: u32 = count.parse().unwrap();
                            edit.put_setting("count", &(count + 1).to_string())
                        })
                        .unwrap();
                }
            });
        }
    });
    assert_eq!(one.read(|view| view.find_setting("count")).unwrap().unwrap(), "100");
}

#[test]
fn a_sixth_person_is_refused_even_by_twenty_at_once() {
    let place = Place::new();
    let household = place.household();
    let outcomes: Vec<_> = std::thread::scope(|threads| {
        let household = &household;
        let started: Vec<_> = (0..20_u128)
            .map(|number| {
                threads.spawn(move || {
                    let person = person(100 + number, &format!("P{number}"));
                    household.write(|edit| edit.add_person(&person))
                })
            })
            .collect();
        started.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 5);
    for outcome in outcomes {
        assert!(matches!(outcome, Ok(()) | Err(Error::HouseholdFull)), "{outcome:?}");
    }
    assert_eq!(household.read(|view| view.person_count()).unwrap(), 5);
}

#[test]
fn the_schema_itself_refuses_a_sixth_person() {
    let place = Place::new();
    let household = place.household();
    for number in 0..5 {
        household.write(|edit| edit.add_person(&person(number, &format!("P{number}")))).unwrap();
    }
    household.close().unwrap();
    let connection = rusqlite::Connection::open(place.folder.household()).unwrap();
    let key = format!("PRAGMA key = \"x'{}'\"", "07".repeat(32));
    connection.execute_batch(&key).unwrap();
    let refused = connection.execute(
        "INSERT INTO persons (id, name, folded_name, admin, language, theme, public_key,
             preferences, created_at)
         VALUES (?1, 'P9', 'p9', 0, 'fr', 'auto', 'k', '{}', 0)",
        [Uuid::from_u128(9).into_bytes()],
    );
    assert!(refused.unwrap_err().to_string().contains("household_full"));
}

#[test]
fn a_panic_in_a_write_rolls_back_and_the_next_write_goes_on() {
    let place = Place::new();
    let household = place.household();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        household.write(|edit| -> Result<(), Error> {
            edit.put_setting("half", "done")?;
            panic!("on purpose");
        })
    }));
    assert!(panicked.is_err());
    assert!(household.read(|view| view.find_setting("half")).unwrap().is_none());
    household.write(|edit| edit.put_setting("whole", "done")).unwrap();
}

#[test]
fn a_reader_sees_one_moment_while_a_writer_goes_on() {
    let place = Place::new();
    let household = place.household();
    household
        .read(|view| {
            let before = view.find_setting("a")?;
            household.write(|edit| edit.put_setting("a", "1"))?;
            assert_eq!(view.find_setting("a")?, before);
            Ok::<_, Error>(())
        })
        .unwrap();
    assert!(household.read(|view| view.find_setting("a")).unwrap().is_some());
}

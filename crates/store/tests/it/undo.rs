//! Tests that every change is recorded and can be undone.

use jiff::SignedDuration;
use pecule_domain::portfolio::bank::Bank;
use pecule_domain::portfolio::recorded_day::RecordedDay;
use pecule_store::books::changes::operations::Recorded;
use pecule_store::books::wealth::load::Inventory;
use pecule_store::{Books, Error};
use proptest::prelude::*;

use crate::place::{Place, mac, moment, old_mac};
use crate::sample::*;

fn contents(books: &Books) -> Inventory {
    let mut inventory = books.read(|view| view.inventory(DAY)).unwrap();
    // Undoing increments versions too, so they are not compared.
    inventory.banks.iter_mut().for_each(|bank| bank.version = 0);
    inventory.accounts.iter_mut().for_each(|account| account.version = 0);
    inventory.assets.iter_mut().for_each(|asset| asset.version = 0);
    inventory.holdings.iter_mut().for_each(|holding| holding.version = 0);
    inventory
}

fn recorded(books: &Books, number: u128) -> Recorded {
    books.read(|view| view.operation(operation(number).id)).unwrap()
}

#[test]
fn an_import_is_undone_and_done_again_as_one() {
    let place = Place::new();
    let books = place.books();
    let empty = contents(&books);
    fill(&books);
    let full = contents(&books);
    undo(&books, 1, 2).unwrap();
    assert_eq!(contents(&books), empty);
    undo(&books, 2, 3).unwrap();
    assert_eq!(contents(&books), full);
    undo(&books, 3, 4).unwrap();
    assert_eq!(contents(&books), empty);
    let marks: Vec<_> = (1..=4).map(|number| recorded(&books, number).undone_by).collect();
    let by = |number| Some(operation(number).id);
    assert_eq!(marks, [by(2), None, by(4), None]);
}

#[test]
fn a_deletion_with_all_that_hangs_on_it_comes_back() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    let full = contents(&books);
    change(&books, 2, |edit| {
        edit.remove_holding(holding(3).id)?;
        edit.remove_asset(asset(3).id)
    })
    .unwrap();
    assert_ne!(contents(&books), full);
    undo(&books, 2, 3).unwrap();
    assert_eq!(contents(&books), full);
    let back = books.read(|view| view.asset(asset(3).id)).unwrap();
    assert_eq!(back.version, 2, "nobody takes it for the one that was deleted");
}

#[test]
fn an_edit_is_undone_unless_the_row_changed_since() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    let named = |name: &str, version| Bank { name: name.to_owned(), version, ..bank(1) };
    change(&books, 2, |edit| edit.put_bank(&named("Deux", 1))).unwrap();
    change(&books, 3, |edit| edit.put_bank(&named("Trois", 2))).unwrap();
    assert!(matches!(undo(&books, 2, 4), Err(Error::Conflict)));
    undo(&books, 3, 4).unwrap();
    undo(&books, 2, 5).unwrap();
    assert_eq!(books.read(|view| view.bank(bank(1).id)).unwrap().name, "Banque 1");
    assert!(matches!(undo(&books, 2, 6), Err(Error::Conflict)), "already undone");
}

#[test]
fn undoing_never_takes_later_records_along() {
    let place = Place::new();
    let books = place.books();
    change(&books, 1, |edit| edit.add_bank(&bank(1))).unwrap();
    change(&books, 2, |edit| edit.add_asset(&asset(1))).unwrap();
    change(&books, 3, |edit| edit.add_account(&account(1))).unwrap();
    assert!(matches!(undo(&books, 1, 4), Err(Error::Conflict)), "an account is kept there");
    change(&books, 4, |edit| edit.put_allocation(asset(1).id, &allocation())).unwrap();
    assert!(matches!(undo(&books, 2, 5), Err(Error::Conflict)), "its allocation would be lost");
    assert_eq!(books.read(|view| view.allocation(asset(1).id)).unwrap(), allocation());
}

#[test]
fn a_name_taken_in_the_meantime_is_a_conflict() {
    let place = Place::new();
    let books = place.books();
    change(&books, 1, |edit| edit.add_bank(&bank(1))).unwrap();
    change(&books, 2, |edit| edit.remove_bank(bank(1).id)).unwrap();
    change(&books, 3, |edit| edit.add_bank(&Bank { name: bank(1).name, ..bank(2) })).unwrap();
    assert!(matches!(undo(&books, 2, 4), Err(Error::Conflict)));
}

#[test]
fn an_import_with_recorded_days_is_undone_too() {
    let place = Place::new();
    let books = place.books();
    let day = RecordedDay {
        on: DAY,
        currency: pecule_domain::money::currency::Currency::EUR,
        net: "1".parse().unwrap(),
        gross: "1".parse().unwrap(),
        debts: "0".parse().unwrap(),
        source: "history.json".to_owned(),
    };
    change(&books, 1, |edit| edit.record_day(&day, "{}")).unwrap();
    undo(&books, 1, 2).unwrap();
    assert!(books.read(|view| view.recorded_days(day.currency)).unwrap().is_empty());
}

#[test]
fn saving_without_changing_is_no_operation() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    let head = books.read(|view| view.audit_head()).unwrap();
    let saved = change(&books, 2, |edit| {
        edit.put_bank(&bank(1))?;
        edit.put_allocation(asset(1).id, &allocation())?;
        edit.put_composition(&composition(3, DAY, &[(2, 40), (1, 50)]))
    })
    .unwrap();
    assert_eq!((saved.rows, saved.head), (0, head));
    assert_eq!(books.read(|view| view.operations(None, 10)).unwrap().len(), 1);
}

#[test]
fn a_failed_operation_leaves_neither_rows_nor_record() {
    let place = Place::new();
    let books = place.books();
    let failed: Result<_, Error> = change(&books, 1, |edit| {
        edit.add_bank(&bank(1))?;
        Err::<(), _>(Error::Conflict)
    });
    assert!(failed.is_err());
    assert!(books.read(|view| view.banks()).unwrap().is_empty());
    assert!(books.read(|view| view.operations(None, 10)).unwrap().is_empty());
    change(&books, 1, |edit| edit.add_bank(&bank(1))).unwrap();
}

#[test]
fn a_change_shows_each_row_before_and_after() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    change(&books, 2, |edit| edit.put_statement(&statement(1, DAY, "77"))).unwrap();
    let changes = books.read(|view| view.operation_changes(operation(2).id)).unwrap();
    let [one] = changes.as_slice() else { panic!("{changes:?}") };
    let (before, after) = (one.before.as_ref().unwrap(), one.after.as_ref().unwrap());
    assert_eq!(one.table, "statements");
    assert_eq!(before["holding"], holding(1).id.to_string());
    assert_eq!((before["value"].as_str(), after["value"].as_str()), (Some("1234.50"), Some("77")));
}

#[test]
fn old_details_go_and_their_record_stays() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    assert_eq!(books.prune(moment(0)).unwrap(), 0, "not older than itself");
    assert_eq!(books.prune(moment(0) + SignedDuration::from_hours(1)).unwrap(), 1);
    assert!(recorded(&books, 1).expired && !recorded(&books, 1).can_be_undone());
    assert!(matches!(undo(&books, 1, 2), Err(Error::Expired)));
    let changes = books.read(|view| view.operation_changes(operation(1).id));
    assert!(matches!(changes, Err(Error::Expired)));
    books.read(|view| view.verify_audit_chain(&mac, &old_mac, None)).unwrap();
}

#[test]
fn the_journal_vouches_for_the_images() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    let head = books.read(|view| view.verify_audit_chain(&mac, &old_mac, None)).unwrap();
    assert_eq!(head.seq, recorded(&books, 1).seq);
    books.close().unwrap();
    let path = place.folder.books(Place::books_id());
    let connection = rusqlite::Connection::open(&path).unwrap();
    let key = format!("PRAGMA key = \"x'{}'\"", "07".repeat(32));
    connection.execute_batch(&key).unwrap();
    connection.execute("UPDATE changes SET after = replace(after, '1234.50', '9') ", []).unwrap();
    connection.close().unwrap();
    let books = place.reopen_books().unwrap();
    let verified = books.read(|view| view.verify_audit_chain(&mac, &old_mac, None));
    assert!(matches!(verified, Err(Error::BrokenChain(1))));
}

#[test]
fn eight_threads_change_one_set_of_books_and_lose_nothing() {
    let place = Place::new();
    let books = place.books();
    std::thread::scope(|threads| {
        let books = &books;
        for thread in 0..8_u128 {
            threads.spawn(move || {
                for number in 0..10 {
                    let number = 1 + thread * 100 + number;
                    change(books, number, |edit| edit.add_bank(&bank(number))).unwrap();
                }
            });
        }
    });
    assert_eq!(books.read(|view| view.banks()).unwrap().len(), 80);
    assert_eq!(books.read(|view| view.verify_audit_chain(&mac, &old_mac, None)).unwrap().seq, 80);
}

/// A change of a bank.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Put(u8, u8),
    Remove(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (0..4_u8, 0..3_u8).prop_map(|(bank, note)| Deed::Put(bank, note)),
        (0..4_u8).prop_map(Deed::Remove),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn undoing_everything_in_reverse_leads_back(
        operations in proptest::collection::vec(proptest::collection::vec(deed(), 1..6), 1..8),
    ) {
        let place = Place::new();
        let books = place.books();
        let mut moments = vec![contents(&books)];
        let mut numbers = Vec::new();
        for (number, deeds) in (1_u128..).zip(&operations) {
            let changed = change(&books, number, |edit| {
                for deed in deeds {
                    match *deed {
                        Deed::Remove(one) => match edit.remove_bank(bank(one.into()).id) {
                            Ok(()) | Err(Error::NotFound) => {}
                            Err(error) => return Err(error),
                        },
                        Deed::Put(one, note) => {
                            let wanted = Bank { notes: note.to_string(), ..bank(one.into()) };
                            match edit.bank(wanted.id) {
                                Ok(there) => edit.put_bank(&Bank { version: there.version, ..wanted })?,
                                Err(_) => edit.add_bank(&wanted)?,
                            }
                        }
                    }
                }
                Ok(())
            }).unwrap();
            if changed.rows > 0 {
                numbers.push(number);
                moments.push(contents(&books));
            }
        }
        for number in numbers.iter().rev() {
            prop_assert_eq!(Some(contents(&books)), moments.pop());
            undo(&books, *number, 1_000 + number).unwrap();
        }
        prop_assert_eq!(Some(contents(&books)), moments.pop());
    }
}

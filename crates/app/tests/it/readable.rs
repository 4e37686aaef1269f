//! Checks unencrypted exports (amounts, reauthentication, audit event).

use pecule_app::audit::log::JournalFilter;
use pecule_app::wealth::export::Readable;
use pecule_app::wealth::snapshot::Filter;
use pecule_app::{Error, Refusal};
use pecule_domain::Decimal;
use serde_json::Value;

use crate::house::{House, NAME, PASSWORD, device};
use crate::sharing::{OTHER, join};

#[test]
fn what_leaves_is_what_the_screens_show() {
    let house = House::new();
    house.member().start_demo().unwrap();
    let member = house.member();
    let shown = member.wealth_table(&Filter::default(), None).unwrap();
    let table = house.person.export_books(member.books(), Readable::Csv).unwrap();
    let table = String::from_utf8(table).unwrap();
    let mut lines = table.lines();
    let columns: Vec<&str> = lines.next().unwrap().split(',').collect();
    let place = columns.iter().position(|name| *name == "\"amount\"").unwrap();
    let amounts: Vec<&str> = lines.map(|line| line.split("\",\"").nth(place).unwrap()).collect();
    let holdings = shown.banks.iter().flat_map(|bank| &bank.accounts);
    assert_eq!(amounts.len(), holdings.flat_map(|account| &account.holdings).count());
    let amounts: Vec<Decimal> = amounts.iter().filter_map(|amount| amount.parse().ok()).collect();
    assert_eq!(amounts.iter().sum::<Decimal>(), shown.total.decimal());
    assert!(amounts.iter().any(Decimal::is_sign_negative), "a debt stays a number");

    let whole = house.person.export_books(member.books(), Readable::Json).unwrap();
    let whole: Value = serde_json::from_slice(&whole).unwrap();
    let names: Vec<&str> = whole["tables"]["banks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), shown.banks.len());
    assert!(shown.banks.iter().all(|bank| names.contains(&bank.name.as_str())));
    let journal = house.person.admin().unwrap().audit_log(&JournalFilter::default()).unwrap();
    let words: Vec<&str> = journal.items.iter().map(|entry| entry.action.as_str()).collect();
    assert!(words.contains(&"books-exported") && words.contains(&"wealth-exported"));
}

#[test]
fn nobody_else_gets_them_and_the_password_is_asked_for_again() {
    let house = House::new();
    let other = join(&house, OTHER);
    let books = house.member().books();
    for form in Readable::ALL {
        assert!(matches!(other.export_books(books, *form), Err(Error::NotFound)));
    }
    let signed_in = house.app.guest().sign_in(NAME, PASSWORD, None, &device()).unwrap();
    house.clock.forward(601);
    let late = house.app.resume(&signed_in.token).unwrap().export_books(books, Readable::Json);
    assert!(matches!(late, Err(Error::Refused(Refusal::ConfirmFirst))));
}

use pecule_app::actors::books_filter::BooksScope;

use crate::request::record_ids::RequestedRecords;

const ONE: &str = "0198a1b2-0000-7000-8000-000000000001";
const TWO: &str = "0198a1b2-0000-7000-8000-000000000002";

#[test]
fn an_address_names_its_records_in_order() {
    let named = RequestedRecords::of_address(&format!("/assets/{TWO}/notes/{ONE}"), "done=1");
    let texts: Vec<String> = named.records.iter().map(ToString::to_string).collect();
    assert_eq!(texts, [TWO, ONE]);
}

#[test]
fn a_form_names_books_and_records() {
    let mut named = RequestedRecords::of_address("/holdings", "");
    let form = format!("books={ONE}&account={TWO}&quantity=3");
    named.take_books(&form);
    named.take_records(form.as_bytes());
    assert_eq!(named.seek().books.map(|id| id.to_string()).as_deref(), Some(ONE));
    assert!(named.records.iter().any(|id| id.to_string() == TWO));
}

#[test]
fn json_names_records() {
    let mut named = RequestedRecords::of_address("/api/v1/holdings", "");
    named.take_records(format!(r#"{{"account":"{ONE}","asset":"{TWO}"}}"#).as_bytes());
    assert_eq!(named.records.len(), 2);
}

#[test]
fn scope_is_read_with_or_without_escapes_and_nonsense_is_ones_own() {
    let scope = |query: &str| RequestedRecords::of_address("/", query).scope;
    let books = ONE.parse().unwrap();
    assert_eq!(scope("scope=household"), BooksScope::Household);
    assert_eq!(scope(&format!("bank=&scope={ONE}%3Ashare")), BooksScope::Share(books));
    assert_eq!(scope(&format!("scope={ONE}:share")), BooksScope::Share(books));
    assert_eq!(scope("scope=everybody"), BooksScope::Mine);
}

#[test]
fn a_long_body_names_no_more_than_a_form_does() {
    let mut named = RequestedRecords::default();
    named.take_records(format!("{ONE} ").repeat(1_000).as_bytes());
    assert_eq!(named.records.len(), crate::request::record_ids::MOST);
}

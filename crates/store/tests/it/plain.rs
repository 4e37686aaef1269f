//! Tests that the export contains all wealth and no internal tables.

use std::collections::BTreeSet;

use crate::place::Place;
use crate::sample::*;

/// Internal tables, without current wealth.
const OWN: [&str; 8] = [
    "changes",
    "grantees",
    "journal",
    "journal_chains",
    "journal_keys",
    "machine",
    "meta",
    "operations",
];

/// Returns every table of the file.
fn tables(place: &Place) -> BTreeSet<String> {
    let file = place.folder.books(Place::books_id());
    let connection = rusqlite::Connection::open(file).unwrap();
    let key = format!("PRAGMA key = \"x'{}'\"", "07".repeat(32));
    connection.execute_batch(&key).unwrap();
    let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut names = connection.prepare(names).unwrap();
    names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn every_table_is_written_or_known_to_hold_no_wealth() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    let plain = books.read(|view| view.plain()).unwrap();
    let written: BTreeSet<&str> = plain.keys().map(String::as_str).collect();
    let tables = tables(&place);
    let known: BTreeSet<&str> = written.iter().copied().chain(OWN).collect();
    let there: BTreeSet<&str> = tables.iter().map(String::as_str).collect();
    assert_eq!(known, there, "a new table is to be written, or named here");
}

#[test]
fn rows_are_written_as_people_read_them() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    let plain = books.read(|view| view.plain()).unwrap();
    assert_eq!(plain["banks"][0]["id"], bank(1).id.to_string());
    assert_eq!(plain["statements"][0]["value"], "1234.50");
    assert_eq!(plain["statements"][0]["on_day"], DAY.to_string());
    assert!(!plain["allocations"][0]["parts"].is_string(), "{:?}", plain["allocations"]);
    assert_eq!(plain["holdings"].len(), 3);
}

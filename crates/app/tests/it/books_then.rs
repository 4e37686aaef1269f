//! One's books of another time: beside today's, and in their place as one change that can be undone.

use std::path::Path;

use pecule_app::books_then::From;
use pecule_app::restore::read_kit;
use pecule_app::{Error, Person};
use pecule_domain::id::BooksId;

use crate::backup_home::{Home, net, net_of};
use crate::house::{NAME, PASSWORD};

fn only_books(person: &Person) -> BooksId {
    person.my_books().unwrap()[0].id
}

fn take_away(person: &Person, into: &Path) {
    let mut taken = person.sealed_books().unwrap();
    std::io::copy(&mut taken.file, &mut std::fs::File::create(into).unwrap()).unwrap();
}

/// Everything that is owned goes.
fn spoil(person: &Person) {
    person.member().unwrap().remove_demo().unwrap();
    assert_eq!(person.member().unwrap().holdings().unwrap().len(), 0);
}

#[test]
fn books_come_back_from_a_backup_and_the_change_is_undone() {
    let (home, person) = Home::new();
    let books = only_books(&person);
    let before = net_of(&person);
    home.back_up();
    let same = person.books_in_backup(books, &From::default()).unwrap();
    assert_eq!((&same.total.then, same.accounts.len()), (&same.total.now, 0));
    assert_eq!(same.holdings.len(), 0);

    spoil(&person);
    let compared = person.books_in_backup(books, &From::default()).unwrap();
    assert_eq!(compared.total.now.unwrap().minor, 0);
    assert!(compared.accounts.len() > 5 && compared.holdings.len() > 5, "{compared:?}");
    assert!(compared.accounts.iter().all(|line| line.now.is_none() && line.then.is_some()));
    let file = home.app.backups().unwrap()[0].path();
    home.clock.forward(1);
    let from = From { file, kit: None };
    person.replace_books(books, &from).unwrap();
    assert_eq!(net_of(&person), before);
    // A backup of the moment before was made first; everything is one change, and can be undone.
    assert_eq!(home.app.backups().unwrap().len(), 2);
    let done = person.member().unwrap().operations(1).unwrap().remove(0);
    assert_eq!(done.kind, "books-replaced");
    person.member().unwrap().undo(done.id).unwrap();
    assert_eq!(person.member().unwrap().holdings().unwrap().len(), 0);
    // The journals hold, and the books open again after they were put back.
    let last = person.member().unwrap().operations(1).unwrap().remove(0);
    person.member().unwrap().undo(last.id).unwrap();
    assert_eq!(net_of(&person), before);
    drop(person);
    home.app.settle_all().unwrap();
    assert_eq!(net(&home.open("data")), before);
}

#[test]
fn one_takes_away_ones_own_books_and_brings_them_back() {
    let (home, person) = Home::new();
    let books = only_books(&person);
    let before = net_of(&person);
    let kept = home.path("kept.tar");
    take_away(&person, &kept);
    let bytes = std::fs::read(&kept).unwrap();
    assert!(!bytes.windows(15).any(|part| part == b"SQLite format 3"));
    spoil(&person);
    let from = From { file: Some(kept.clone()), kit: None };
    person.replace_books(books, &from).unwrap();
    assert_eq!(net_of(&person), before);

    // Cut short or altered, it is refused, and today's books stay as they are.
    for length in [0, 700, bytes.len() / 2] {
        std::fs::write(&kept, &bytes[..length]).unwrap();
        assert!(person.books_in_backup(books, &from).is_err());
    }
    let mut altered = bytes;
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    std::fs::write(&kept, &altered).unwrap();
    assert!(person.books_in_backup(books, &from).is_err());
    assert_eq!(net_of(&person), before);
}

#[test]
fn books_that_are_not_ones_own_are_not_there() {
    let (home, person) = Home::new();
    let (other, stranger) = Home::new();
    let file = Some(home.back_up());
    let theirs = only_books(&stranger);
    let asked = person.books_in_backup(theirs, &From { file, kit: None });
    assert!(matches!(asked, Err(Error::NotFound)), "{asked:?}");
    // A backup of another household, with its own kit, holds none of one's books.
    let kit = Some(read_kit(&other.secret).unwrap());
    let from = From { file: Some(other.back_up()), kit };
    let asked = person.books_in_backup(only_books(&person), &from).unwrap_err();
    assert!(asked.to_string().contains("forged"), "{asked}");
    // The parcel of somebody else opens for nobody else.
    let kept = home.path("theirs.tar");
    take_away(&stranger, &kept);
    let from = From { file: Some(kept), kit: None };
    assert!(person.books_in_backup(only_books(&person), &from).is_err());
    let _same = home.app.guest().identify(NAME, PASSWORD).unwrap();
}

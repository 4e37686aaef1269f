//! Checks comparing books with a backup, and restoring them as one change that can be undone.

use std::path::Path;

use pecule_app::backup::restore::read_kit;
use pecule_app::backup::restore_books::compare::{Change, RecordDiff, RecordKind};
use pecule_app::backup::restore_books::{RestoreSource, wanted};
use pecule_app::wealth::compositions::{CompositionInput, PartInput};
use pecule_app::{Error, Person, Reason};
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

/// Removes every holding.
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
    let same = person.compare_with_backup(books, &RestoreSource::default()).unwrap();
    assert_eq!((same.days[0].then, same.lines.len()), (same.days[0].now, 0));
    assert_eq!(same.days.len(), 3, "today, and the ends of two years");

    spoil(&person);
    let compared = person.compare_with_backup(books, &RestoreSource::default()).unwrap();
    assert_eq!(compared.days[0].now.minor, 0);
    for kind in [RecordKind::Account, RecordKind::Asset, RecordKind::Holding] {
        let lines = compared.lines.iter().filter(|line| line.kind == kind);
        assert!(lines.clone().count() > 5, "{compared:?}");
        assert!(lines.clone().all(|line| line.change == Change::Gone && line.now.is_none()));
    }
    let file = home.app.backups().unwrap()[0].path();
    home.clock.forward(1);
    let from = RestoreSource { file, kit: None };
    person.replace_books(books, &from).unwrap();
    assert_eq!(net_of(&person), before);
    // A backup was made first, and everything is one change that can be undone.
    assert_eq!(home.app.backups().unwrap().len(), 2);
    let done = person.member().unwrap().operations(1).unwrap().remove(0);
    assert_eq!(done.kind, "books-replaced");
    person.member().unwrap().undo(done.id).unwrap();
    assert_eq!(person.member().unwrap().holdings().unwrap().len(), 0);
    // The audit logs are intact, and the books open again after they were closed.
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
    let from = RestoreSource { file: Some(kept.clone()), kit: None };
    person.replace_books(books, &from).unwrap();
    assert_eq!(net_of(&person), before);

    // A truncated or altered file is refused, and today's books stay.
    for length in [0, 700, bytes.len() / 2] {
        std::fs::write(&kept, &bytes[..length]).unwrap();
        assert!(person.compare_with_backup(books, &from).is_err());
    }
    let mut altered = bytes;
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    std::fs::write(&kept, &altered).unwrap();
    assert!(person.compare_with_backup(books, &from).is_err());
    assert_eq!(net_of(&person), before);
}

/// Returns the line of a kind and name.
fn find(lines: &[RecordDiff], kind: RecordKind, name: &str) -> RecordDiff {
    let found = lines.iter().find(|line| line.kind == kind && line.name.contains(name));
    found.unwrap_or_else(|| panic!("{name} is not among {lines:#?}")).clone()
}

fn key(line: &RecordDiff) -> String {
    format!("{}:{}", line.kind.key(), line.id)
}

#[test]
fn single_lines_come_back_with_what_they_need_and_are_undone_together() {
    let (home, person) = Home::new();
    let books = only_books(&person);
    let member = person.member().unwrap();
    // A composite with classes, zones and prices, held in an account.
    let picture = member.dashboard(&pecule_app::wealth::snapshot::Filter::default(), None).unwrap();
    let every = member.assets().unwrap();
    let composite = every
        .iter()
        .map(|asset| member.asset(asset.id).unwrap())
        .find(|sheet| sheet.composition.as_ref().is_some_and(|made| made.parts.len() > 1))
        .unwrap();
    let made = composite.composition.clone().unwrap();
    home.back_up();
    spoil(&person);
    let from = RestoreSource::default();
    let compared = person.compare_with_backup(books, &from).unwrap();
    let line = find(&compared.lines, RecordKind::Asset, &composite.name);
    home.clock.forward(1);
    let chosen = key(&line);
    person.restore_records(books, &from, &wanted([chosen.as_str()]).unwrap()).unwrap();
    let member = person.member().unwrap();
    let back = member.asset(composite.id).unwrap();
    // Its components came with it, and only they.
    let again = back.composition.clone().unwrap();
    let shares = |parts: &[pecule_app::wealth::compositions::PartView]| {
        parts.iter().map(|part| (part.asset, part.share)).collect::<Vec<_>>()
    };
    assert_eq!(shares(&again.parts), shares(&made.parts));
    assert_eq!(format!("{:?}", back.allocation), format!("{:?}", composite.allocation));
    assert!(member.assets().unwrap().len() < every.len());
    assert_eq!(member.holdings().unwrap().len(), 0);

    // A holding brings its account, its bank and its asset; its value is the one of then.
    let from =
        RestoreSource { file: home.app.backups().unwrap().last().unwrap().path(), kit: None };
    let compared = person.compare_with_backup(books, &from).unwrap();
    let holding = compared
        .lines
        .iter()
        .find(|line| {
            line.kind == RecordKind::Holding && line.then.is_some_and(|then| then.minor > 0)
        })
        .unwrap()
        .clone();
    let chosen = key(&holding);
    home.clock.forward(1);
    person.restore_records(books, &from, &wanted([chosen.as_str()]).unwrap()).unwrap();
    let member = person.member().unwrap();
    let now = member.dashboard(&pecule_app::wealth::snapshot::Filter::default(), None).unwrap();
    assert_eq!(now.net, holding.then.unwrap());
    assert!(now.net < picture.net);
    assert_eq!((member.holdings().unwrap().len(), member.accounts().unwrap().len()), (1, 1));
    // The same line differs no more; both changes are undone by the ordinary undo.
    let compared = person.compare_with_backup(books, &from).unwrap();
    assert!(!compared.lines.iter().any(|line| line.id == holding.id));
    for _change in 0..2 {
        let done = person.member().unwrap().operations(8).unwrap();
        let done = done.into_iter().find(|one| one.kind == "books-taken-back" && !one.undone);
        person.member().unwrap().undo(done.unwrap().id).unwrap();
    }
    assert_eq!(person.member().unwrap().assets().unwrap().len(), 0);
    assert!(person.restore_records(books, &from, &wanted([]).unwrap()).is_err());
    assert!(wanted(["bank:x"]).is_err() && wanted(["asset:x"]).is_err());
}

#[test]
fn what_was_changed_is_told_and_a_circle_is_refused() {
    let (home, person) = Home::new();
    let books = only_books(&person);
    let member = person.member().unwrap();
    let sheets: Vec<_> =
        member.assets().unwrap().iter().map(|asset| member.asset(asset.id).unwrap()).collect();
    let outer = sheets.iter().find(|sheet| sheet.composition.is_some()).unwrap();
    let inner = outer.composition.as_ref().unwrap().parts[0].asset;
    home.back_up();
    // Now it is the other way round.
    let none = CompositionInput {
        valid_from: Some(outer.composition.as_ref().unwrap().valid_from),
        parts: Vec::new(),
        source: String::new(),
    };
    member.compose(outer.id, &none).unwrap();
    let parts = vec![PartInput { asset: outer.id, share: "0.5".parse().unwrap() }];
    let turned = CompositionInput { valid_from: None, parts, source: String::new() };
    member.compose(inner, &turned).unwrap();
    drop(member);
    let from = RestoreSource::default();
    let compared = person.compare_with_backup(books, &from).unwrap();
    let line = find(&compared.lines, RecordKind::Asset, &outer.name);
    assert_eq!(line.change, Change::Changed);
    assert!(
        compared.lines.iter().all(|line| line.kind == RecordKind::Asset),
        "{:#?}",
        compared.lines
    );
    let before = net_of(&person);
    let chosen = key(&line);
    home.clock.forward(1);
    let refused = person.restore_records(books, &from, &wanted([chosen.as_str()]).unwrap());
    assert!(
        matches!(&refused, Err(Error::Invalid(all)) if all[0].reason == Reason::Cycle),
        "{refused:?}"
    );
    assert_eq!(net_of(&person), before);
    // Both together are as they were.
    let from =
        RestoreSource { file: home.app.backups().unwrap().last().unwrap().path(), kit: None };
    let compared = person.compare_with_backup(books, &from).unwrap();
    let all: Vec<String> = compared.lines.iter().map(key).collect();
    home.clock.forward(1);
    person.restore_records(books, &from, &wanted(all.iter().map(String::as_str)).unwrap()).unwrap();
    assert!(person.compare_with_backup(books, &from).unwrap().lines.is_empty());
}

#[test]
fn books_that_are_not_ones_own_are_not_there() {
    let (home, person) = Home::new();
    let (other, stranger) = Home::new();
    let file = Some(home.back_up());
    let theirs = only_books(&stranger);
    let asked = person.compare_with_backup(theirs, &RestoreSource { file, kit: None });
    assert!(matches!(asked, Err(Error::NotFound)), "{asked:?}");
    // A backup of another household, with its own kit, has none of the person's books.
    let kit = Some(read_kit(&other.secret).unwrap());
    let from = RestoreSource { file: Some(other.back_up()), kit };
    let asked = person.compare_with_backup(only_books(&person), &from).unwrap_err();
    assert!(asked.to_string().contains("forged"), "{asked}");
    // The sealed export of another person does not open.
    let kept = home.path("theirs.tar");
    take_away(&stranger, &kept);
    let from = RestoreSource { file: Some(kept), kit: None };
    assert!(person.compare_with_backup(only_books(&person), &from).is_err());
    let _same = home.app.guest().verify_password(NAME, PASSWORD).unwrap();
}

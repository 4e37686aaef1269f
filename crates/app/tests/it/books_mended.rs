//! Checks that damaged books are replaced from a backup, and the damaged file kept.

use std::fs;
use std::path::PathBuf;

use pecule_app::backup::restore_books::RestoreSource;
use pecule_app::{Error, Person};
use pecule_domain::id::BooksId;

use crate::backup_home::{Home, net, net_of};

/// Damages every page of a closed file from an offset on.
fn spoil(home: &Home, books: BooksId, at: usize) -> PathBuf {
    home.app.settle_all().unwrap();
    let path = home.path(&format!("data/books/{books}.db"));
    let mut bytes = fs::read(&path).unwrap();
    let mut place = at;
    while place < bytes.len() {
        bytes[place] ^= 4;
        place += 4_096;
    }
    fs::write(&path, bytes).unwrap();
    path
}

fn aside(path: &std::path::Path) -> Vec<PathBuf> {
    let beside = fs::read_dir(path.parent().unwrap()).unwrap().map(|one| one.unwrap().path());
    let is_set_aside = |name: &str| name.contains(".db.damaged-") && !name.ends_with("-wal");
    beside.filter(|one| is_set_aside(&one.to_string_lossy())).collect()
}

fn first_books(person: &Person) -> BooksId {
    person.my_books().unwrap()[0].id
}

#[test]
fn a_damaged_file_comes_back_and_the_journal_goes_on_behind_a_gap() {
    // At opening, and only once all of it is read.
    for at in [700, 4_096 * 2 + 100] {
        let (home, person) = Home::new();
        let (books, before) = (first_books(&person), net_of(&person));
        home.back_up();
        // Changes since the backup are lost, and the audit log says so.
        let task = person.member().unwrap().last_operation().unwrap().unwrap();
        person.member().unwrap().undo(task.id).unwrap();
        let path = spoil(&home, books, at);
        let damaged = fs::read(&path).unwrap();
        let seen = person.compare_with_backup(books, &RestoreSource::default()).unwrap();
        assert!(seen.damaged && seen.lines.is_empty());
        assert_eq!(seen.days[0].then.to_string(), seen.days[0].now.to_string());
        assert_eq!(fs::read(&path).unwrap(), damaged, "looking changes nothing");

        home.clock.seconds(1);
        assert!(person.replace_books(books, &RestoreSource::default()).unwrap().damaged);
        assert_eq!(net_of(&person), before);
        let kept = aside(&path);
        assert_eq!(kept.len(), 1);
        assert_eq!(fs::read(&kept[0]).unwrap(), damaged, "it is kept as it was");
        let member = person.member().unwrap();
        assert!(member.broken_audit_chain().unwrap().is_none());
        assert!(member.verify_audit_log(&[]).unwrap().whole);
        member.remove_demo().unwrap();
        let done = member.last_operation().unwrap().unwrap();
        member.undo(done.id).unwrap();
        drop(member);
        // Healthy books can be compared with the backup again.
        assert!(!person.compare_with_backup(books, &RestoreSource::default()).unwrap().damaged);
        drop(person);
        home.app.settle_all().unwrap();
        assert_eq!(net(&home.open("data")), before);
    }
}

#[test]
fn a_missing_file_comes_back_too() {
    let (home, person) = Home::new();
    let (books, before) = (first_books(&person), net_of(&person));
    home.back_up();
    home.app.settle_all().unwrap();
    let path = home.path(&format!("data/books/{books}.db"));
    fs::remove_file(&path).unwrap();
    home.clock.seconds(1);
    person.replace_books(books, &RestoreSource::default()).unwrap();
    assert_eq!((net_of(&person), aside(&path).len()), (before, 0));
}

#[test]
fn a_file_of_before_a_renewal_comes_back_under_the_key_of_today() {
    let (home, person) = Home::new();
    let (books, before) = (first_books(&person), net_of(&person));
    person.rotate_books(books).unwrap();
    home.back_up();
    let today = [person.rotate_books(books), person.rotate_books(books)];
    assert!(today.iter().all(Result::is_ok));
    let path = spoil(&home, books, 700);
    let damaged = fs::read(&path).unwrap();
    home.clock.seconds(1);
    assert!(person.replace_books(books, &RestoreSource::default()).unwrap().damaged);
    assert_eq!(net_of(&person), before);
    assert_eq!(fs::read(&aside(&path)[0]).unwrap(), damaged);
    let member = person.member().unwrap();
    assert!(member.verify_audit_log(&[]).unwrap().whole, "what the keys of before chained, too");
    member.remove_demo().unwrap();
    let done = member.last_operation().unwrap().unwrap();
    member.undo(done.id).unwrap();
    assert!(member.verify_audit_log(&[]).unwrap().whole);
    drop(member);
    // Every person with a grant opens it, now and after the next rotation.
    person.rotate_books(books).unwrap();
    drop(person);
    home.app.settle_all().unwrap();
    assert_eq!(net(&home.open("data")), before);
}

#[test]
fn nobody_else_puts_books_back() {
    let (home, person) = Home::new();
    let books = first_books(&person);
    home.back_up();
    let (_other, stranger) = Home::new();
    spoil(&home, books, 700);
    let asked = stranger.replace_books(books, &RestoreSource::default());
    assert!(matches!(asked, Err(Error::NotFound)), "{asked:?}");
}

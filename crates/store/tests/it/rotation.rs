//! Tests the rotation of a file's key.

use std::fs;
use std::path::{Path, PathBuf};

use pecule_store::audit::entry::{Entry, Head};
use pecule_store::key_rotation::{HeldFile, Note, hold_books, hold_household};
use pecule_store::{Books, Error, FileKey, Folder, Household, KeyProof};

use crate::place::{Place, key, mac, moment, old_mac, person};
use crate::sample::*;

fn next() -> FileKey {
    FileKey::new([8; 32])
}

fn entry() -> Entry<'static> {
    Entry {
        at: moment(2),
        actor: None,
        session: None,
        action: "key-renewed",
        object: "",
        outcome: "done",
        details: "{}",
    }
}

/// Returns the code function after this number of rotations.
fn mac_after(times: u8) -> impl Fn(&[u8; 32], &[&[u8]]) -> [u8; 32] {
    move |prev, fields| {
        if times == 0 { mac(prev, fields) } else { old_mac(&[times; 32], prev, fields) }
    }
}

/// Like [`old_mac`], but the first key uses the plain code.
fn kept_mac(key: &[u8; 32], prev: &[u8; 32], fields: &[&[u8]]) -> [u8; 32] {
    mac_after(key[0])(prev, fields)
}

fn path(place: &Place) -> PathBuf {
    place.folder.books(Place::books_id())
}

fn hold(place: &Place, key: &FileKey) -> pecule_store::Result<HeldFile> {
    hold_books(&path(place), key, place.install, Place::books_id())
}

/// Rotates the key of the books for the n-th time.
fn renew(place: &Place, from: &FileKey, to: &FileKey, times: u8) -> (Head, [u8; 32]) {
    let held = hold(place, from).unwrap();
    let old_key = [times - 1; 32];
    let mac = mac_after(times);
    let note = Note { entry: Some((entry(), &mac)), old_key: Some(&old_key) };
    let draft = held.draft(to, note).unwrap();
    let told = (draft.head, draft.digest);
    held.replace(draft).unwrap();
    told
}

fn open(place: &Place, path: &Path, key: &FileKey) -> pecule_store::Result<Books> {
    Books::open(path, key, KeyProof::Unchecked, place.install, Place::books_id())
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_content_is_the_same_under_another_key_and_the_old_file_is_kept() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    let full = books.read(|view| view.inventory(DAY)).unwrap();
    let anchor = books.read(|view| view.audit_head()).unwrap();
    books.close().unwrap();
    let (head, digest) = renew(&place, &key(), &next(), 1);
    assert_eq!(head.seq, anchor.seq + 1);
    assert_eq!(digest, pecule_store::file::database::digest(&path(&place)).unwrap());
    let id = Place::books_id();
    let kept = [format!("{id}.db"), format!("{id}.db.before-rotation")];
    assert_eq!(names(&place.folder.books_folder()), kept);

    assert!(matches!(open(&place, &path(&place), &key()), Err(Error::WrongKey(_))));
    let books = open(&place, &path(&place), &next()).unwrap();
    assert_eq!(books.read(|view| view.inventory(DAY)).unwrap(), full);
    assert_eq!(books.read(|view| view.audit_head()).unwrap(), head);
    books.close().unwrap();

    let before = Folder::before_rotation(&path(&place));
    assert!(matches!(open(&place, &before, &next()), Err(Error::WrongKey(_))));
    let old = open(&place, &before, &key()).unwrap();
    assert_eq!(old.read(|view| view.inventory(DAY)).unwrap(), full);
    old.close().unwrap();
    place.folder.forget_files_before_rotation().unwrap();
    assert_eq!(names(&place.folder.books_folder()), [format!("{id}.db")]);
}

#[test]
fn entries_and_anchors_from_before_stay_valid_through_renewals() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    let anchor = books.read(|view| view.audit_head()).unwrap();
    books.close().unwrap();
    let keys = [key(), next(), FileKey::new([9; 32]), FileKey::new([10; 32])];
    for times in 1..=3_u8 {
        let at = usize::from(times);
        renew(&place, &keys[at - 1], &keys[at], times);
        let books = open(&place, &path(&place), &keys[at]).unwrap();
        books
            .change(operation(100 + u128::from(times)), &mac_after(times), |edit| {
                edit.add_bank(&bank(900 + u128::from(times)))
            })
            .unwrap();
        let mac = mac_after(times);
        for since in [None, Some(anchor)] {
            let head = books.read(|view| view.verify_audit_chain(&mac, &kept_mac, since)).unwrap();
            assert_eq!(head, books.read(|view| view.audit_head()).unwrap());
        }
        // With the current key alone, the earlier entries must not verify.
        let alone = |_key: &[u8; 32], prev: &[u8; 32], fields: &[&[u8]]| mac(prev, fields);
        let refused = books.read(|view| view.verify_audit_chain(&mac, &alone, None));
        assert!(matches!(refused, Err(Error::BrokenChain(1))), "{refused:?}");
        books.close().unwrap();
    }
}

#[test]
fn a_file_that_somebody_has_open_is_not_held_and_a_held_one_not_opened() {
    let place = Place::new();
    let books = place.books();
    assert!(matches!(hold(&place, &key()), Err(Error::Busy)));
    books.close().unwrap();
    let held = hold(&place, &key()).unwrap();
    assert!(!path(&place).with_extension("db-wal").exists());
    assert!(open(&place, &path(&place), &key()).is_err());
    drop(held);
    open(&place, &path(&place), &key()).unwrap();
}

#[test]
fn a_renewal_that_is_given_up_or_cut_short_leaves_the_file_as_it_was() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    books.close().unwrap();
    let id = Place::books_id();
    let note = Note { entry: Some((entry(), &mac)), old_key: None };
    let held = hold(&place, &key()).unwrap();
    let draft = held.draft(&next(), note).unwrap();
    held.give_up(draft);
    assert_eq!(names(&place.folder.books_folder()), [format!("{id}.db")]);

    // Simulate a power cut that leaves an incomplete copy and its logs.
    for end in ["", "-wal", "-shm"] {
        fs::write(place.folder.books_folder().join(format!("{id}.db.rotating{end}")), "cut")
            .unwrap();
    }
    fs::write(place.folder.root().join("household.db.rotating"), "cut").unwrap();
    open(&place, &path(&place), &key()).unwrap().close().unwrap();
    renew(&place, &key(), &next(), 1);
    place.folder.tidy().unwrap();
    let kept = [format!("{id}.db"), format!("{id}.db.before-rotation")];
    assert_eq!(names(&place.folder.books_folder()), kept);
    assert_eq!(names(place.folder.root()), ["backups", "books"]);
}

#[test]
fn the_households_file_changes_its_key_too() {
    let place = Place::new();
    let household = place.household();
    household.write(|edit| edit.add_person(&person(1, "Anna"))).unwrap();
    assert!(matches!(
        hold_household(&place.folder.household(), &key(), place.install),
        Err(Error::Busy)
    ));
    household.close().unwrap();
    let held = hold_household(&place.folder.household(), &key(), place.install).unwrap();
    let draft = held.draft(&next(), Note { entry: Some((entry(), &mac)), old_key: None }).unwrap();
    held.replace(draft).unwrap();
    let again = |key: &FileKey| {
        Household::open(&place.folder.household(), key, KeyProof::Unchecked, place.install)
    };
    assert!(matches!(again(&key()), Err(Error::WrongKey(_))));
    let household = again(&next()).unwrap();
    assert_eq!(household.read(|view| view.persons()).unwrap(), [person(1, "Anna")]);
    assert_eq!(household.read(|view| view.verify_audit_chain(&mac, None)).unwrap().seq, 1);
}

#[test]
fn a_wrong_key_and_a_damaged_file_are_told_apart() {
    let place = Place::new();
    place.books().close().unwrap();
    let opened = |proof| {
        Books::open(&path(&place), &next(), proof, place.install, Place::books_id()).unwrap_err()
    };
    assert!(opened(KeyProof::Unchecked).to_string().contains("this key does not open it"));
    assert!(opened(KeyProof::Checked).to_string().contains("the file is damaged"));
}

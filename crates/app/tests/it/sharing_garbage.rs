//! Checks invalid grants, and the machine's grant after an interrupted rotation.

use pecule_app::Error;
use pecule_app::actors::books_filter::{BooksQuery, BooksScope};
use pecule_domain::id::BooksId;
use pecule_keys::books::grants;
use pecule_keys::crypto::mac::JournalKey;
use pecule_keys::installation::machine_identity;
use pecule_keys::{BooksKey, Identity};
use pecule_store::audit::entry::Entry;
use pecule_store::household::books::key_rotations::WrappedNextKeys;
use pecule_store::household::books::list::Grant;
use pecule_store::key_rotation::Note;
use pecule_store::{FileKey, Household, key_rotation};

use crate::house::{House, NAME, PASSWORD};
use crate::rotation::{Insides, net};
use crate::sharing::{OTHER, join, put};
use crate::sharing_attack::household;

#[test]
fn a_garbage_grant_is_left_out_with_an_alarm_and_the_pages_go_on() {
    let house = House::new();
    let other = join(&house, OTHER);
    let mine = house.person.my_books().unwrap().remove(0).id;
    let theirs = other.my_books().unwrap().remove(0).id;
    put(&house.member(), "Fonds", "100");
    put(&other.member().unwrap(), "Livret", "7");
    let (file, _) = household(&house);
    let own = file.read(|view| view.find_grant(theirs, other.id())).unwrap().unwrap();
    // No seal at all; a seal of theirs for other books; a key of root's own, sealed to their public key.
    let public = file.read(|view| view.person(other.id())).unwrap().public_key;
    let made_up = grants::grant(&BooksKey::generate().unwrap(), &public.parse().unwrap());
    for sealed in [vec![1, 2, 3], own.sealed.clone(), made_up.unwrap()] {
        for open in [true, false] {
            if open {
                house.member().assets().unwrap();
            } else {
                house.app.settle_all().unwrap();
            }
            let forged = Grant {
                books: mine,
                sealed: sealed.clone(),
                created_at: jiff::Timestamp::UNIX_EPOCH,
                ..own.clone()
            };
            file.write(|edit| edit.put_grant(&forged)).unwrap();
            let seen = other.member().unwrap().picture(None).unwrap();
            assert!(seen.sources.iter().all(|source| source.books == theirs));
            assert_eq!(other.member().unwrap().assets().unwrap().len(), 1);
            assert_eq!(other.my_books().unwrap().len(), 1);
            assert!(other.sealed_books().is_ok());
            assert!(other.books(mine).is_err());
            let seek = BooksQuery { scope: BooksScope::Books(mine), ..BooksQuery::default() };
            assert!(matches!(other.member_at(&seek), Err(Error::NotFound)));
            let seek = BooksQuery { scope: BooksScope::Household, ..BooksQuery::default() };
            assert_eq!(other.member_at(&seek).unwrap().assets().unwrap().len(), 1);
        }
    }
    house.app.watch().unwrap();
    let alarms = other.alerts().unwrap();
    assert!(alarms.iter().any(|line| line.rule == "unsound-grant"), "{alarms:?}");
    assert_eq!(house.member().assets().unwrap().len(), 1, "whose books they are goes on too");
}

/// Opens the machine identity with the master key.
fn machines(insides: &Insides) -> Identity {
    let settings = insides.household.read(|view| view.settings()).unwrap();
    let open =
        |kept: &str| machine_identity::open(kept, &insides.master, insides.keyring.install()).ok();
    settings.iter().find_map(|(_, kept)| open(kept)).unwrap()
}

/// Begins a rotation and stops before the last step, with or without replacing the file.
fn cut_short(house: &House, books: BooksId, replaces: bool) {
    let insides = Insides::of(house);
    let present = insides.keys(books).remove(0);
    let next = BooksKey::generate().unwrap();
    let public = insides.identity(house.person.name(), PASSWORD).public();
    let wraps = WrappedNextKeys {
        people: vec![(house.person.id(), grants::grant(&next, &public).unwrap())],
        machine: Some(grants::grant(&next, &machines(&insides).public()).unwrap()),
    };
    let file: &Household = &insides.household;
    file.write(|edit| edit.begin_rotation(books, &wraps)).unwrap();
    if !replaces {
        return;
    }
    let path = insides.folder.books(books);
    let key = FileKey::new(*present.bytes());
    let held = key_rotation::hold_books(&path, &key, insides.install(), books).unwrap();
    let (before, after) = (JournalKey::books(&present), JournalKey::books(&next));
    let object = books.to_string();
    let entry = Entry {
        at: house.app.clock().now(),
        actor: Some(house.person.id()),
        session: None,
        action: "books-key-renewed",
        object: &object,
        outcome: "done",
        details: "{}",
    };
    let mac = |previous: &[u8; 32], fields: &[&[u8]]| after.chain(previous, fields);
    let note = Note { entry: Some((entry, &mac)), old_key: Some(before.bytes()) };
    let draft = held.draft(&FileKey::new(*next.bytes()), note).unwrap();
    held.replace(draft).unwrap();
}

#[test]
fn a_renewal_that_was_cut_short_is_ended_by_the_machine_at_night() {
    for replaces in [true, false] {
        let mut house = House::new();
        let books = house.person.my_books().unwrap().remove(0).id;
        put(&house.member(), "Fonds", "100");
        house.person.set_unattended(books, true).unwrap();
        let seen = net(&house.member());
        house.app.settle_all().unwrap();
        cut_short(&house, books, replaces);
        house = house.restarted();
        house.app.settle_all().unwrap();
        // No password was needed: the machine's own grant completes the rotation.
        if replaces {
            let standing = |house: &House| {
                let insides = Insides::of(house);
                insides.household.read(|view| view.key_standings()).unwrap().remove(0)
            };
            assert!(standing(&house).pending, "nobody opened the books since");
            house.clock.forward(86_400);
            assert_eq!(house.app.run_nightly().unwrap(), 1);
            assert!(!standing(&house).pending && standing(&house).retained);
            house.app.settle_all().unwrap();
        }
        assert!(house.app.open_unattended(books).is_ok());
        let person = house.app.guest().verify_password(NAME, PASSWORD).unwrap();
        assert_eq!(net(&person.member().unwrap()), seen);
        assert!(person.member().unwrap().verify_audit_log(&[]).unwrap().whole);
        // The next rotation completes, for the machine too.
        person.rotate_books(books).unwrap();
        house.app.settle_all().unwrap();
        assert!(house.app.open_unattended(books).is_ok());
        assert_eq!(net(&person.member().unwrap()), seen);
    }
}

//! Checks that every secret behind a compromised password is replaced without losing data.

use pecule_app::{Conflict, Error, Reason, Refusal, Result};

use crate::house::{House, NAME, PASSWORD, device};
use crate::rotation::{Insides, house_with_wealth, net, total};
use crate::sharing::{OTHER, THIRD, join, joint, on, put};

const NEW: &str = "sept corbeaux sur un toit d'ardoise 9";

fn is_refused<T>(answer: &Result<T>, wanted: Refusal) -> bool {
    matches!(answer, Err(Error::Refused(refusal)) if *refusal == wanted)
}

#[test]
fn a_new_identity_a_new_code_and_new_keys_take_the_place_of_what_leaked() {
    let house = house_with_wealth();
    let seen = total(&house);
    let books = house.person.owned_books().unwrap()[0].0;
    let insides = Insides::of(&house);
    let old = insides.identity(NAME, PASSWORD);
    let key = insides.keys(books).remove(0);
    let guest = house.app.guest();
    let here = guest.sign_in(NAME, PASSWORD, None, &device()).unwrap();
    let there = guest.sign_in(NAME, PASSWORD, None, &device()).unwrap();
    let program = guest.sign_in_program(NAME, PASSWORD, None, &device()).unwrap();
    let wrong = here.person.change_leaked_password("une autre phrase tout à fait 5", NEW);
    assert!(matches!(&wrong, Err(Error::Invalid(problems))
        if problems[0].field == "present" && problems[0].reason == Reason::DoesNotMatch));
    house.clock.forward(60);

    let renewed = here.person.change_leaked_password(PASSWORD, NEW).unwrap();
    assert!(renewed.books_renewed);

    // The browser that asked continues with a new secret; every other session ends.
    let token = renewed.token.as_ref().unwrap();
    let person = house.app.resume(token).unwrap();
    assert_eq!(net(&person.member().unwrap()), seen);
    for gone in [&here.token, &there.token] {
        assert!(is_refused(&house.app.resume(gone), Refusal::NotSignedIn));
    }
    assert!(house.app.refresh(&program.token).is_err());
    assert!(is_refused(&guest.verify_password(NAME, PASSWORD), Refusal::WrongPassword));
    house.clock.forward(60);
    let again = guest.verify_password(NAME, NEW).unwrap();
    assert!(!again.has_confirmed_recovery(), "the new code is to be typed back");
    guest.recover(NAME, &renewed.recovery, PASSWORD, &device()).unwrap();

    // The old identity and the old key open nothing any longer.
    let grant = insides.grants(books).remove(0);
    assert!(pecule_keys::books::grants::open_grant(&old, &grant.sealed).is_err());
    assert_ne!(insides.keys(books)[0], key);
    assert_eq!(grant.fingerprint, again.fingerprint());
    let journal = insides.household.read(|view| view.journal(None, 50)).unwrap();
    for action in ["identity-renewed", "books-key-renewed"] {
        assert!(journal.iter().any(|line| line.action == action), "{action}");
    }
}

#[test]
fn owners_and_readers_of_shared_books_keep_them_and_are_asked_to_compare() {
    let house = House::new();
    let (other, reader) = (join(&house, OTHER), join(&house, THIRD));
    let line = joint(&house.person, "Couple", &[(&house.person, "50"), (&other, "50")]);
    house.person.grant_read(line.id, reader.id(), Some(&reader.fingerprint())).unwrap();
    put(&on(&house.person, line.id), "Fonds", "500");
    let seen = |person| net(&on(person, line.id));
    let whole = seen(&house.person);

    // An owner: the books get a new key and open for every person with a grant.
    let renewed = other.change_leaked_password(PASSWORD, NEW).unwrap();
    assert!(renewed.books_renewed && renewed.token.is_none());
    for person in [&house.person, &renewed.person, &reader] {
        assert_eq!(seen(person), whole);
    }
    // A reader still reads; owners are warned of the new key before they seal to it.
    let read = reader.change_leaked_password(PASSWORD, NEW).unwrap();
    assert_eq!(seen(&read.person), whole);
    let stopped = house.person.rotate_books(line.id);
    assert!(matches!(stopped, Err(Error::Conflict(Conflict::KeyChanged { .. }))), "{stopped:?}");
    let compared = read.person.fingerprint();
    house.person.confirm_fingerprint(line.id, reader.id(), &compared).unwrap();
    house.person.rotate_books(line.id).unwrap();
    assert_eq!(seen(&read.person), whole);
}

#[test]
fn what_was_cut_short_is_done_at_the_next_sign_in() {
    let house = house_with_wealth();
    let books = house.person.owned_books().unwrap()[0].0;
    let seen = total(&house);
    let app = house.opened_again();
    let elsewhere = app.guest().verify_password(NAME, PASSWORD).unwrap();
    elsewhere.member().unwrap();
    let renewed = house.person.change_leaked_password(PASSWORD, NEW).unwrap();
    assert!(!renewed.books_renewed, "another process has the books open");
    let insides = Insides::of(&house);
    let due = || insides.household.read(|view| view.key_standings()).unwrap()[0].due;
    assert!(due());
    let member = renewed.person.member().unwrap();
    assert_eq!(net(&member), seen);
    drop(member);
    app.settle_all().unwrap();
    house.app.settle_all().unwrap();
    let sealed = insides.grants(books).remove(0).sealed;
    let person = house.app.guest().verify_password(NAME, NEW).unwrap();
    assert!(!due());
    assert_ne!(insides.grants(books)[0].sealed, sealed);
    assert_eq!(net(&person.member().unwrap()), seen);
    assert!(person.member().unwrap().verify_audit_log(&[]).unwrap().whole);
}

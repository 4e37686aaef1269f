//! Checks signing in, staying signed in, and the end of sessions.

use pecule_app::{Error, Refusal};

use crate::house::{House, NAME, PASSWORD, device};
use crate::rotation::Insides;

fn refusal<T>(answer: pecule_app::Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("not refused"),
    }
}

#[test]
fn a_wrong_password_and_an_unknown_name_get_the_same_answer() {
    let house = House::new();
    let guest = house.app.guest();
    let wrong = guest.sign_in(NAME, "un autre mot de passe, bien long", None, &device());
    let unknown = guest.sign_in("Personne d'autre", PASSWORD, None, &device());
    assert_eq!(
        (refusal(wrong), refusal(unknown)),
        (Refusal::WrongPassword, Refusal::WrongPassword)
    );
    let hasty = guest.sign_in(NAME, PASSWORD, None, &device());
    let hasty_unknown = guest.sign_in("Personne d'autre", PASSWORD, None, &device());
    assert_eq!(refusal(hasty), refusal(hasty_unknown), "haste is answered alike as well");
}

#[test]
fn lock_out_survives_a_restart() {
    let house = House::new();
    for _ in 0..4 {
        let tried = house.app.guest().sign_in(NAME, "ce n'est pas le bon mot", None, &device());
        assert_eq!(refusal(tried), Refusal::WrongPassword);
        house.clock.forward(3);
    }
    house.clock.forward(-2);
    let again = house.opened_again();
    let tried = again.guest().sign_in(NAME, PASSWORD, None, &device());
    assert!(matches!(refusal(tried), Refusal::TooOften(1..=3)));
    house.clock.forward(3);
    again.guest().sign_in(NAME, PASSWORD, None, &device()).unwrap();
}

#[test]
fn a_browser_stays_signed_in_over_a_restart() {
    let house = House::new();
    let signed_in = house.app.guest().sign_in(NAME, PASSWORD, None, &device()).unwrap();
    let again = house.opened_again();
    let person = again.resume(&signed_in.token).unwrap();
    assert_eq!(person.name(), NAME);
    person.member().unwrap().banks().unwrap();
    house.clock.forward(31 * 60);
    assert_eq!(
        refusal(again.resume(&signed_in.token)),
        Refusal::Locked,
        "half an hour without use"
    );
    house.clock.forward(12 * 60 * 60);
    assert_eq!(refusal(again.resume(&signed_in.token)), Refusal::NotSignedIn);
}

#[test]
fn revocation_works_at_the_next_call() {
    let house = House::new();
    let guest = house.app.guest();
    let browser = guest.sign_in(NAME, PASSWORD, None, &device()).unwrap();
    let program = guest.sign_in_program(NAME, PASSWORD, None, &device()).unwrap();
    let access = program.person.tokens(&program.token).unwrap().access_token;
    house.app.bearer(&access).unwrap();
    browser.person.end_session(program.person.session()).unwrap();
    assert_eq!(refusal(house.app.bearer(&access)), Refusal::BadToken);
    assert_eq!(refusal(house.app.refresh(&program.token)), Refusal::BadToken);
    browser.person.sign_out().unwrap();
    assert_eq!(refusal(house.app.resume(&browser.token)), Refusal::NotSignedIn);
}

#[test]
fn an_access_token_ends_with_the_program_and_is_refreshed() {
    let house = House::new();
    let program = house.app.guest().sign_in_program(NAME, PASSWORD, None, &device()).unwrap();
    let tokens = program.person.tokens(&program.token).unwrap();
    house.app.bearer(&tokens.access_token).unwrap();
    let again = house.opened_again();
    assert_eq!(
        refusal(again.bearer(&tokens.access_token)),
        Refusal::BadToken,
        "its key is not in memory"
    );
    let next = again.refresh(&tokens.refresh_token).unwrap();
    assert_eq!(again.bearer(&next.access_token).unwrap().name(), NAME);
    house.clock.forward(next.expires_in + 61);
    assert_eq!(refusal(again.bearer(&next.access_token)), Refusal::BadToken);
}

#[test]
fn a_refresh_token_used_twice_ends_its_session() {
    let house = House::new();
    let program = house.app.guest().sign_in_program(NAME, PASSWORD, None, &device()).unwrap();
    let next = house.app.refresh(&program.token).unwrap();
    house
        .app
        .refresh(&program.token)
        .expect("an answer lost on the way is asked for again at once");
    house.clock.forward(60);
    assert_eq!(refusal(house.app.refresh(&program.token)), Refusal::BadToken);
    assert_eq!(refusal(house.app.bearer(&next.access_token)), Refusal::BadToken);
    assert_eq!(refusal(house.app.refresh(&next.refresh_token)), Refusal::BadToken);
}

#[test]
fn a_copied_row_opens_nothing_without_its_cookie() {
    let house = House::new();
    let guest = house.app.guest();
    let signed_in = guest.sign_in(NAME, PASSWORD, None, &device()).unwrap();
    let other = guest.sign_in(NAME, PASSWORD, None, &device()).unwrap();
    let inside = Insides::of(&house);
    let row = |id| inside.household.read(|view| view.session(id)).unwrap();
    let (mine, theirs) = (row(signed_in.person.session()), row(other.person.session()));
    // An attacker with write access to the file gives one session the other's sealed identity.
    inside
        .household
        .write(|edit| edit.renew_session(mine.id, &mine.token_hash, &theirs.wrapped, mine.seen_at))
        .unwrap();
    assert_eq!(refusal(house.opened_again().resume(&signed_in.token)), Refusal::NotSignedIn);
    // The hash in the row does not open it either.
    let text = pecule_keys::SessionToken::generate().unwrap();
    assert_ne!(text.hash(), theirs.token_hash);
    house.opened_again().resume(&other.token).unwrap();
}

#[test]
fn a_token_of_one_kind_is_none_of_the_other() {
    let house = House::new();
    let guest = house.app.guest();
    let browser = guest.sign_in(NAME, PASSWORD, None, &device()).unwrap();
    let program = guest.sign_in_program(NAME, PASSWORD, None, &device()).unwrap();
    assert_eq!(refusal(house.app.refresh(&browser.token)), Refusal::BadToken);
    assert_eq!(refusal(house.app.resume(&program.token)), Refusal::NotSignedIn);
    assert_eq!(refusal(house.app.bearer("eyJhbGciOiJub25lIn0.e30.")), Refusal::BadToken);
}

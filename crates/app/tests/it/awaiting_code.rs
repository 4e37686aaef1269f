//! Checks pending sign-ins, between the password and the code.

use pecule_app::auth::pending_sign_in::Entry;
use pecule_app::{Clock as _, Error, Person, Reason, Refusal, Result};
use pecule_keys::SessionToken;

use crate::authenticator::shows;
use crate::house::{House, NAME, PASSWORD, device};
use crate::rotation::Insides;
use crate::second_factor::enrol;

/// Twelve characters and more, but not fifteen.
const SHORT: &str = "zèbre 7 quai!";
const LONGER: &str = "onze barques vertes sous le pont";

fn refusal<T>(answer: Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("not refused"),
    }
}

fn reason<T>(answer: Result<T>) -> Reason {
    match answer {
        Err(Error::Invalid(problems)) => problems[0].reason,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("not refused"),
    }
}

fn begun(house: &House, password: &str) -> Entry {
    house.app.guest().begin_sign_in(NAME, password, &device()).unwrap()
}

fn awaits(house: &House) -> String {
    match begun(house, PASSWORD) {
        Entry::Awaits(token) => token.as_str().to_owned(),
        Entry::In(_) => panic!("no code was asked for"),
    }
}

fn came_in(entry: Entry) -> Person {
    match entry {
        Entry::In(signed_in) => signed_in.person,
        Entry::Awaits(_) => panic!("a code is asked for"),
    }
}

fn finish(house: &House, token: &str, code: &str) -> Result<Person> {
    Ok(house.app.guest().finish_sign_in(token, code, &device())?.person)
}

fn code(house: &House, secret: &str) -> String {
    shows(secret, house.clock.now().as_second())
}

#[test]
fn without_a_second_factor_the_password_opens_at_once() {
    let house = House::new();
    assert_eq!(came_in(begun(&house, PASSWORD)).name(), NAME);
}

#[test]
fn the_password_is_typed_once_and_the_code_opens() {
    let house = House::new();
    let person = came_in(begun(&house, PASSWORD));
    let (secret, codes) = enrol(&house, &person);
    let token = awaits(&house);
    assert_eq!(house.app.guest().awaited(&token).unwrap().name, NAME);
    let person = finish(&house, &token, &code(&house, &secret)).unwrap();
    person.member().unwrap().banks().unwrap();
    // The pending sign-in is used up, and its secret opens nothing else.
    assert_eq!(refusal(finish(&house, &token, &codes[0])), Refusal::PasswordAgain);
    assert_eq!(refusal(house.app.resume(&token)), Refusal::NotSignedIn);
    let token = awaits(&house);
    finish(&house, &token, &codes[0].to_lowercase()).unwrap();
}

#[test]
fn it_waits_for_five_minutes_and_for_no_restart() {
    let house = House::new();
    let (secret, _codes) =
        enrol(&house, &house.app.guest().verify_password(NAME, PASSWORD).unwrap());
    let token = awaits(&house);
    house.clock.forward(299);
    assert!(house.app.guest().awaited(&token).is_ok());
    house.clock.forward(2);
    assert_eq!(refusal(house.app.guest().awaited(&token)), Refusal::PasswordAgain);
    assert_eq!(refusal(finish(&house, &token, &code(&house, &secret))), Refusal::PasswordAgain);
    let token = awaits(&house);
    house.clock.forward(-60);
    assert_eq!(
        refusal(house.app.guest().awaited(&token)),
        Refusal::PasswordAgain,
        "a clock that is set back does not lengthen it"
    );
    house.clock.forward(60);
    let again = house.opened_again();
    let _lock = again.lock().unwrap();
    assert_eq!(refusal(again.guest().awaited(&token)), Refusal::PasswordAgain);
}

#[test]
fn five_codes_are_tried_and_the_person_is_told() {
    let house = House::new();
    let person = came_in(begun(&house, PASSWORD));
    let (secret, codes) = enrol(&house, &person);
    let token = awaits(&house);
    for _ in 0..4 {
        assert_eq!(refusal(finish(&house, &token, "000000")), Refusal::WrongCode);
        assert!(matches!(refusal(finish(&house, &token, &codes[0])), Refusal::TooOften(_)));
        house.clock.forward(20);
    }
    assert!(person.notices().unwrap().is_empty());
    assert_eq!(refusal(finish(&house, &token, "000000")), Refusal::PasswordAgain);
    house.clock.forward(20);
    assert_eq!(
        refusal(finish(&house, &token, &code(&house, &secret))),
        Refusal::PasswordAgain,
        "the right code comes too late"
    );
    assert_eq!(person.notices().unwrap()[0].kind, "codes-refused");
    // Wrong codes delay the next attempt, also for the passphrase page and for programs.
    let token = awaits(&house);
    assert_eq!(refusal(finish(&house, &token, "000000")), Refusal::WrongCode);
    assert!(matches!(
        refusal(house.app.guest().sign_in_program(NAME, PASSWORD, None, &device())),
        Refusal::TooOften(_)
    ));
    house.clock.forward(60);
    finish(&house, &token, &codes[0]).unwrap();
}

#[test]
fn codes_sent_at_once_are_so_many_tries() {
    let house = House::new();
    let person = came_in(begun(&house, PASSWORD));
    let (_secret, _codes) = enrol(&house, &person);
    let token = awaits(&house);
    std::thread::scope(|scope| {
        for _ in 0..12 {
            scope.spawn(|| assert!(finish(&house, &token, "000000").is_err()));
        }
    });
    let inside = Insides::of(&house);
    let hash = SessionToken::parse(&token).unwrap().hash();
    let now = house.clock.now();
    let left = inside.household.read(|view| view.find_pending(&hash, now)).unwrap();
    assert!(left.is_none_or(|left| left.tries <= 12));
    house.clock.forward(60);
    for _ in 0..5 {
        let tried = refusal(finish(&house, &token, "000000"));
        if tried == Refusal::PasswordAgain {
            return;
        }
        house.clock.forward(60);
    }
    panic!("more than five codes were tried");
}

#[test]
fn what_waits_ends_with_what_it_waited_for() {
    let house = House::new();
    let person = came_in(begun(&house, PASSWORD));
    let (_secret, codes) = enrol(&house, &person);
    let waiting = || house.app.guest();
    let token = awaits(&house);
    person.change_password(PASSWORD, LONGER).unwrap();
    assert_eq!(refusal(waiting().awaited(&token)), Refusal::PasswordAgain, "another password");
    let Entry::Awaits(token) = begun(&house, LONGER) else { panic!("no code") };
    // After a reset the password is required again: without a code nothing opens.
    person.admin().unwrap().reset_second_factor(person.id()).unwrap();
    assert_eq!(refusal(finish(&house, &token, &codes[0])), Refusal::PasswordAgain);
    assert_eq!(refusal(waiting().awaited("nonsense")), Refusal::PasswordAgain);
}

#[test]
fn the_row_opens_nothing_without_its_cookie() {
    let house = House::new();
    let person = came_in(begun(&house, PASSWORD));
    let (_secret, codes) = enrol(&house, &person);
    let token = SessionToken::parse(&awaits(&house)).unwrap();
    let inside = Insides::of(&house);
    let now = house.clock.now();
    let row = inside.household.read(|view| view.find_pending(&token.hash(), now)).unwrap().unwrap();
    assert!(!contains(&row.wrapped, token.text().as_bytes()));
    // An attacker with write access to the file puts the row under another token; only the first unwraps
    // it.
    let other = SessionToken::generate().unwrap();
    inside
        .household
        .write(|edit| {
            edit.remove_pending(row.id)?;
            edit.add_pending(&pecule_store::household::auth::second_factor::Pending {
                token_hash: other.hash(),
                ..row
            })
        })
        .unwrap();
    assert_eq!(refusal(finish(&house, &other.text(), &codes[0])), Refusal::PasswordAgain);
    assert_eq!(person.one_time_codes_left().unwrap(), 10, "the code is not spent on it");
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[test]
fn a_password_of_twelve_cannot_stand_alone() {
    let house = House::new();
    let person = came_in(begun(&house, PASSWORD));
    let (secret, codes) = enrol(&house, &person);
    person.change_password(PASSWORD, SHORT).unwrap();
    let off = |password: &str, code: &str| person.remove_second_factor(password, code);
    assert_eq!(reason(off("une autre phrase", &codes[0])), Reason::DoesNotMatch);
    house.clock.forward(60);
    assert_eq!(reason(off(SHORT, &codes[0])), Reason::PasswordTooShortAlone);
    assert_eq!(person.one_time_codes_left().unwrap(), 10, "the code is not spent on it");
    // Also after the household's requirement was ended.
    let admin = person.admin().unwrap();
    admin.require_second_factor(true).unwrap();
    admin.require_second_factor(false).unwrap();
    assert_eq!(reason(off(SHORT, &codes[0])), Reason::PasswordTooShortAlone);
    person.change_password(SHORT, LONGER).unwrap();
    off(LONGER, &code(&house, &secret)).unwrap();
    assert!(!person.has_second_factor().unwrap());
}

#[test]
fn who_loses_the_second_factor_lengthens_the_password_first() {
    let house = House::new();
    let person = came_in(begun(&house, PASSWORD));
    enrol(&house, &person);
    person.change_password(PASSWORD, SHORT).unwrap();
    let admin = house.app.guest().verify_password(NAME, SHORT).unwrap();
    admin.admin().unwrap().reset_second_factor(person.id()).unwrap();
    let back = came_in(begun(&house, SHORT));
    assert_eq!(
        back.required_step().unwrap(),
        Some(pecule_app::auth::required_step::RequiredStep::Lengthen)
    );
    let program = house.app.guest().sign_in_program(NAME, SHORT, None, &device()).unwrap();
    let token = program.person.tokens(&program.token).unwrap().access_token;
    assert_eq!(refusal(house.app.bearer(&token)), Refusal::LengthenFirst);
    assert!(house.app.bearer_at_first(&token).is_ok());
    // Either a longer password, or a second factor again.
    enrol(&house, &back);
    assert_eq!(back.required_step().unwrap(), None);
    admin.admin().unwrap().reset_second_factor(person.id()).unwrap();
    let back = came_in(begun(&house, SHORT));
    back.change_password(SHORT, LONGER).unwrap();
    let back = came_in(begun(&house, LONGER));
    assert_eq!(back.required_step().unwrap(), None);
}

//! Checks the second factor with a real authenticator, one-time codes and the household's requirement.

use pecule_app::{Clock as _, Conflict, Error, Person, Refusal, Result};

use crate::authenticator::shows;
use crate::house::{House, NAME, PASSWORD, device};

fn refusal<T>(answer: Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("not refused"),
    }
}

fn now(house: &House) -> i64 {
    house.clock.now().as_second()
}

fn browser(house: &House, code: Option<&str>) -> Result<Person> {
    Ok(house.app.guest().sign_in(NAME, PASSWORD, code, &device())?.person)
}

/// Enrols the person and returns the secret and the one-time codes.
pub(crate) fn enrol(house: &House, person: &Person) -> (String, Vec<String>) {
    let secret = person.begin_second_factor().unwrap().secret.as_str().to_owned();
    let codes = person.confirm_second_factor(&shows(&secret, now(house))).unwrap();
    house.clock.forward(30);
    (secret, codes.iter().map(|code| code.as_str().to_owned()).collect())
}

fn deeds(house: &House) -> String {
    let log = house.person.admin().unwrap();
    format!("{:?}", log.person().notices().unwrap())
}

#[test]
fn a_code_of_the_telephone_is_demanded_and_counts_once() {
    let house = House::new();
    let person = browser(&house, None).unwrap();
    let (secret, codes) = enrol(&house, &person);
    assert_eq!(codes.len(), 10);
    assert_eq!(refusal(browser(&house, None)), Refusal::SecondFactorNeeded);
    let code = shows(&secret, now(&house));
    let (first, last) = code.split_at(3);
    browser(&house, Some(&format!(" {first} {last} "))).unwrap();
    assert_eq!(refusal(browser(&house, Some(&code))), Refusal::WrongCode, "it was used");
    house.clock.forward(60);
    assert_eq!(refusal(browser(&house, Some("000000"))), Refusal::WrongCode);
    assert!(matches!(refusal(browser(&house, Some("000001"))), Refusal::TooOften(_)));
    let program = house.app.guest().sign_in_program(NAME, PASSWORD, None, &device());
    assert!(matches!(refusal(program), Refusal::TooOften(_)), "codes cannot be tried at will");
    house.clock.forward(60);
    let code = shows(&secret, now(&house));
    house.app.guest().sign_in_program(NAME, PASSWORD, Some(&code), &device()).unwrap();
}

#[test]
fn a_one_time_code_stands_in_once() {
    let house = House::new();
    let person = browser(&house, None).unwrap();
    let (_secret, codes) = enrol(&house, &person);
    assert_eq!(person.one_time_codes_left().unwrap(), 10);
    browser(&house, Some(&codes[3].to_lowercase().replace('-', " "))).unwrap();
    assert_eq!(person.one_time_codes_left().unwrap(), 9);
    assert_eq!(refusal(browser(&house, Some(&codes[3]))), Refusal::WrongCode);
    assert_eq!(person.notices().unwrap()[0].kind, "one-time-code-used");
    person.dismiss_notice(person.notices().unwrap()[0].id).unwrap();
    assert!(person.notices().unwrap().is_empty());
    house.clock.forward(60);
    let again = browser(&house, Some(&codes[4])).unwrap();
    let renewed = again.renew_one_time_codes().unwrap();
    assert_eq!((renewed.len(), again.one_time_codes_left().unwrap()), (10, 10));
    assert_eq!(
        refusal(browser(&house, Some(&codes[5]))),
        Refusal::WrongCode,
        "the old ones are gone"
    );
    house.clock.forward(60);
    browser(&house, Some(&renewed[0])).unwrap();
}

#[test]
fn no_code_lies_in_the_household() {
    let house = House::new();
    let person = browser(&house, None).unwrap();
    let (secret, codes) = enrol(&house, &person);
    let shown = deeds(&house);
    assert!(codes.iter().all(|code| !shown.contains(code.as_str())) && !shown.contains(&secret));
}

#[test]
fn switching_it_off_asks_for_the_password_and_a_code() {
    let house = House::new();
    let person = browser(&house, None).unwrap();
    let (secret, codes) = enrol(&house, &person);
    house.clock.forward(601);
    let code = shows(&secret, now(&house));
    assert_eq!(refusal(person.remove_second_factor(PASSWORD, &code)), Refusal::ConfirmFirst);
    assert_eq!(refusal(person.renew_one_time_codes()), Refusal::ConfirmFirst);
    person.confirm(PASSWORD).unwrap();
    assert_eq!(refusal(person.remove_second_factor(PASSWORD, "000000")), Refusal::WrongCode);
    assert!(matches!(
        refusal(person.remove_second_factor(PASSWORD, &codes[0])),
        Refusal::TooOften(_)
    ));
    house.clock.forward(60);
    person.remove_second_factor(PASSWORD, &codes[0]).unwrap();
    assert!(!person.has_second_factor().unwrap() && person.one_time_codes_left().unwrap() == 0);
    let told = person.notices().unwrap();
    assert!(told.iter().any(|notice| notice.kind == "second-factor-removed"), "{told:?}");
    browser(&house, None).unwrap();
}

#[test]
fn a_household_demands_it_of_everybody() {
    let house = House::new();
    let person = browser(&house, None).unwrap();
    let admin = person.admin().unwrap();
    let program = house.app.guest().sign_in_program(NAME, PASSWORD, None, &device()).unwrap();
    let token = program.person.tokens(&program.token).unwrap().access_token;
    assert!(!person.must_enrol().unwrap());
    admin.require_second_factor(true).unwrap();
    assert!(person.must_enrol().unwrap());
    assert_eq!(refusal(house.app.bearer(&token)), Refusal::EnrolFirst);
    let (secret, _codes) = enrol(&house, &person);
    assert!(!person.must_enrol().unwrap());
    house.app.bearer(&token).unwrap();
    let code = shows(&secret, now(&house));
    let refused = person.remove_second_factor(PASSWORD, &code);
    assert!(matches!(refused, Err(Error::Conflict(Conflict::SecondFactorRequired))));
    // After a loss it is reset, with a notice, and enrolled again.
    admin.reset_second_factor(person.id()).unwrap();
    let back = browser(&house, None).unwrap();
    assert!(back.must_enrol().unwrap());
    assert_eq!(back.notices().unwrap()[0].kind, "second-factor-reset");
    house.clock.forward(601);
    assert_eq!(refusal(admin.require_second_factor(false)), Refusal::ConfirmFirst);
    assert_eq!(refusal(admin.reset_second_factor(person.id())), Refusal::ConfirmFirst);
}

#[test]
fn it_is_proposed_to_whoever_runs_the_household_at_each_sign_in() {
    let house = House::new();
    let mut person = browser(&house, None).unwrap();
    person.set_preferences(|chosen| chosen.second_factor_declined = true).unwrap();
    assert!(house.app.guest().sign_in_program(NAME, PASSWORD, None, &device()).is_ok());
    let kept = house.app.guest().verify_password(NAME, PASSWORD).unwrap();
    assert!(kept.preferences().second_factor_declined, "a program proposes nothing");
    assert!(!browser(&house, None).unwrap().preferences().second_factor_declined);
}

//! Checks personal tokens.

use pecule_app::auth::personal_tokens::{MadeToken, TokenInput};
use pecule_app::people::registration::NewPerson;
use pecule_app::{Conflict, Error, Reason, Refusal, Result};
use pecule_domain::portfolio::asset::AssetKind;

use crate::house::{House, NAME, PASSWORD, account, asset, device, hold};

fn form(days: u16) -> TokenInput {
    TokenInput { name: "tableur".to_owned(), books: None, days }
}

fn make(house: &House) -> MadeToken {
    house.person.make_personal_token(&form(30)).unwrap()
}

fn refusal<T>(answer: Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("not refused"),
    }
}

#[test]
fn a_token_reads_the_books_it_is_for_and_writes_nothing() {
    let house = House::new();
    let place = account(&house.member(), "Banque", "Compte");
    let fund = asset(&house.member(), "Fonds", AssetKind::Fund);
    hold(&house.member(), place, fund, "1234.56");
    let made = make(&house);
    assert!(made.token.starts_with("pecule_pt_") && made.line.state == "good");
    let reader = house.app.read_with(&made.token).unwrap();
    let member = reader.member().unwrap();
    assert_eq!(member.banks().unwrap().len(), 1);
    assert_eq!(member.picture(None).unwrap().wealth.assets.len(), 1);
    let bank =
        pecule_app::wealth::banks::BankInput { name: "Autre".to_owned(), ..Default::default() };
    assert!(matches!(member.add_bank(&bank), Err(Error::NotFound)));
    assert_eq!(house.member().banks().unwrap().len(), 1);
    // It has no rights of an administrator, cannot reauthenticate, and cannot create tokens.
    assert!(!reader.is_admin() && matches!(reader.admin(), Err(Error::NotFound)));
    assert!(matches!(reader.require_confirmed(), Err(Error::NotFound)));
    assert!(matches!(reader.make_personal_token(&form(30)), Err(Error::NotFound)));
    assert!(matches!(reader.begin_second_factor(), Err(Error::NotFound)));
    // The same in a process without any sign-in.
    house.app.settle_all().unwrap();
    let again = house.opened_again();
    assert_eq!(again.read_with(&made.token).unwrap().member().unwrap().banks().unwrap().len(), 1);
    assert!(house.person.personal_tokens().unwrap()[0].used_at.is_some());
}

#[test]
fn a_token_dies_with_its_time_its_person_and_its_revocation() {
    let house = House::new();
    let made = make(&house);
    let admin = house.person.admin().unwrap();
    assert_eq!(refusal(house.app.read_with("pecule_pt_x")), Refusal::BadToken);
    assert_eq!(
        refusal(house.app.read_with(made.token.trim_start_matches("pecule_pt_"))),
        Refusal::BadToken
    );
    house.app.read_with(&made.token).unwrap();
    house.clock.forward(30 * 86_400);
    assert_eq!(refusal(house.app.read_with(&made.token)), Refusal::BadToken);
    assert_eq!(house.person.personal_tokens().unwrap()[0].state, "expired");
    let revoked = make(&house);
    house.person.revoke_personal_token(revoked.line.id).unwrap();
    assert_eq!(refusal(house.app.read_with(&revoked.token)), Refusal::BadToken);
    assert!(house.person.revoke_personal_token(revoked.line.id).is_err());

    let invited = admin.invite().unwrap().token;
    let newcomer =
        NewPerson { name: "Membre", password: PASSWORD, language: "fr", recovery_kept: true };
    let other = house.app.guest().accept(&invited, &newcomer).unwrap().person;
    let theirs = other.make_personal_token(&form(30)).unwrap();
    assert!(matches!(house.person.revoke_personal_token(theirs.line.id), Err(Error::NotFound)));
    house.app.read_with(&theirs.token).unwrap();
    admin.disable(other.id()).unwrap();
    assert_eq!(refusal(house.app.read_with(&theirs.token)), Refusal::BadToken);
    admin.enable(other.id()).unwrap();
    house.app.read_with(&theirs.token).unwrap();
    admin.disable(other.id()).unwrap();
    admin.remove(other.id()).unwrap();
    assert_eq!(refusal(house.app.read_with(&theirs.token)), Refusal::BadToken);
}

#[test]
fn a_token_is_for_one_s_own_books_for_a_year_at_most_and_asks_for_the_password() {
    let house = House::new();
    for days in [0, 366] {
        let refused = house.person.make_personal_token(&form(days));
        assert!(
            matches!(refused, Err(Error::Invalid(problems)) if problems[0].reason == Reason::OutOfRange)
        );
    }
    let elsewhere = TokenInput { books: Some(uuid_of_nothing()), ..form(30) };
    assert!(matches!(house.person.make_personal_token(&elsewhere), Err(Error::Invalid(_))));
    let browser = house.app.guest().sign_in(NAME, PASSWORD, None, &device()).unwrap().person;
    browser.make_personal_token(&form(30)).unwrap();
    house.clock.forward(601);
    assert_eq!(refusal(browser.make_personal_token(&form(30))), Refusal::ConfirmFirst);
    for _ in 1..20 {
        make(&house);
    }
    let more = house.person.make_personal_token(&form(30));
    assert!(matches!(more, Err(Error::Conflict(Conflict::TooManyTokens))));
}

fn uuid_of_nothing() -> pecule_domain::id::BooksId {
    "0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b10".parse().unwrap()
}

#[test]
fn a_token_of_books_whose_key_was_renewed_says_so() {
    let house = House::new();
    let made = make(&house);
    house.app.read_with(&made.token).unwrap();
    house.person.rotate_books(made.line.books).unwrap();
    assert_eq!(refusal(house.app.read_with(&made.token)), Refusal::StaleToken);
    assert_eq!(house.person.personal_tokens().unwrap()[0].state, "stale");
    let fresh = make(&house);
    house.app.read_with(&fresh.token).unwrap().member().unwrap().banks().unwrap();
}

#[test]
fn a_token_changes_nothing_of_its_person() {
    let house = House::new();
    let made = make(&house);
    let mut reader = house.app.read_with(&made.token).unwrap();
    let browser = house.app.guest().sign_in(NAME, PASSWORD, None, &device()).unwrap();
    assert!(matches!(reader.change_password(PASSWORD, PASSWORD), Err(Error::NotFound)));
    assert!(matches!(reader.set_language("en"), Err(Error::NotFound)));
    assert!(matches!(reader.recovery_to_confirm(), Err(Error::NotFound)));
    assert!(matches!(reader.sign_out_everywhere(), Err(Error::NotFound)));
    assert!(matches!(reader.end_session(browser.person.session()), Err(Error::NotFound)));
    assert!(matches!(reader.revoke_personal_token(made.line.id), Err(Error::NotFound)));
    assert!(matches!(reader.remove_second_factor("", "000000"), Err(Error::NotFound)));
    house.app.resume(&browser.token).unwrap();
    house.app.guest().verify_password(NAME, PASSWORD).unwrap().member().unwrap();
}

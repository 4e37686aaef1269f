//! Checks inviting, isolating, disabling and removing people.

use pecule_app::app::App;
use pecule_app::people::invitations::InvitationState;
use pecule_app::people::registration::NewPerson;
use pecule_app::{Conflict, Error, Person, Reason, Refusal, Result};
use pecule_domain::portfolio::asset::AssetKind;

use crate::house::{House, PASSWORD, account, asset, device, hold};

const OTHER: &str = "Membre";

fn newcomer(name: &str) -> NewPerson<'_> {
    NewPerson { name, password: PASSWORD, language: "fr", recovery_kept: true }
}

fn invited(house: &House) -> String {
    house.person.admin().unwrap().invite().unwrap().token.as_str().to_owned()
}

fn join(house: &House, name: &str) -> Person {
    house.app.guest().accept(&invited(house), &newcomer(name)).unwrap().person
}

/// Returns the person as stored now.
fn again(app: &App, name: &str) -> Person {
    app.guest().verify_password(name, PASSWORD).unwrap()
}

fn is_refused<T>(answer: &Result<T>, wanted: Refusal) -> bool {
    matches!(answer, Err(Error::Refused(refusal)) if *refusal == wanted)
}

fn conflicts<T>(answer: &Result<T>, wanted: &Conflict) -> bool {
    matches!(answer, Err(Error::Conflict(conflict)) if conflict == wanted)
}

fn books_files(house: &House) -> usize {
    let files = std::fs::read_dir(house.data().join("books")).unwrap();
    files
        .filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|e| e == "db"))
        .count()
}

#[test]
fn an_invitation_makes_a_member_with_empty_books_of_their_own() {
    let house = House::new();
    let mine = account(&house.member(), "Banque commune", "Compte");
    let stock = asset(&house.member(), "Fonds", AssetKind::Fund);
    hold(&house.member(), mine, stock, "1234.56");
    let other = join(&house, OTHER);
    assert!(!other.is_admin() && other.admin().is_err());
    let member = other.member().unwrap();
    assert!(
        member.banks().unwrap().is_empty()
            && member.picture(None).unwrap().wealth.assets.is_empty()
    );
    let theirs = account(&member, "Banque commune", "Compte");
    assert_ne!(mine, theirs);
    assert!(matches!(member.account(mine), Err(Error::NotFound)));
    assert!(matches!(house.member().account(theirs), Err(Error::NotFound)));
    assert_eq!(house.member().banks().unwrap().len(), 1);
    join(&house, "Exemple").member().unwrap().start_demo().unwrap();
    assert!(again(&house.app, "Exemple").member().unwrap().picture(None).unwrap().wealth.is_demo);
    assert!(!house.member().picture(None).unwrap().wealth.is_demo);
}

#[test]
fn twenty_at_once_make_exactly_five_people() {
    let house = House::new();
    let tokens: Vec<String> = (0..20).map(|_| invited(&house)).collect();
    let outcomes: Vec<_> = std::thread::scope(|threads| {
        let started: Vec<_> = tokens
            .iter()
            .enumerate()
            .map(|(number, token)| {
                let app = &house.app;
                threads.spawn(move || {
                    app.guest().accept(token, &newcomer(&format!("P{number}"))).map(|_made| ())
                })
            })
            .collect();
        started.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 4);
    for outcome in outcomes.into_iter().filter(Result::is_err) {
        assert!(conflicts(&outcome, &Conflict::HouseholdFull));
    }
    assert_eq!(house.app.people().unwrap(), 5);
    assert_eq!(books_files(&house), 5, "whoever was refused leaves no file");
    assert!(conflicts(&house.person.admin().unwrap().invite(), &Conflict::HouseholdFull));
    let open = house.person.admin().unwrap().invitations().unwrap();
    let still = open.iter().filter(|line| line.state == InvitationState::Open).count();
    assert_eq!(still, 16, "an invitation that was refused is not used up");
}

#[test]
fn one_invitation_lets_one_person_in() {
    let house = House::new();
    let token = invited(&house);
    let names: Vec<String> = (0..8).map(|number| format!("P{number}")).collect();
    let came: usize = std::thread::scope(|threads| {
        let started: Vec<_> = names
            .iter()
            .map(|name| threads.spawn(|| house.app.guest().accept(&token, &newcomer(name)).is_ok()))
            .collect();
        started.into_iter().map(|thread| usize::from(thread.join().unwrap())).sum()
    });
    assert_eq!((came, house.app.people().unwrap(), books_files(&house)), (1, 2, 2));
    assert!(is_refused(
        &house.app.guest().accept(&token, &newcomer("Tard")),
        Refusal::BadInvitation
    ));
}

#[test]
fn a_withdrawn_or_old_invitation_is_refused() {
    let house = House::new();
    let admin = house.person.admin().unwrap();
    let withdrawn = admin.invite().unwrap();
    admin.withdraw(withdrawn.id).unwrap();
    house.clock.forward(1);
    let old = admin.invite().unwrap();
    assert!(house.app.guest().look_at_invitation(&old.token).is_ok());
    house.clock.forward(24 * 3_600);
    for token in [withdrawn.token.as_str(), old.token.as_str(), "", "x"] {
        let guest = house.app.guest();
        assert!(is_refused(&guest.look_at_invitation(token), Refusal::BadInvitation));
        assert!(is_refused(&guest.accept(token, &newcomer(OTHER)), Refusal::BadInvitation));
    }
    assert!(is_refused(&admin.withdraw(old.id), Refusal::BadInvitation));
    let states: Vec<_> = admin.invitations().unwrap().iter().map(|line| line.state).collect();
    assert_eq!(states, [InvitationState::Expired, InvitationState::Withdrawn]);
    assert_eq!(house.app.people().unwrap(), 1);
}

#[test]
fn a_bad_name_or_password_leaves_the_invitation_as_it_was() {
    let house = House::new();
    let token = invited(&house);
    let guest = house.app.guest();
    let taken = guest.accept(&token, &newcomer(" PROPRIÉTAIRE "));
    assert!(matches!(taken, Err(Error::Invalid(ref all)) if all[0].reason == Reason::Taken));
    let weak = NewPerson { password: "motdepasse", ..newcomer(OTHER) };
    assert!(matches!(guest.accept(&token, &weak), Err(Error::Invalid(_))));
    assert_eq!((house.app.people().unwrap(), books_files(&house)), (1, 1));
    guest.accept(&token, &newcomer(OTHER)).unwrap();
}

#[test]
fn closing_an_access_ends_it_at_the_next_call() {
    let house = House::new();
    let other = join(&house, OTHER).id();
    let guest = house.app.guest();
    let browser = guest.sign_in(OTHER, PASSWORD, None, &device()).unwrap();
    let program = guest.sign_in_program(OTHER, PASSWORD, None, &device()).unwrap();
    let tokens = program.person.tokens(&program.token).unwrap();
    let admin = house.person.admin().unwrap();
    admin.disable(other).unwrap();
    assert!(is_refused(&house.app.resume(&browser.token), Refusal::NotSignedIn));
    assert!(is_refused(&house.app.bearer(&tokens.access_token), Refusal::BadToken));
    assert!(is_refused(&house.app.refresh(&tokens.refresh_token), Refusal::BadToken));
    assert!(is_refused(&guest.sign_in(OTHER, PASSWORD, None, &device()), Refusal::WrongPassword));
    // A page that was running at that moment does not enable the account again.
    let mut late = browser.person;
    late.set_language("en").unwrap();
    assert!(admin.someone(other).unwrap().disabled_at.is_some());
    house.clock.forward(60);
    admin.enable(other).unwrap();
    assert!(
        is_refused(&house.app.resume(&browser.token), Refusal::NotSignedIn),
        "sessions do not come back"
    );
    let back = guest.sign_in(OTHER, PASSWORD, None, &device()).unwrap();
    back.person.member().unwrap();
}

#[test]
fn somebody_always_runs_the_household() {
    let house = House::new();
    let (oneself, other) = (house.person.id(), join(&house, OTHER).id());
    let admin = house.person.admin().unwrap();
    assert!(conflicts(&admin.disable(oneself), &Conflict::LastAdmin));
    assert!(conflicts(&admin.unmake_admin(oneself), &Conflict::LastAdmin));
    assert!(conflicts(&admin.remove(oneself), &Conflict::StillEnabled));
    assert!(conflicts(&admin.hand_over(oneself), &Conflict::LastAdmin));
    admin.disable(other).unwrap();
    assert!(conflicts(&admin.make_admin(other), &Conflict::Disabled));
    assert!(conflicts(&admin.hand_over(other), &Conflict::Disabled));
    admin.enable(other).unwrap();
    admin.hand_over(other).unwrap();
    assert!(matches!(admin.invite(), Err(Error::NotFound)), "the right is gone in the same moment");
    let next = again(&house.app, OTHER);
    assert!(next.is_admin() && !again(&house.app, house.person.name()).is_admin());
    assert!(conflicts(&next.admin().unwrap().unmake_admin(other), &Conflict::LastAdmin));
    next.admin().unwrap().make_admin(oneself).unwrap();
    next.admin().unwrap().unmake_admin(other).unwrap();
    assert!(again(&house.app, house.person.name()).is_admin());
}

#[test]
fn whoever_is_removed_is_gone_and_their_file_stays_sealed() {
    let house = House::new();
    let other = join(&house, OTHER).id();
    let admin = house.person.admin().unwrap();
    let session = house.app.guest().sign_in(OTHER, PASSWORD, None, &device()).unwrap();
    let line = admin.someone(other).unwrap();
    assert!(
        (line.books, line.admin) == (1, false) && line.bytes > 0 && line.signed_in_at.is_some()
    );
    assert!(conflicts(&admin.remove(other), &Conflict::StillEnabled));
    admin.disable(other).unwrap();
    admin.remove(other).unwrap();
    assert!(matches!(admin.someone(other), Err(Error::NotFound)));
    assert!(is_refused(&house.app.resume(&session.token), Refusal::NotSignedIn));
    let tried = house.app.guest().sign_in(OTHER, PASSWORD, None, &device());
    assert!(is_refused(&tried, Refusal::WrongPassword));
    assert_eq!((house.app.people().unwrap(), books_files(&house)), (1, 2));
    house.app.settle_all().unwrap();
    // The name is free again, for a person with new books.
    house.clock.forward(60);
    assert!(join(&house, OTHER).member().unwrap().banks().unwrap().is_empty());
}

//! Checks the lock of idle browsers, throttling after failures, and the end of sessions.

use std::sync::Arc;
use std::time::Instant;

use pecule_app::app::App;
use pecule_app::config::data_location::DataLocation;
use pecule_app::people::registration::NewPerson;
use pecule_app::{Clock, Device, Error, Reason, Refusal, Result};

use crate::house::{Hands, House, NAME, PASSWORD, device};

fn refusal<T>(answer: Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("not refused"),
    }
}

fn is_wrong<T>(answer: &Result<T>) -> bool {
    matches!(answer, Err(Error::Invalid(problems)) if problems[0].reason == Reason::DoesNotMatch)
}

#[test]
fn an_idle_browser_is_locked_and_its_cookie_opens_nothing() {
    let house = House::new();
    let signed_in = house.app.guest().sign_in(NAME, PASSWORD, None, &device()).unwrap();
    for _ in 0..10 {
        house.clock.forward(14 * 60);
        house.app.resume(&signed_in.token).expect("somebody uses it");
    }
    house.clock.forward(15 * 60 + 1);
    assert_eq!(refusal(house.app.resume(&signed_in.token)), Refusal::Locked);
    // Neither does it after a restart, nor in a process that never held its key.
    assert_eq!(refusal(house.opened_again().resume(&signed_in.token)), Refusal::Locked);
    let again = house.opened_again();
    assert_eq!(again.locked(&signed_in.token).unwrap().name, NAME);
    assert!(is_wrong(&again.unlock(&signed_in.token, "un autre mot de passe bien long")));
    assert!(matches!(refusal(again.unlock(&signed_in.token, PASSWORD)), Refusal::TooOften(_)));
    house.clock.forward(3);
    let fresh = again.unlock(&signed_in.token, PASSWORD).unwrap();
    let person = again.resume(&fresh).unwrap();
    assert_eq!(person.session(), signed_in.person.session(), "the session is the same");
    person.member().unwrap().banks().unwrap();
    person.require_confirmed().unwrap();
    assert_eq!(
        refusal(again.resume(&signed_in.token)),
        Refusal::NotSignedIn,
        "the old secret is gone"
    );
}

#[test]
fn the_round_locks_what_nobody_uses_and_forgets_its_key() {
    let house = House::new();
    let mut one = house.app.guest().sign_in(NAME, PASSWORD, None, &device()).unwrap();
    one.person.lock_after(5).unwrap();
    let program = house.app.guest().sign_in_program(NAME, PASSWORD, None, &device()).unwrap();
    let access = program.person.tokens(&program.token).unwrap().access_token;
    house.clock.forward(4 * 60);
    house.app.lock_idle().unwrap();
    house.app.resume(&one.token).unwrap();
    house.clock.forward(5 * 60 + 1);
    house.app.lock_idle().unwrap();
    let lines = program.person.sessions().unwrap();
    assert_eq!(lines.iter().filter(|line| line.locked).count(), 1);
    house.app.bearer(&access).expect("programs are not locked");
    // With the clock back, only the periodic run can have locked it.
    house.clock.forward(-(5 * 60));
    assert_eq!(refusal(house.app.resume(&one.token)), Refusal::Locked);
    assert!(one.person.lock_after(7).is_err());
}

#[test]
fn a_browser_is_locked_at_once() {
    let house = House::new();
    let signed_in = house.app.guest().sign_in(NAME, PASSWORD, None, &device()).unwrap();
    assert_eq!(refusal(house.app.locked(&signed_in.token)), Refusal::NotSignedIn);
    signed_in.person.lock().unwrap();
    assert_eq!(refusal(house.app.resume(&signed_in.token)), Refusal::Locked);
    house.app.end_session_by_token(&signed_in.token).unwrap();
    assert_eq!(refusal(house.app.unlock(&signed_in.token, PASSWORD)), Refusal::NotSignedIn);
    let program = house.app.guest().sign_in_program(NAME, PASSWORD, None, &device()).unwrap();
    assert!(program.person.lock().is_err());
}

#[test]
fn giving_the_password_again_renews_the_secret_of_a_browser() {
    let house = House::new();
    let signed_in = house.app.guest().sign_in(NAME, PASSWORD, None, &device()).unwrap();
    house.clock.forward(601);
    let person = house.app.resume(&signed_in.token).unwrap();
    assert_eq!(refusal(person.require_confirmed()), Refusal::ConfirmFirst);
    assert!(is_wrong(&person.confirm("un autre mot de passe bien long")));
    house.clock.forward(3);
    let fresh = person.confirm(PASSWORD).unwrap().expect("a browser gets a new secret");
    person.require_confirmed().unwrap();
    house.app.resume(&fresh).unwrap();
    assert_eq!(refusal(house.app.resume(&signed_in.token)), Refusal::NotSignedIn);
    house.clock.forward(601);
    assert_eq!(refusal(person.require_confirmed()), Refusal::ConfirmFirst);
    let program = house.app.guest().sign_in_program(NAME, PASSWORD, None, &device()).unwrap();
    house.clock.forward(601);
    assert!(program.person.confirm(PASSWORD).unwrap().is_none());
    program.person.require_confirmed().unwrap();
    house.app.refresh(&program.token).expect("a program goes on with what it has");
}

#[test]
fn strangers_do_not_keep_the_owner_out_where_they_are_known() {
    let house = House::new();
    let guest = house.app.guest();
    let here = Device::new("Firefox", "192.0.2.7");
    let kept = guest.sign_in(NAME, PASSWORD, None, &here).unwrap().device.expect("a token to keep");
    let known = here.clone().with_secret(Some(&kept));
    for number in 0..200 {
        let stranger = Device::new("curl", format!("198.51.100.{}", number % 250));
        let tried = guest.sign_in(NAME, "ce n'est pas le bon mot", None, &stranger);
        assert!(matches!(refusal(tried), Refusal::WrongPassword | Refusal::TooOften(_)));
        house.clock.forward(1);
        if number % 5 == 0 {
            house.clock.forward(60);
        }
    }
    // From the known device at once, and it needs no other token.
    let back = guest.sign_in(NAME, PASSWORD, None, &known).unwrap();
    assert!(back.device.is_none());
    // From another device after a minute at most, also after a restart.
    let unknown = Device::new("Safari", "203.0.113.9");
    let tried = house.opened_again().guest().sign_in(NAME, PASSWORD, None, &unknown);
    let Refusal::TooOften(wait) = refusal(tried) else { panic!("not made to wait") };
    assert!((1..=60).contains(&wait), "{wait}");
    house.clock.forward(wait.into());
    guest.sign_in(NAME, PASSWORD, None, &unknown).unwrap();
}

#[test]
fn a_known_device_waits_for_its_own_failures_alone() {
    let house = House::new();
    let guest = house.app.guest();
    let here = Device::new("Firefox", "192.0.2.7");
    let kept = guest.sign_in(NAME, PASSWORD, None, &here).unwrap().device.unwrap();
    let known = here.clone().with_secret(Some(&kept));
    let wrong = "ce n'est pas le bon mot";
    assert_eq!(refusal(guest.sign_in(NAME, wrong, None, &known)), Refusal::WrongPassword);
    assert!(matches!(refusal(guest.sign_in(NAME, PASSWORD, None, &known)), Refusal::TooOften(_)));
    guest.sign_in(NAME, PASSWORD, None, &here).expect("nobody else waits for it");
    // An invented token makes no device known and is not adopted.
    let invented = "A".repeat(43);
    let forged = here.with_secret(Some(&invented));
    house.clock.forward(5);
    assert_eq!(refusal(guest.sign_in(NAME, wrong, None, &forged)), Refusal::WrongPassword);
    house.clock.forward(5);
    let given = guest.sign_in(NAME, PASSWORD, None, &forged).unwrap().device.unwrap();
    assert_ne!(given.as_str(), invented);
}

#[test]
fn the_terminal_is_not_kept_waiting_by_the_network() {
    let house = House::new();
    for _ in 0..5 {
        let tried = house.app.guest().sign_in(NAME, "ce n'est pas le bon mot", None, &device());
        assert!(tried.is_err());
    }
    house.app.guest().verify_password(NAME, PASSWORD).unwrap();
    assert!(house.app.guest().verify_password(NAME, "ce n'est pas le bon mot").is_err());
    assert!(matches!(
        refusal(house.app.guest().verify_password(NAME, PASSWORD)),
        Refusal::TooOften(_)
    ));
}

#[test]
fn an_eleventh_session_ends_the_longest_unused() {
    let house = House::new();
    let guest = house.app.guest();
    let tokens: Vec<_> = (0..10)
        .map(|_| {
            house.clock.forward(1);
            guest.sign_in(NAME, PASSWORD, None, &device()).unwrap().token
        })
        .collect();
    house.clock.forward(61);
    // The first is used again: the second is now the longest unused.
    house.app.resume(&tokens[0]).unwrap();
    let last = guest.sign_in(NAME, PASSWORD, None, &device()).unwrap();
    assert_eq!(last.person.sessions().unwrap().len(), 10);
    assert_eq!(refusal(house.app.resume(&tokens[1])), Refusal::NotSignedIn);
    house.app.resume(&tokens[0]).unwrap();
    assert_eq!(last.person.sign_out_everywhere().unwrap(), 10);
    assert_eq!(refusal(house.app.resume(&tokens[0])), Refusal::NotSignedIn);
    assert_eq!(refusal(house.app.resume(&last.token)), Refusal::NotSignedIn);
}

#[test]
fn a_session_in_use_is_not_the_longest_unused_for_a_row_that_is_behind() {
    let house = House::new();
    let guest = house.app.guest();
    let tokens: Vec<_> = (0..10)
        .map(|_| {
            house.clock.forward(1);
            guest.sign_in(NAME, PASSWORD, None, &device()).unwrap().token
        })
        .collect();
    // Within the minute in which no row is updated, only memory knows that the first one is in use.
    house.clock.forward(20);
    house.app.resume(&tokens[0]).unwrap();
    guest.sign_in(NAME, PASSWORD, None, &device()).unwrap();
    house.app.resume(&tokens[0]).expect("it is in use");
    assert_eq!(refusal(house.app.resume(&tokens[1])), Refusal::NotSignedIn);
}

/// Returns how long a failed sign-in takes, in microseconds.
fn time(app: &App, clock: &Hands, name: &str) -> u64 {
    clock.forward(61);
    #[expect(clippy::disallowed_methods, reason = "the time that it takes is what is tested")]
    let started = Instant::now();
    let tried = app.guest().sign_in(name, "ce n'est pas le bon mot", None, &device());
    assert_eq!(refusal(tried), Refusal::WrongPassword);
    u64::try_from(started.elapsed().as_micros()).unwrap()
}

/// Returns by how many per cent an unknown name takes longer than a wrong password, as a median.
///
/// Both are timed right after each other and in alternating order, so that load affects both.
fn difference(app: &App, clock: &Hands) -> i64 {
    let mut differences: Vec<i64> = (0..12)
        .map(|round| {
            let (known, unknown) = if round % 2 == 0 {
                let known = time(app, clock, NAME);
                (known, time(app, clock, "Personne d'autre"))
            } else {
                let unknown = time(app, clock, "Personne d'autre");
                (time(app, clock, NAME), unknown)
            };
            i64::try_from(unknown * 100 / known.max(1)).unwrap() - 100
        })
        .collect();
    differences.sort_unstable();
    differences[differences.len() / 2]
}

#[test]
fn an_unknown_name_takes_as_long_as_a_wrong_password() {
    // At the real cost, because a cheap hash would hide whether it is computed at all.
    let house = House::new();
    let hands: Arc<dyn Clock> = Arc::<Hands>::clone(&house.clock);
    let app = DataLocation::new(house.data()).open(hands).unwrap();
    let person = app.guest().verify_password(NAME, PASSWORD).unwrap();
    // Seals the password again at the cost of this installation.
    person.change_password(PASSWORD, PASSWORD).unwrap();
    // A busy machine may spoil one measurement, hardly three.
    let measured: Vec<i64> = (0..3)
        .map(|_| difference(&app, &house.clock))
        .take_while(|found| found.abs() > 15)
        .collect();
    assert!(measured.len() < 3, "an unknown name takes so many per cent longer: {measured:?}");
}

#[test]
fn a_breached_password_is_refused_everywhere() {
    let house = House::new();
    let breached = "quinze girafes mauves sous la pluie";
    let list = house.data().join("list.txt");
    std::fs::write(&list, format!("{}:3\n", sha1(breached))).unwrap();
    let place = DataLocation { breached: Some(list), ..DataLocation::new(house.data()) };
    let clock: Arc<dyn Clock> = Arc::<Hands>::clone(&house.clock);
    let app = place.open_cheaply(clock).unwrap();
    let person = app.guest().verify_password(NAME, PASSWORD).unwrap();
    let refused = |answer: Result<()>| matches!(answer, Err(Error::Invalid(problems)) if problems[0].reason == Reason::PasswordBreached);
    assert!(refused(person.change_password(PASSWORD, breached)));
    let invited = person.admin().unwrap().invite().unwrap().token;
    let newcomer =
        NewPerson { name: "Autre", password: breached, language: "fr", recovery_kept: true };
    assert!(refused(app.guest().accept(&invited, &newcomer).map(drop)));
    person.change_password(PASSWORD, "quatorze girafes mauves sous la pluie").unwrap();
    house
        .person
        .change_password("quatorze girafes mauves sous la pluie", breached)
        .expect("no list");
}

fn sha1(text: &str) -> String {
    use std::fmt::Write as _;

    use sha1::{Digest as _, Sha1};
    Sha1::digest(text).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02X}").unwrap();
        hex
    })
}

//! Tests people, slots, grants, sessions, second factors, throttle and settings.

use jiff::SignedDuration;
use pecule_domain::id::SessionId;
use pecule_domain::money::share::Share;
use pecule_store::Error;
use pecule_store::audit::entry::Head;
use pecule_store::household::auth::second_factor::{Pending, Totp};
use pecule_store::household::auth::sessions::{Session, SessionKind};
use pecule_store::household::auth::slots::{Slot, SlotKind};
use pecule_store::household::auth::throttle::Subject;
use pecule_store::household::books::list::{Access, BooksRow, BooksState, Grant};
use pecule_store::household::settings::SetupCode;
use uuid::Uuid;

use crate::place::{Place, moment, person};

fn session(number: u8) -> Session {
    Session {
        id: SessionId::new(Uuid::from_u128(number.into())),
        person: person(1, "").id,
        kind: SessionKind::Api,
        token_hash: [number; 32],
        wrapped: vec![number],
        label: "Firefox".to_owned(),
        address: "192.168.1".to_owned(),
        created_at: moment(0),
        seen_at: moment(0),
        idle_until: moment(1_800),
        expires_at: moment(43_200),
        confirmed_at: None,
        revoked_at: None,
        locked_at: None,
    }
}

#[test]
fn a_name_is_unique_whatever_its_case() {
    let place = Place::new();
    let household = place.household();
    household.write(|edit| edit.add_person(&person(1, "Élodie  Petit"))).unwrap();
    let again = household.write(|edit| edit.add_person(&person(2, " éLODIE petit")));
    assert!(matches!(&again, Err(Error::Taken(column)) if column == "persons.folded_name"));
    let found = household.read(|view| view.find_person("ÉLODIE PETIT")).unwrap();
    assert_eq!(found.unwrap().id, person(1, "").id);
}

#[test]
fn a_person_changes_and_leaves_with_everything_of_theirs() {
    let place = Place::new();
    let household = place.household();
    let mut anna = person(1, "Anna");
    household
        .write(|edit| {
            edit.add_person(&anna)?;
            edit.add_session(&session(9))
        })
        .unwrap();
    anna.name = "Anne".to_owned();
    anna.disabled_at = Some(moment(5));
    household.write(|edit| edit.put_person(&anna)).unwrap();
    assert_eq!(household.read(|view| view.person(anna.id)).unwrap(), anna);
    household.write(|edit| edit.remove_person(anna.id)).unwrap();
    assert!(matches!(household.read(|view| view.person(anna.id)), Err(Error::NotFound)));
    assert!(household.read(|view| view.find_session(&[9; 32])).unwrap().is_none());
}

#[test]
fn a_slot_takes_the_place_of_the_one_of_its_kind() {
    let place = Place::new();
    let household = place.household();
    let slot = |sealed: &[u8]| Slot {
        person: person(1, "").id,
        kind: SlotKind::Password,
        key_id: "k1".to_owned(),
        sealed: sealed.to_vec(),
        created_at: moment(1),
    };
    household
        .write(|edit| {
            edit.add_person(&person(1, "Anna"))?;
            edit.put_slot(&slot(b"one"))?;
            edit.put_slot(&slot(b"two"))
        })
        .unwrap();
    let id = person(1, "").id;
    assert_eq!(household.read(|view| view.slots(id)).unwrap(), [slot(b"two")]);
    assert!(household.read(|view| view.find_slot(id, SlotKind::Recovery)).unwrap().is_none());
}

#[test]
fn a_failed_write_leaves_no_trace() {
    let place = Place::new();
    let household = place.household();
    let outcome: Result<(), Error> = household.write(|edit| {
        edit.add_person(&person(1, "Anna"))?;
        Err(Error::Conflict)
    });
    assert!(outcome.is_err());
    assert_eq!(household.read(|view| view.person_count()).unwrap(), 0);
}

#[test]
fn books_advance_and_never_go_back() {
    let place = Place::new();
    let household = place.household();
    let id = Place::books_id();
    let mut shelf = BooksRow {
        id,
        title: "Commun".to_owned(),
        created_at: moment(0),
        state: BooksState::Open,
        head: Head { seq: 0, mac: [0; 32] },
        settled: None,
    };
    let grant = Grant {
        books: id,
        person: person(1, "").id,
        access: Access::Own,
        share: Share::from_percent(50).unwrap(),
        sealed: b"sealed".to_vec(),
        fingerprint: "ab:cd".to_owned(),
        created_at: moment(0),
    };
    let head = Head { seq: 4, mac: [4; 32] };
    household
        .write(|edit| {
            edit.add_person(&person(1, "Anna"))?;
            edit.add_shelf(&shelf)?;
            edit.put_grant(&grant)?;
            edit.advance_books(id, head)?;
            edit.set_books_state(id, BooksState::Settled, Some(([1; 32], moment(9))))?;
            edit.rename_books(id, "Couple")
        })
        .unwrap();
    shelf.title = "Couple".to_owned();
    shelf.head = head;
    shelf.state = BooksState::Settled;
    shelf.settled = Some(([1; 32], moment(9)));
    assert_eq!(household.read(|view| view.shelves()).unwrap(), [shelf]);
    assert_eq!(household.read(|view| view.grants_on(id)).unwrap(), std::slice::from_ref(&grant));
    assert_eq!(household.read(|view| view.grants_of(grant.person)).unwrap(), [grant]);
    let back = household.write(|edit| edit.advance_books(id, Head { seq: 3, mac: [3; 32] }));
    assert!(matches!(back, Err(Error::Conflict)));
}

#[test]
fn a_session_ends_by_revoking_or_by_time() {
    let place = Place::new();
    let household = place.household();
    let id = session(9).id;
    household
        .write(|edit| {
            edit.add_person(&person(1, "Anna"))?;
            edit.add_session(&session(9))?;
            edit.add_session(&session(8))?;
            edit.touch_session(id, moment(60), moment(1_860))?;
            edit.confirm_session(id, moment(61))
        })
        .unwrap();
    let found = household.read(|view| view.session(id)).unwrap();
    assert!(found.is_live(moment(1_859)) && !found.is_live(moment(1_860)));
    assert_eq!(found.confirmed_at, Some(moment(61)));
    let ended = household.write(|edit| edit.revoke_sessions_of(found.person, Some(id), moment(70)));
    assert_eq!(ended.unwrap(), 1);
    let revoked = household.read(|view| view.find_session(&[8; 32])).unwrap().unwrap();
    assert!(!revoked.is_live(moment(71)) && revoked.wrapped.is_empty());
    assert_eq!(household.write(|edit| edit.prune_sessions(moment(71))).unwrap(), 1);
    assert!(household.read(|view| view.find_session(&[8; 32])).unwrap().is_none());
}

#[test]
fn only_the_last_predecessor_of_a_token_keeps_its_identity() {
    let place = Place::new();
    let household = place.household();
    let id = session(1).id;
    household
        .write(|edit| {
            edit.add_person(&person(1, "Anna"))?;
            edit.add_session(&session(1))?;
            edit.rotate_token(id, &[2; 32], b"two", moment(1))?;
            edit.rotate_token(id, &[3; 32], b"three", moment(2))
        })
        .unwrap();
    let spent = |hash| household.read(|view| view.find_spent_token(&hash)).unwrap();
    assert_eq!(spent([1; 32]).unwrap().wrapped, None);
    let last = spent([2; 32]).unwrap();
    assert_eq!((last.wrapped, last.replaced_at), (Some(b"two".to_vec()), moment(2)));
    assert!(spent([3; 32]).is_none());
    assert_eq!(
        household.read(|view| view.find_session(&[3; 32])).unwrap().unwrap().wrapped,
        b"three"
    );
}

#[test]
fn a_code_counts_once() {
    let place = Place::new();
    let household = place.household();
    let who = person(1, "").id;
    let totp =
        Totp { person: who, wrapped: b"w".to_vec(), last_step: 0, enrolled_at: Some(moment(0)) };
    household
        .write(|edit| {
            edit.add_person(&person(1, "Anna"))?;
            edit.put_totp(&totp)
        })
        .unwrap();
    household.write(|edit| edit.use_totp_step(who, 10)).unwrap();
    for step in [10, 9] {
        let again = household.write(|edit| edit.use_totp_step(who, step));
        assert!(matches!(again, Err(Error::Conflict)));
    }
    household.write(|edit| edit.remove_totp(who)).unwrap();
    assert!(household.read(|view| view.find_totp(who)).unwrap().is_none());
}

#[test]
fn a_waiting_sign_in_expires() {
    let place = Place::new();
    let household = place.household();
    let pending = Pending {
        id: session(5).id,
        person: person(1, "").id,
        token_hash: [5; 32],
        wrapped: b"w".to_vec(),
        tries: 0,
        created_at: moment(0),
        expires_at: moment(300),
    };
    household
        .write(|edit| {
            edit.add_person(&person(1, "Anna"))?;
            edit.add_pending(&pending)
        })
        .unwrap();
    assert_eq!(household.write(|edit| edit.count_try(pending.id)).unwrap(), 1);
    let found = |at| household.read(|view| view.find_pending(&[5; 32], at)).unwrap();
    assert!(found(moment(299)).is_some() && found(moment(300)).is_none());
    assert_eq!(household.write(|edit| edit.prune_pending(moment(300))).unwrap(), 1);
}

#[test]
fn failures_outlive_a_restart() {
    let place = Place::new();
    let household = place.household();
    let hour = SignedDuration::from_hours(1);
    let fail = |household: &pecule_store::Household, at| {
        household.write(|edit| edit.count_failure(Subject::Person, "anna", at, hour)).unwrap().count
    };
    assert_eq!(fail(&household, moment(0)), 1);
    assert_eq!(fail(&household, moment(1)), 2);
    household.close().unwrap();
    let household = place.reopen(pecule_store::KeyProof::Checked).unwrap();
    assert_eq!(fail(&household, moment(2)), 3);
    let jumped_back =
        household.write(|edit| edit.count_failure(Subject::Person, "anna", moment(-500), hour));
    assert_eq!(jumped_back.unwrap().last_at, moment(2));
    assert_eq!(fail(&household, moment(3_600)), 1, "the window is past");
    household.write(|edit| edit.clear_failures(Subject::Person, "anna")).unwrap();
    assert!(household.read(|view| view.find_failures(Subject::Person, "anna")).unwrap().is_none());
}

#[test]
fn settings_and_the_setup_code_are_replaced_in_place() {
    let place = Place::new();
    let household = place.household();
    let code = SetupCode { hash: [2; 32], expires_at: moment(900) };
    household
        .write(|edit| {
            edit.put_setting("currency", "EUR")?;
            edit.put_setting("currency", "CHF")?;
            edit.put_setup_code(&SetupCode { hash: [1; 32], ..code })?;
            edit.put_setup_code(&code)
        })
        .unwrap();
    assert_eq!(household.read(|view| view.find_setting("currency")).unwrap().unwrap(), "CHF");
    assert_eq!(household.read(|view| view.find_setup_code()).unwrap(), Some(code));
    household.write(|edit| edit.remove_setup_code()).unwrap();
    assert!(household.read(|view| view.find_setup_code()).unwrap().is_none());
}

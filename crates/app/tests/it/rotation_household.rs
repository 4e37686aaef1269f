//! Checks rotating the key of the household's file and the key that signs access tokens.

use std::fs;
use std::sync::Arc;

use pecule_app::app::App;
use pecule_app::clock::Clock;
use pecule_app::config::data_location::DataLocation;
use pecule_app::{Error, Refusal};
use pecule_keys::Keyring;
use pecule_keys::crypto::mac::JournalKey;
use pecule_keys::installation::keyring::state::KeyState;
use pecule_store::audit::entry::Entry;
use pecule_store::key_rotation::{Note, hold_household};
use pecule_store::{FileKey, Folder, Household, KeyProof};

use crate::house::{House, NAME, PASSWORD, device};
use crate::rotation::{Insides, house_with_wealth, total};

fn states(keyring: &Keyring) -> Vec<KeyState> {
    keyring.household_keys().iter().map(|key| key.state).collect()
}

fn read_keyring(house: &House, insides: &Insides) -> Keyring {
    Keyring::read(&house.data().join("keyring.json"), &insides.master).unwrap()
}

/// Closes the household, changes its files, and opens it again.
fn closed(house: House, work: impl FnOnce(&DataLocation, Arc<dyn Clock>)) -> House {
    house.closed(work)
}

fn rotate(place: &DataLocation, clock: Arc<dyn Clock>) {
    place.open_cheaply(clock).unwrap().rotate_household().unwrap();
}

#[test]
fn the_households_file_opens_under_another_key_and_the_old_one_is_kept() {
    let house = house_with_wealth();
    let seen = total(&house);
    let before = Insides::of(&house).keyring;
    let house = closed(house, rotate);
    assert_eq!(total(&house), seen);
    let insides = Insides::of(&house);
    assert_eq!(states(&insides.keyring), [KeyState::Retained, KeyState::Current]);
    assert!(insides.keyring.generation() > before.generation());
    let old = before.household_key(&insides.master).unwrap();
    assert_ne!(old, insides.keyring.household_key(&insides.master).unwrap());
    let open = |path: &std::path::Path| {
        let key = FileKey::new(*old.bytes());
        Household::open(path, &key, KeyProof::Unchecked, insides.install())
    };
    let path = insides.folder.household();
    open(&Folder::before_rotation(&path)).unwrap().close().unwrap();
    assert!(matches!(open(&path), Err(pecule_store::Error::WrongKey(_))));
    assert!(house.person.admin().unwrap().verify_audit_log(&[]).unwrap().whole);
    let line = insides.household.read(|view| view.journal(None, 100)).unwrap();
    assert!(line.iter().any(|line| line.action == "household-key-renewed"));
    house.app.forget_retained_keys().unwrap();
    assert_eq!(states(&read_keyring(&house, &insides)), [KeyState::Current]);
    assert!(!Folder::before_rotation(&path).exists());
}

#[test]
fn a_renewal_that_was_cut_is_ended_or_forgotten_by_the_next_opening() {
    let mut house = house_with_wealth();
    let seen = total(&house);
    for replaced in [false, true, true, false, true] {
        house = closed(house, |place, clock| cut(place, clock.as_ref(), replaced));
        assert_eq!(total(&house), seen, "replaced: {replaced}");
        let keyring = Insides::of(&house).keyring;
        assert_eq!(keyring.is_rotating(), !replaced);
        assert!(house.person.admin().unwrap().verify_audit_log(&[]).unwrap().whole);
    }
    let house = closed(house, rotate);
    assert_eq!(total(&house), seen);
}

/// Runs a rotation up to before or after the replacement of the file.
fn cut(place: &DataLocation, clock: &dyn Clock, replaced: bool) {
    let folder = Folder::open(&place.data).unwrap();
    let master = pecule_keys::MasterKey::read(&folder.master_key()).unwrap();
    let mut keyring = Keyring::read(&folder.keyring(), &master).unwrap();
    let present = FileKey::new(*keyring.household_key(&master).unwrap().bytes());
    let install = uuid::Uuid::from_bytes(*keyring.install().as_bytes());
    let next = keyring.begin_rotation(&master, clock.now().as_second()).unwrap();
    keyring.write(&folder.keyring(), &master).unwrap();
    if !replaced {
        fs::write(folder.root().join("household.db.rotating"), "half a file").unwrap();
        return;
    }
    let held = hold_household(&folder.household(), &present, install).unwrap();
    let journal = JournalKey::household(&master, keyring.install());
    let mac = |previous: &[u8; 32], fields: &[&[u8]]| journal.chain(previous, fields);
    let entry = Entry {
        at: clock.now(),
        actor: None,
        session: None,
        action: "household-key-renewed",
        object: "household",
        outcome: "done",
        details: "{}",
    };
    let note = Note { entry: Some((entry, &mac)), old_key: None };
    let draft = held.draft(&FileKey::new(*next.bytes()), note).unwrap();
    held.replace(draft).unwrap();
}

#[test]
fn a_wrong_key_and_a_damaged_file_are_said_apart() {
    let house = house_with_wealth();
    let data = house.data().to_owned();
    let (_house, errors) = house.closed_with(|place, clock| {
        let path = data.join("household.db");
        let whole = fs::read(&path).unwrap();
        let mut damaged = whole.clone();
        damaged[100] ^= 1;
        fs::write(&path, &damaged).unwrap();
        let damage = open_error(place, Arc::clone(&clock));
        fs::write(&path, &whole).unwrap();
        // A keyring of another installation, under the same master key.
        let keyring = fs::read(data.join("keyring.json")).unwrap();
        let master = pecule_keys::MasterKey::read(&data.join("master.key")).unwrap();
        let other = Keyring::create(&master, 1).unwrap().0;
        fs::write(data.join("keyring.json"), other.to_bytes(&master)).unwrap();
        let foreign = open_error(place, Arc::clone(&clock));
        let stranger = pecule_keys::MasterKey::generate().unwrap();
        fs::write(data.join("keyring.json"), other.to_bytes(&stranger)).unwrap();
        let master = open_error(place, clock);
        fs::write(data.join("keyring.json"), keyring).unwrap();
        [damage, foreign, master]
    });
    assert!(errors[0].contains("the file is damaged"), "{errors:?}");
    assert!(errors[1].contains("damaged") || errors[1].contains("key"), "{errors:?}");
    assert!(errors[2].contains("the master key is not the one of this keyring"), "{errors:?}");
}

fn open_error(place: &DataLocation, clock: Arc<dyn Clock>) -> String {
    place.open_cheaply(clock).map(|_app| ()).unwrap_err().to_string()
}

fn tokens(app: &App) -> (String, String) {
    let signed = app.guest().sign_in_program(NAME, PASSWORD, None, &device()).unwrap();
    let tokens = signed.person.tokens(&signed.token).unwrap();
    (tokens.access_token, tokens.refresh_token)
}

fn is_bad(app: &App, token: &str) -> bool {
    matches!(app.bearer(token), Err(Error::Refused(Refusal::BadToken)))
}

#[test]
fn tokens_of_the_key_before_count_until_the_last_has_expired_and_a_running_program_takes_note() {
    let house = House::new();
    let (before, refresh) = tokens(&house.app);
    house.clock.forward(590);
    let late = house.app.refresh(&refresh).unwrap();
    // A command rotates the key beside the running program.
    house.opened_again().rotate_token_keys().unwrap();
    assert!(house.app.bearer(&late.access_token).is_ok() && house.app.bearer(&before).is_ok());
    let after = house.app.refresh(&late.refresh_token).unwrap();
    assert!(house.app.bearer(&after.access_token).is_ok());
    let kid = |token: &str| token.split('.').next().unwrap().to_owned();
    assert_eq!(kid(&late.access_token), kid(&before));
    assert_ne!(kid(&after.access_token), kid(&before));
    house.clock.forward(599);
    assert!(is_bad(&house.app, &before));
    assert!(house.app.bearer(&late.access_token).is_ok());
    // After a second rotation the first key is no longer valid.
    house.opened_again().rotate_token_keys().unwrap();
    assert!(is_bad(&house.app, &late.access_token));
    assert!(house.app.bearer(&after.access_token).is_ok());
    let line = Insides::of(&house).household.read(|view| view.journal(None, 3)).unwrap();
    assert!(line.iter().any(|line| line.action == "token-key-renewed"));
}

//! Checks what an attacker with `household.db`, `keyring.json` and `master.key` cannot do.

use pecule_app::actors::books_filter::{BooksQuery, BooksScope};
use pecule_app::{Conflict, Error, Person};
use pecule_keys::books::grants;
use pecule_keys::crypto::mac::JournalKey;
use pecule_keys::installation::machine_identity;
use pecule_keys::{Identity, Keyring, MasterKey};
use pecule_store::household::books::list::{Access, Grant};
use pecule_store::{FileKey, Household, KeyProof};
use uuid::Uuid;

use crate::house::{House, NAME, PASSWORD, device, percent};
use crate::sharing::{OTHER, THIRD, join, joint, on, put};

/// Opens `household.db` as root, with the key of its audit log.
pub(crate) fn household(house: &House) -> (Household, JournalKey) {
    let master = MasterKey::read(&house.data().join("master.key")).unwrap();
    let keyring = Keyring::read(&house.data().join("keyring.json"), &master).unwrap();
    let key = FileKey::new(*keyring.household_key(&master).unwrap().bytes());
    let install = Uuid::from_bytes(*keyring.install().as_bytes());
    let path = house.data().join("household.db");
    let household = Household::open(&path, &key, KeyProof::Checked, install).unwrap();
    (household, JournalKey::household(&master, keyring.install()))
}

/// Replaces a person's public key.
fn swap_key(house: &House, of: &Person) -> Identity {
    let roots = Identity::generate().unwrap();
    household(house)
        .0
        .write(|edit| {
            let mut row = edit.person(of.id())?;
            row.public_key = roots.public().to_string();
            edit.put_person(&row)
        })
        .unwrap();
    roots
}

fn changed<T>(answer: &Result<T, Error>, of: &str) -> bool {
    matches!(answer, Err(Error::Conflict(Conflict::KeyChanged { name, .. })) if name == of)
}

#[test]
fn a_swapped_public_key_stops_granting_until_it_is_confirmed() {
    let house = House::new();
    let (other, third) = (join(&house, OTHER), join(&house, THIRD));
    let couple = joint(&house.person, "Couple", &[(&house.person, "50"), (&other, "40")]).id;
    let roots = swap_key(&house, &other);
    let me = &house.person;
    assert!(changed(&me.grant_read(couple, third.id(), None), OTHER));
    assert!(changed(&me.make_owner(couple, third.id(), percent("10"), None), OTHER));
    assert!(changed(&me.set_shares(couple, &[(me.id(), percent("1"))]), OTHER));
    assert!(changed(&me.rotate_books(couple), OTHER));
    assert!(
        changed(&me.make_owner(couple, other.id(), percent("40"), None), OTHER),
        "not taken unseen"
    );
    let line = me.books(couple).unwrap();
    let theirs = line.people.iter().find(|line| line.person == other.id()).unwrap();
    assert_eq!(
        (theirs.standing.as_str(), theirs.fingerprint.as_str()),
        ("key-changed", other.fingerprint().as_str())
    );
    assert_eq!(theirs.found.as_deref(), Some(roots.public().fingerprint().as_str()));
    // Nothing was sealed to the wrong key.
    let (file, _) = household(&house);
    for grant in file.read(|view| view.grants_on(couple)).unwrap() {
        assert!(grants::open_grant(&roots, &grant.sealed).is_err());
    }
    let honest = me.confirm_fingerprint(couple, other.id(), &other.fingerprint());
    assert!(changed(&honest, OTHER), "the one that they compared is not the one that is there");
    // Another person is not affected, and new books do not trust the swapped key either.
    let sealed = me.add_books(&pecule_app::books::list::BooksInput {
        title: "Autre".to_owned(),
        owners: vec![
            pecule_app::books::list::OwnerInput {
                person: me.id(),
                share: percent("50"),
                fingerprint: None,
            },
            pecule_app::books::list::OwnerInput {
                person: other.id(),
                share: percent("50"),
                fingerprint: Some(other.fingerprint()),
            },
        ],
    });
    assert!(changed(&sealed, OTHER));
    // An owner who compared the key can confirm it.
    me.confirm_fingerprint(couple, other.id(), &roots.public().fingerprint().to_uppercase())
        .unwrap();
    me.grant_read(couple, third.id(), Some(&third.fingerprint())).unwrap();
    assert_eq!(me.books(couple).unwrap().people.len(), 3);
}

#[test]
fn ones_own_swapped_key_is_noticed_too() {
    let house = House::new();
    let other = join(&house, OTHER);
    let mine = house.person.my_books().unwrap().remove(0).id;
    swap_key(&house, &house.person);
    assert!(changed(&house.person.grant_read(mine, other.id(), None), NAME));
    assert!(changed(&house.person.rotate_books(mine), NAME));
}

#[test]
fn who_cheats_can_still_be_shut_out() {
    let house = House::new();
    let other = join(&house, OTHER);
    let mine = house.person.my_books().unwrap().remove(0).id;
    house.person.grant_read(mine, other.id(), None).unwrap();
    swap_key(&house, &other);
    assert!(house.person.revoke(mine, other.id()).unwrap().rotated);
}

#[test]
fn a_grant_that_no_owner_gave_is_reported_and_never_sealed_to() {
    let house = House::new();
    let other = join(&house, OTHER);
    let mine = house.person.my_books().unwrap().remove(0).id;
    put(&house.member(), "Fonds", "100");
    let (file, _) = household(&house);
    let forged = Grant {
        books: mine,
        person: other.id(),
        access: Access::Own,
        share: percent("100"),
        sealed: vec![1, 2, 3],
        fingerprint: other.fingerprint(),
        created_at: jiff::Timestamp::UNIX_EPOCH,
    };
    file.write(|edit| edit.put_grant(&forged)).unwrap();
    let line = house.person.books(mine).unwrap();
    let theirs = line.people.iter().find(|line| line.person == other.id()).unwrap();
    assert_eq!(theirs.standing, "unknown");
    assert!(!line.joint, "their share counts for nothing");
    assert!(other.books(mine).is_err());
    house.person.rotate_books(mine).unwrap();
    let after = file.read(|view| view.grants_on(mine)).unwrap();
    assert!(after.iter().all(|grant| grant.person == house.person.id()));
    assert_eq!(house.member().assets().unwrap().len(), 1);
}

#[test]
fn a_reader_whom_root_calls_an_owner_stays_a_reader() {
    let house = House::new();
    let other = join(&house, OTHER);
    let mine = house.person.my_books().unwrap().remove(0).id;
    house.person.grant_read(mine, other.id(), None).unwrap();
    let (file, _) = household(&house);
    file.write(|edit| {
        let grant = edit.find_grant(mine, other.id())?.unwrap();
        edit.put_grant(&Grant { access: Access::Own, share: percent("100"), ..grant })
    })
    .unwrap();
    assert_eq!(other.books(mine).unwrap().access, "read");
    assert!(!on(&other, mine).may_write());
    let shown = other.member().unwrap().picture(None).unwrap();
    assert!(shown.sources.iter().all(|source| source.books != mine), "not counted as theirs");
    assert!(matches!(other.revoke(mine, house.person.id()), Err(Error::NotFound)));
    assert!(matches!(other.set_unattended(mine, true), Err(Error::NotFound)));
}

/// Returns identities of slots that open without their password, by guesses from `household.db`.
fn guessed(
    file: &Household,
    install: &pecule_keys::Install,
    master: &MasterKey,
    settings: &[(String, String)],
) -> Vec<Identity> {
    let mut identities = Vec::new();
    let mut guesses = vec![String::new(), NAME.to_owned(), OTHER.to_owned(), install.to_string()];
    guesses.extend(settings.iter().map(|(_, value)| value.clone()));
    for person in file.read(|view| view.persons()).unwrap() {
        let bytes = person.id.uuid().into_bytes();
        for kind in [
            pecule_store::household::auth::slots::SlotKind::Password,
            pecule_store::household::auth::slots::SlotKind::Recovery,
        ] {
            let slot = file.read(|view| view.find_slot(person.id, kind)).unwrap().unwrap();
            let context =
                pecule_keys::auth::slots::Context { install, person: &bytes, key_id: &slot.key_id };
            for guess in &guesses {
                let opened = pecule_keys::auth::slots::open_with_password(
                    &slot.sealed,
                    guess,
                    &context,
                    master,
                );
                identities.extend(opened.ok());
            }
        }
    }
    identities
}

/// Returns every key that root can unwrap without a password.
fn keys_for_root(house: &House) -> Vec<[u8; 32]> {
    let master = MasterKey::read(&house.data().join("master.key")).unwrap();
    let keyring = Keyring::read(&house.data().join("keyring.json"), &master).unwrap();
    let install = keyring.install();
    let (file, _) = household(house);
    let (settings, grants, machines, sessions) = file
        .read(|view| {
            let mut grants = Vec::new();
            for shelf in view.shelves()? {
                grants.extend(view.grants_on(shelf.id)?);
            }
            let mut sessions = Vec::new();
            for person in view.persons()? {
                sessions.extend(view.sessions_of(person.id, jiff::Timestamp::UNIX_EPOCH)?);
            }
            Ok::<_, pecule_store::Error>((view.settings()?, grants, view.unattended()?, sessions))
        })
        .unwrap();
    let mut identities: Vec<Identity> = Vec::new();
    // Any text setting may hold an identity.
    for (_, value) in &settings {
        identities.extend(machine_identity::open(value, &master, install).ok());
        identities.extend(Identity::parse(value).ok());
    }
    identities.extend(guessed(&file, install, &master, &settings));
    // A session row is wrapped under the token, of which only the hash is stored.
    for session in &sessions {
        for wrapped in [session.wrapped.as_slice(), session.token_hash.as_slice()] {
            let text = String::from_utf8_lossy(wrapped);
            identities.extend(machine_identity::open(&text, &master, install).ok());
            identities.extend(Identity::parse(&text).ok());
        }
    }
    let sealed = grants.iter().map(|grant| grant.sealed.as_slice());
    let sealed: Vec<&[u8]> =
        sealed.chain(machines.iter().map(|row| row.sealed.as_slice())).collect();
    let mut keys: Vec<[u8; 32]> = Vec::new();
    for identity in &identities {
        for grant in &sealed {
            keys.extend(grants::open_grant(identity, grant).ok().map(|key| *key.bytes()));
        }
    }
    // The keys that the master key itself gives, and the ciphertexts taken for keys.
    keys.push(*master.bytes());
    keys.push(*keyring.household_key(&master).unwrap().bytes());
    for grant in &sealed {
        keys.extend(
            grant.windows(32).step_by(8).filter_map(|part| <[u8; 32]>::try_from(part).ok()),
        );
    }
    keys
}

fn opens(house: &House, books: pecule_domain::id::BooksId) -> bool {
    let master = MasterKey::read(&house.data().join("master.key")).unwrap();
    let keyring = Keyring::read(&house.data().join("keyring.json"), &master).unwrap();
    let install = Uuid::from_bytes(*keyring.install().as_bytes());
    let path = house.data().join(format!("books/{books}.db"));
    keys_for_root(house).into_iter().any(|key| {
        let key = FileKey::new(key);
        pecule_store::books::Books::open(&path, &key, KeyProof::Unchecked, install, books).is_ok()
    })
}

#[test]
fn household_and_master_key_open_books_only_where_an_owner_lets_the_machine() {
    let house = House::new();
    let other = join(&house, OTHER);
    house.app.guest().sign_in(NAME, PASSWORD, None, &device()).unwrap();
    let mine = house.person.my_books().unwrap().remove(0).id;
    let theirs = other.my_books().unwrap().remove(0).id;
    put(&house.member(), "Fonds", "100");
    put(&other.member().unwrap(), "Fonds", "100");
    assert!(matches!(house.app.open_unattended(mine), Err(Error::NotFound)));
    house.app.settle_all().unwrap();
    assert!(!opens(&house, mine) && !opens(&house, theirs), "nobody let the machine in");

    assert!(house.person.set_unattended(mine, true).unwrap().unattended);
    house.app.settle_all().unwrap();
    assert!(opens(&house, mine), "an owner did, and root can do what the machine can");
    assert!(!opens(&house, theirs), "nobody else's books are concerned");
    assert!(house.app.open_unattended(mine).is_ok());
    house.app.settle_all().unwrap();

    let line = house.person.set_unattended(mine, false).unwrap();
    assert!(!line.unattended && !line.rotation_due);
    house.app.settle_all().unwrap();
    assert!(!opens(&house, mine), "taken back, with another key");
    assert!(matches!(house.app.open_unattended(mine), Err(Error::NotFound)));
}

#[test]
fn what_the_machine_may_open_survives_a_renewal_and_cannot_be_added_behind_an_owners_back() {
    let house = House::new();
    let other = join(&house, OTHER);
    let mine = house.person.my_books().unwrap().remove(0).id;
    let theirs = other.my_books().unwrap().remove(0).id;
    house.person.set_unattended(mine, true).unwrap();
    house.person.rotate_books(mine).unwrap();
    assert!(house.app.open_unattended(mine).is_ok());
    // Root adds a row for unattended access that no owner allowed, and waits for a rotation.
    let (file, _) = household(&house);
    file.write(|edit| {
        let row = edit.find_unattended(mine)?.unwrap();
        edit.put_unattended(&pecule_store::household::books::unattended::Unattended {
            books: theirs,
            ..row
        })
    })
    .unwrap();
    assert!(!other.books(theirs).unwrap().unattended, "an owner chooses, nobody else");
    other.rotate_books(theirs).unwrap();
    house.app.settle_all().unwrap();
    assert!(!opens(&house, theirs));
}

#[test]
fn no_two_books_have_the_same_key() {
    let house = House::new();
    let other = join(&house, OTHER);
    for title in ["Un", "Deux"] {
        joint(&house.person, title, &[(&house.person, "50"), (&other, "50")]);
    }
    house
        .person
        .grant_read(house.person.my_books().unwrap().remove(0).id, other.id(), None)
        .unwrap();
    let (file, _) = household(&house);
    let shelves = file.read(|view| view.shelves()).unwrap();
    assert_eq!(shelves.len(), 4);
    let machine_keys: Vec<_> = house
        .person
        .my_books()
        .unwrap()
        .into_iter()
        .map(|line| {
            house.person.set_unattended(line.id, true).unwrap();
            file.read(|view| view.find_unattended(line.id)).unwrap().unwrap()
        })
        .collect();
    let master = MasterKey::read(&house.data().join("master.key")).unwrap();
    let keyring = Keyring::read(&house.data().join("keyring.json"), &master).unwrap();
    let settings = file.read(|view| view.settings()).unwrap();
    let identity = settings
        .iter()
        .find_map(|(_, value)| machine_identity::open(value, &master, keyring.install()).ok())
        .unwrap();
    let mut keys: Vec<[u8; 32]> = machine_keys
        .iter()
        .map(|row| *grants::open_grant(&identity, &row.sealed).unwrap().bytes())
        .collect();
    keys.push(*keyring.household_key(&master).unwrap().bytes());
    keys.push(*master.bytes());
    let all = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), all);
}

#[test]
fn days_are_recorded_by_night_where_an_owner_lets_the_machine() {
    let house = House::new();
    let other = join(&house, OTHER);
    let mine = house.person.my_books().unwrap().remove(0).id;
    put(&house.member(), "Fonds", "100");
    put(&other.member().unwrap(), "Fonds", "100");
    house.person.set_unattended(mine, true).unwrap();
    house.app.settle_all().unwrap();
    assert_eq!(house.app.run_nightly().unwrap(), 0, "the day is not over");
    house.clock.forward(86_400);
    assert_eq!(house.app.run_nightly().unwrap(), 1);
    assert_eq!(house.app.run_nightly().unwrap(), 0, "once a day");
    house.clock.forward(86_400);
    assert_eq!(house.app.run_nightly().unwrap(), 1, "each day, whether anything changed or not");
    let person = house.app.guest().verify_password(NAME, PASSWORD).unwrap();
    let seek = BooksQuery { scope: BooksScope::Mine, ..BooksQuery::default() };
    let history = person.member_at(&seek).unwrap().history().unwrap();
    assert_eq!(
        history.iter().map(|day| day.net.to_string()).collect::<Vec<_>>(),
        ["100.00", "100.00"]
    );
    let other = house.app.guest().verify_password(OTHER, PASSWORD).unwrap();
    assert!(other.member().unwrap().history().unwrap().is_empty());
}

//! Checks rotating keys of books, also with a power cut at any point.

use std::fs;

use pecule_app::audit::log::JournalFilter;
use pecule_app::wealth::snapshot::Filter;
use pecule_app::{Error, Member, Unavailable};
use pecule_domain::id::BooksId;
use pecule_keys::auth::slots;
use pecule_keys::auth::slots::Context;
use pecule_keys::books::grants;
use pecule_keys::{BooksKey, Identity, Keyring, MasterKey};
use pecule_store::household::auth::slots::SlotKind;
use pecule_store::household::books::key_rotations::SealedGrant;
use pecule_store::household::books::list::Grant;
use pecule_store::{Books, FileKey, Folder, Household, KeyProof};
use uuid::Uuid;

use crate::house::{House, PASSWORD};
use crate::sharing::{OTHER, THIRD, join, joint, on, put};

/// The view of an attacker with the disk, the master key and every format.
pub(crate) struct Insides {
    pub(crate) folder: Folder,
    pub(crate) master: MasterKey,
    pub(crate) keyring: Keyring,
    pub(crate) household: Household,
}

impl Insides {
    pub(crate) fn of(house: &House) -> Self {
        let folder = Folder::open(house.data()).unwrap();
        let master = MasterKey::read(&folder.master_key()).unwrap();
        let keyring = Keyring::read(&folder.keyring(), &master).unwrap();
        let key = FileKey::new(*keyring.household_key(&master).unwrap().bytes());
        let install = Uuid::from_bytes(*keyring.install().as_bytes());
        let household =
            Household::open(&folder.household(), &key, KeyProof::Unchecked, install).unwrap();
        Self { folder, master, keyring, household }
    }

    pub(crate) fn install(&self) -> Uuid {
        Uuid::from_bytes(*self.keyring.install().as_bytes())
    }

    pub(crate) fn grants(&self, books: BooksId) -> Vec<Grant> {
        self.household.read(|view| view.grants_on(books)).unwrap()
    }

    /// Opens a person's identity with their password.
    pub(crate) fn identity(&self, name: &str, password: &str) -> Identity {
        let (row, slot) = self
            .household
            .read(|view| {
                let row = view.find_person(name)?.unwrap();
                let slot = view.find_slot(row.id, SlotKind::Password)?.unwrap();
                Ok::<_, pecule_store::Error>((row, slot))
            })
            .unwrap();
        let bytes = row.id.uuid().into_bytes();
        let context =
            Context { install: self.keyring.install(), person: &bytes, key_id: &slot.key_id };
        slots::open_with_password(&slot.sealed, password, &context, &self.master).unwrap()
    }

    /// Returns the keys of some books as each recipient unseals them.
    pub(crate) fn keys(&self, books: BooksId) -> Vec<BooksKey> {
        let people = self.household.read(|view| view.persons()).unwrap();
        let name = |grant: &Grant| &people.iter().find(|row| row.id == grant.person).unwrap().name;
        let key = |grant: &Grant| {
            grants::open_grant(&self.identity(name(grant), PASSWORD), &grant.sealed).unwrap()
        };
        self.grants(books).iter().map(key).collect()
    }
}

/// Returns the total of the books.
pub(crate) fn net(member: &Member<'_>) -> String {
    member.dashboard(&Filter::default(), None).unwrap().net.to_string()
}

pub(crate) fn total(house: &House) -> String {
    net(&house.member())
}

/// Returns a household whose books hold an amount.
pub(crate) fn house_with_wealth() -> House {
    let house = House::new();
    put(&house.member(), "Fonds", "1234.56");
    house
}

fn actions(house: &House) -> Vec<String> {
    let page = house.person.admin().unwrap().audit_log(&JournalFilter::default()).unwrap();
    page.items.into_iter().map(|line| line.action).collect()
}

fn names_of_books(house: &House) -> Vec<String> {
    let files = fs::read_dir(house.data().join("books")).unwrap();
    let mut names: Vec<String> =
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn everybody_who_may_open_the_books_still_does_under_another_key() {
    let house = House::new();
    let (other, reader) = (join(&house, OTHER), join(&house, THIRD));
    let line = joint(&house.person, "Couple", &[(&house.person, "60"), (&other, "40")]);
    house.person.grant_read(line.id, reader.id(), Some(&reader.fingerprint())).unwrap();
    put(&on(&house.person, line.id), "Fonds", "1000");
    let picture = |person| net(&on(person, line.id));
    let before = Insides::of(&house).keys(line.id);
    let seen = picture(&house.person);

    house.person.rotate_books(line.id).unwrap();

    let insides = Insides::of(&house);
    let after = insides.keys(line.id);
    assert_eq!(after.len(), 3);
    assert!(after.windows(2).all(|pair| pair[0] == pair[1]), "one key, sealed to each");
    assert_ne!(before[0], after[0]);
    for person in [&house.person, &other, &reader] {
        assert_eq!(picture(person), seen);
    }
    // A reader, and an owner of other books, may not rotate.
    assert!(matches!(reader.rotate_books(line.id), Err(Error::NotFound)));
    let mine = house.person.my_books().unwrap().remove(0).id;
    assert!(matches!(other.rotate_books(mine), Err(Error::NotFound)));
    assert!(on(&other, line.id).verify_audit_log(&[]).unwrap().whole);
    let actions = actions(&house);
    assert_eq!(actions[..2], ["books-key-renewed", "books-key-renewal-begun"]);
}

#[test]
fn the_key_of_before_opens_the_file_of_before_until_both_are_forgotten() {
    let house = house_with_wealth();
    let books = house.person.owned_books().unwrap()[0].0;
    let insides = Insides::of(&house);
    let before = insides.keys(books).remove(0);
    let seen = total(&house);
    house.person.rotate_books(books).unwrap();
    assert_eq!(total(&house), seen);
    let file = Folder::before_rotation(&insides.folder.books(books));
    let person = house.person.id();
    let retained =
        insides.household.read(|view| view.find_retained_grant(books, person)).unwrap().unwrap();
    let identity = insides.identity(house.person.name(), PASSWORD);
    assert_eq!(grants::open_grant(&identity, &retained).unwrap(), before);
    let key = FileKey::new(*before.bytes());
    Books::open(&file, &key, KeyProof::Checked, insides.install(), books).unwrap().close().unwrap();
    assert!(house.person.app().forget_retained_keys().is_ok());
    assert_eq!(names_of_books(&house).iter().filter(|name| name.contains("before")).count(), 0);
    let retained = insides.household.read(|view| view.find_retained_grant(books, person)).unwrap();
    assert_eq!(retained, None);
    assert_eq!(total(&house), seen);
    assert_eq!(actions(&house)[0], "retained-keys-forgotten");
}

#[test]
fn a_renewal_that_was_cut_after_the_file_was_replaced_is_ended_by_the_next_opening() {
    let mut house = house_with_wealth();
    let books = house.person.owned_books().unwrap()[0].0;
    let seen = total(&house);
    for opener in 0..2 {
        house.person.rotate_books(books).unwrap();
        let insides = Insides::of(&house);
        let (person, grant) = (house.person.id(), insides.grants(books).remove(0));
        // The household before the last step: the current grant has the previous key.
        insides
            .household
            .write(|edit| {
                let retained = edit.find_retained_grant(books, person)?.unwrap();
                let seals = SealedGrant {
                    sealed: retained,
                    fingerprint: grant.fingerprint.clone(),
                    pending: Some(grant.sealed.clone()),
                    retained: None,
                };
                edit.reseal_grant(books, person, &seals)
            })
            .unwrap();
        house = house.restarted();
        if opener == 0 {
            assert_eq!(total(&house), seen);
        } else {
            house.person.rotate_books(books).unwrap();
        }
        let standing = insides.household.read(|view| view.key_standings()).unwrap().remove(0);
        assert!(!standing.pending && standing.retained);
        assert_eq!(total(&house), seen);
        assert!(house.member().verify_audit_log(&[]).unwrap().whole);
    }
}

#[test]
fn a_renewal_that_was_cut_before_the_file_was_replaced_leaves_the_key_of_before() {
    let house = house_with_wealth();
    let books = house.person.owned_books().unwrap()[0].0;
    let seen = total(&house);
    let insides = Insides::of(&house);
    let (person, grant) = (house.person.id(), insides.grants(books).remove(0));
    let public = insides.identity(house.person.name(), PASSWORD).public();
    let never = grants::grant(&BooksKey::generate().unwrap(), &public).unwrap();
    let seals = SealedGrant {
        sealed: grant.sealed.clone(),
        fingerprint: grant.fingerprint,
        pending: Some(never),
        retained: None,
    };
    insides.household.write(|edit| edit.reseal_grant(books, person, &seals)).unwrap();
    fs::write(house.data().join(format!("books/{books}.db.rotating")), "half a file").unwrap();
    let house = house.restarted();
    assert_eq!(total(&house), seen);
    assert_eq!(insides.grants(books)[0].sealed, grant.sealed);
    let _alone = house.app.lock().unwrap();
    assert!(names_of_books(&house).iter().all(|name| !name.contains("rotating")));
    house.person.rotate_books(books).unwrap();
    assert_eq!(total(&house), seen);
}

#[test]
fn books_that_another_process_has_open_are_not_renewed_under_it() {
    let house = house_with_wealth();
    let books = house.person.owned_books().unwrap()[0].0;
    let app = house.opened_again();
    let elsewhere = app.guest().verify_password(house.person.name(), PASSWORD).unwrap();
    elsewhere.member().unwrap().picture(None).unwrap();
    let busy = house.person.rotate_books(books);
    assert!(matches!(busy, Err(Error::Unavailable(Unavailable::Busy))), "{busy:?}");
    app.settle_all().unwrap();
    house.person.rotate_books(books).unwrap();
    // The other process finds the new key by itself.
    put(&elsewhere.member().unwrap(), "Autre", "10");
    assert!(elsewhere.member().unwrap().verify_audit_log(&[]).unwrap().whole);
}

#[test]
fn no_two_books_share_a_key() {
    let house = House::new();
    let other = join(&house, OTHER);
    let line = joint(&house.person, "Couple", &[(&house.person, "50"), (&other, "50")]);
    let insides = Insides::of(&house);
    let mut keys = Vec::new();
    let shelves = insides.household.read(|view| view.shelves()).unwrap();
    for _round in 0..2 {
        for shelf in &shelves {
            keys.push(*insides.keys(shelf.id)[0].bytes());
        }
        house.person.rotate_books(line.id).unwrap();
    }
    keys.sort_unstable();
    keys.dedup();
    // Three sets of books, and one of them under another key the second time.
    assert_eq!((shelves.len(), keys.len()), (3, 4));
}

//! Compares the grants in the household's file with the keys pinned inside the books.
//!
//! An attacker with write access to `household.db` could replace a public key or add a grant, and wait
//! for an owner to seal to it. Pins lie inside the books, where only holders of the key can write. A
//! mismatch is reported, and the key is not sealed to it.

use std::sync::Arc;

use pecule_domain::id::{BooksId, PersonId};
use pecule_domain::money::share::Share;
use pecule_keys::books::grants;
use pecule_keys::{BooksKey, PublicKey};
use pecule_store::audit::entry::Entry;
use pecule_store::books::access::grantees::{Grantee, GranteeChange};
use pecule_store::household::books::list::{Access, Grant};
use pecule_store::household::people::persons::Person as Row;

use crate::actors::person::Person;
use crate::books::fingerprint::{fingerprint, public_key};
use crate::error::conflict::Conflict;
use crate::error::{Error, Result};
use crate::state::books_cache::OpenBooks;

/// The relation between a person's pin and grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PinState {
    /// The pin and the grant agree.
    Sound,
    /// The public key is not the pinned one; the current fingerprint.
    Changed(String),
    /// A grant without a pin.
    Unpinned,
    /// A pin without a grant: the person left or was removed.
    Gone,
}

/// A person with a pin or a grant.
#[derive(Debug, Clone)]
pub(crate) struct PinnedPerson {
    pub(crate) person: PersonId,
    pub(crate) pin: Option<Grantee>,
    pub(crate) grant: Option<Grant>,
    pub(crate) row: Option<Row>,
    pub(crate) standing: PinState,
}

/// Every person with a pin or a grant on some books.
pub(crate) struct Trust {
    pub(crate) open: Arc<OpenBooks>,
    /// The grant of the person who asks.
    pub(crate) grant: Grant,
    pub(crate) access: Access,
    pub(crate) pairs: Vec<PinnedPerson>,
    /// The fingerprint of the machine's key, if it is pinned.
    pub(crate) machine: Option<String>,
}

/// The recipients of a new key of the books.
#[derive(Debug)]
pub(crate) struct Recipients {
    /// Every person with a pin and a grant, with the pinned key.
    pub(crate) people: Vec<(PersonId, PublicKey)>,
    /// Grants without a pin, which are removed and never sealed to.
    pub(crate) strangers: Vec<PersonId>,
    /// The pinned fingerprint of the machine's key, if an owner allows unattended access.
    pub(crate) machine: Option<String>,
}

impl Person {
    /// Returns the people with access to some books.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if the person who asks has none.
    pub(crate) fn trust(&self, books: BooksId) -> Result<Trust> {
        let mine = self.grants()?.into_iter().find(|grant| grant.books == books);
        let grant = mine.ok_or(Error::NotFound)?;
        let open = self.open_books(&grant)?;
        let (pins, machine) = open
            .books
            .read(|view| Ok::<_, pecule_store::Error>((view.grantees()?, view.find_machine()?)))?;
        let (grants, rows) =
            self.app().inner().household.read(|view| {
                Ok::<_, pecule_store::Error>((view.grants_on(books)?, view.persons()?))
            })?;
        let mut everybody: Vec<PersonId> = pins.iter().map(|pin| pin.person).collect();
        everybody.extend(grants.iter().map(|grant| grant.person));
        everybody.sort_unstable();
        everybody.dedup();
        let alone = pins.is_empty() && grants.len() == 1;
        let pair = |person: PersonId| {
            let own = alone.then(|| self.vouch(&grant));
            let pin = pins.iter().find(|pin| pin.person == person).cloned().or(own);
            let grant = grants.iter().find(|grant| grant.person == person).cloned();
            let row = rows.iter().find(|row| row.id == person).cloned();
            let standing = self.standing(pin.as_ref(), grant.as_ref(), row.as_ref());
            PinnedPerson { person, pin, grant, row, standing }
        };
        let pairs = everybody.into_iter().map(pair).collect();
        let (access, _share) = self.rights(&grant, &open)?;
        Ok(Trust { open, grant, access, pairs, machine })
    }

    /// As [`Person::trust`], for owners only.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] for a reader.
    pub(crate) fn trust_as_owner(&self, books: BooksId) -> Result<Trust> {
        let trust = self.trust(books)?;
        if trust.access == Access::Own { Ok(trust) } else { Err(Error::NotFound) }
    }

    /// Returns the recipients of a new key. Fails while a person's key differs from the pinned one.
    pub(crate) fn recipients(&self, books: BooksId) -> Result<Recipients> {
        let trust = self.trust_as_owner(books)?;
        trust.refuse_changed(None)?;
        let mut people = Vec::new();
        let mut strangers = Vec::new();
        for pair in &trust.pairs {
            match (&pair.standing, &pair.row) {
                (PinState::Sound, Some(_)) if pair.person == self.id() => {
                    people.push((pair.person, self.identity().public()));
                }
                (PinState::Sound, Some(row)) => people.push((pair.person, public_key(row)?)),
                (PinState::Unpinned, _) => strangers.push(pair.person),
                _ => {}
            }
        }
        Ok(Recipients { people, strangers, machine: trust.machine })
    }

    /// Returns the access and the share of the person: at most what is pinned inside the books.
    pub(crate) fn rights(&self, grant: &Grant, open: &OpenBooks) -> Result<(Access, Share)> {
        let pins = open.books.read(|view| view.grantees())?;
        let Some(pin) = pins.iter().find(|pin| pin.person == self.id()) else {
            // Books from before pins existed have one owner.
            let access = if pins.is_empty() { grant.access } else { Access::Read };
            return Ok((access, grant.share));
        };
        Ok((grant.access.max(pin.access), pin.share))
    }

    /// Describes the person who asks as a grantee: holding the identity proves the key.
    fn vouch(&self, grant: &Grant) -> Grantee {
        Grantee {
            person: self.id(),
            name: self.name().to_owned(),
            fingerprint: self.fingerprint(),
            access: grant.access,
            share: grant.share,
            pinned_at: grant.created_at,
        }
    }

    fn standing(
        &self,
        pin: Option<&Grantee>,
        grant: Option<&Grant>,
        row: Option<&Row>,
    ) -> PinState {
        let (Some(pin), Some(grant), Some(row)) = (pin, grant, row) else {
            return if pin.is_none() { PinState::Unpinned } else { PinState::Gone };
        };
        // The identity is at hand for the person who asks; the next change updates an outdated pin.
        let expected =
            if row.id == self.id() { self.fingerprint() } else { pin.fingerprint.clone() };
        let found = fingerprint(row);
        if found != expected {
            PinState::Changed(found)
        } else if grant.fingerprint != expected {
            PinState::Changed(grant.fingerprint.clone())
        } else {
            PinState::Sound
        }
    }
}

impl Trust {
    /// Fails while any key (except that of `but`) differs from the pinned one.
    pub(crate) fn refuse_changed(&self, but: Option<PersonId>) -> Result<()> {
        for pair in self.pairs.iter().filter(|pair| Some(pair.person) != but) {
            if let (PinState::Changed(found), Some(pin)) = (&pair.standing, &pair.pin) {
                return Err(Conflict::KeyChanged {
                    name: pin.name.clone(),
                    pinned: pin.fingerprint.clone(),
                    found: found.clone(),
                }
                .into());
            }
        }
        Ok(())
    }

    /// Returns a person's pin and grant.
    pub(crate) fn pair(&self, person: PersonId) -> Option<&PinnedPerson> {
        self.pairs.iter().find(|pair| pair.person == person)
    }

    /// Returns the people who are pinned as owners and still have their grant.
    pub(crate) fn owners(&self) -> impl Iterator<Item = &Grantee> {
        let there = self.pairs.iter().filter(|pair| pair.standing != PinState::Gone);
        there.filter_map(|pair| pair.pin.as_ref()).filter(|pin| pin.access == Access::Own)
    }

    /// Unseals the key of the books.
    pub(crate) fn key(&self, person: &Person) -> Result<BooksKey> {
        grants::open_grant(person.identity(), &self.grant.sealed)
            .map_err(|error| Error::Installation(error.to_string()))
    }

    /// Changes the pins and records it in the audit log of the books. Outdated and orphaned pins are
    /// corrected too.
    pub(crate) fn pin(
        &self,
        person: &Person,
        action: &str,
        object: &str,
        work: impl FnOnce(GranteeChange<'_>) -> Result<()>,
    ) -> Result<()> {
        let app = person.app();
        app.require_changes()?;
        let now = app.clock().now();
        let entry = Entry {
            at: now,
            actor: Some(person.id()),
            session: Some(person.session()),
            action,
            object,
            outcome: "done",
            details: "{}",
        };
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| self.open.journal.chain(previous, fields);
        let ((), head) = self.open.books.change_grantees(entry, &mac, |pinning| {
            for pair in &self.pairs {
                match (&pair.standing, &pair.pin) {
                    (PinState::Gone, _) => pinning.remove_grantee(pair.person)?,
                    (_, Some(pin)) if pair.person == person.id() => {
                        let fingerprint = person.fingerprint();
                        pinning.put_grantee(&Grantee { fingerprint, ..pin.clone() })?;
                    }
                    _ => {}
                }
            }
            work(pinning)
        })?;
        app.advance(self.open.books.id(), head)
    }
}

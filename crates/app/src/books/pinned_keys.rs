//! Trust: who may open some books as pinned inside them, compared with what the household's file says.
//!
//! Whoever can write to household.db could exchange a public key, or add a grant, and wait for an owner to
//! seal to it. The pins lie inside the books, where only who holds the key writes: what does not agree with
//! them is reported, and nothing is sealed to it.

use std::sync::Arc;

use pecule_domain::id::{BooksId, PersonId};
use pecule_domain::money::share::Share;
use pecule_keys::books::grants;
use pecule_keys::{BooksKey, PublicKey};
use pecule_store::audit::chain::Entry;
use pecule_store::books::access::grantees::{Grantee, Pinning};
use pecule_store::household::books::list::{Access, Grant};
use pecule_store::household::people::persons::Person as Row;

use crate::actors::person::Person;
use crate::books::open::OpenBooks;
use crate::error::conflict::Conflict;
use crate::error::{Error, Result};

/// How somebody's pin and grant go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// They agree.
    Sound,
    /// The public key is not the one that was pinned: what it is now.
    Changed(String),
    /// A grant that no owner knows of.
    Unpinned,
    /// A pin whose grant is gone: they left, or were removed from the household.
    Gone,
}

/// Somebody who may open some books, or might.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) person: PersonId,
    pub(crate) pin: Option<Grantee>,
    pub(crate) grant: Option<Grant>,
    pub(crate) row: Option<Row>,
    pub(crate) standing: Standing,
}

/// Everybody who may open some books, and the books.
pub(crate) struct Trust {
    pub(crate) open: Arc<OpenBooks>,
    /// The grant of who asks.
    pub(crate) grant: Grant,
    pub(crate) access: Access,
    pub(crate) pairs: Vec<Pair>,
    /// The fingerprint of the machine's key, where it was pinned.
    pub(crate) machine: Option<String>,
}

/// To whom the key of some books is sealed when it is made anew.
#[derive(Debug)]
pub(crate) struct Recipients {
    /// Everybody who is pinned and has a grant, with the key that was pinned.
    pub(crate) people: Vec<(PersonId, PublicKey)>,
    /// Grants that no owner knows of: they are to be taken away, never sealed to.
    pub(crate) strangers: Vec<PersonId>,
    /// The pinned fingerprint of the machine's key, where an owner lets it open them by itself.
    pub(crate) machine: Option<String>,
}

impl Person {
    /// Everybody who may open some books; for who may not open them, they are not there.
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
            Pair { person, pin, grant, row, standing }
        };
        let pairs = everybody.into_iter().map(pair).collect();
        let (access, _share) = self.rights(&grant, &open)?;
        Ok(Trust { open, grant, access, pairs, machine })
    }

    /// As [`Person::trust`], for an owner: what only readers may open is not there to be shared.
    pub(crate) fn trust_as_owner(&self, books: BooksId) -> Result<Trust> {
        let trust = self.trust(books)?;
        if trust.access == Access::Own { Ok(trust) } else { Err(Error::NotFound) }
    }

    /// To whom the key of some books is to be sealed; refused while somebody's key is not the pinned one.
    pub(crate) fn recipients(&self, books: BooksId) -> Result<Recipients> {
        let trust = self.trust_as_owner(books)?;
        trust.refuse_changed(None)?;
        let mut people = Vec::new();
        let mut strangers = Vec::new();
        for pair in &trust.pairs {
            match (&pair.standing, &pair.row) {
                (Standing::Sound, Some(_)) if pair.person == self.id() => {
                    people.push((pair.person, self.identity().public()));
                }
                (Standing::Sound, Some(row)) => people.push((pair.person, public_key(row)?)),
                (Standing::Unpinned, _) => strangers.push(pair.person),
                _ => {}
            }
        }
        Ok(Recipients { people, strangers, machine: trust.machine })
    }

    /// What a grant allows, and which part is one's own: never more than what is pinned inside the books.
    pub(crate) fn rights(&self, grant: &Grant, open: &OpenBooks) -> Result<(Access, Share)> {
        let pins = open.books.read(|view| view.grantees())?;
        let Some(pin) = pins.iter().find(|pin| pin.person == self.id()) else {
            // Books from before there were pins have one owner and no more.
            let access = if pins.is_empty() { grant.access } else { Access::Read };
            return Ok((access, grant.share));
        };
        Ok((grant.access.max(pin.access), pin.share))
    }

    /// Oneself as a grantee: holding the identity is knowing its key.
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
    ) -> Standing {
        let (Some(pin), Some(grant), Some(row)) = (pin, grant, row) else {
            return if pin.is_none() { Standing::Unpinned } else { Standing::Gone };
        };
        // For oneself the identity is at hand; a pin that is behind it is put right by the next change.
        let expected =
            if row.id == self.id() { self.fingerprint() } else { pin.fingerprint.clone() };
        let found = fingerprint(row);
        if found != expected {
            Standing::Changed(found)
        } else if grant.fingerprint != expected {
            Standing::Changed(grant.fingerprint.clone())
        } else {
            Standing::Sound
        }
    }
}

impl Trust {
    /// Refuses while the key of anybody (but one) is not the pinned one.
    pub(crate) fn refuse_changed(&self, but: Option<PersonId>) -> Result<()> {
        for pair in self.pairs.iter().filter(|pair| Some(pair.person) != but) {
            if let (Standing::Changed(found), Some(pin)) = (&pair.standing, &pair.pin) {
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

    /// Somebody, where they may open the books or might.
    pub(crate) fn pair(&self, person: PersonId) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.person == person)
    }

    /// Those who are pinned as owners and still have their grant.
    pub(crate) fn owners(&self) -> impl Iterator<Item = &Grantee> {
        let there = self.pairs.iter().filter(|pair| pair.standing != Standing::Gone);
        there.filter_map(|pair| pair.pin.as_ref()).filter(|pin| pin.access == Access::Own)
    }

    /// The key of the books.
    pub(crate) fn key(&self, person: &Person) -> Result<BooksKey> {
        grants::open_grant(person.identity(), &self.grant.sealed)
            .map_err(|error| Error::Installation(error.to_string()))
    }

    /// Changes who is pinned, with its line in the books' journal; what is behind or gone is put right with it.
    pub(crate) fn pin(
        &self,
        person: &Person,
        action: &str,
        object: &str,
        work: impl FnOnce(Pinning<'_>) -> Result<()>,
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
                    (Standing::Gone, _) => pinning.remove_grantee(pair.person)?,
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

/// The public key of somebody, as the household's file has it.
pub(crate) fn public_key(row: &Row) -> Result<PublicKey> {
    row.public_key.parse().map_err(|error| {
        Error::Installation(format!("the public key of {} is damaged: {error}", row.name))
    })
}

/// The fingerprint of somebody's public key as it is now; of a text that is no key, the text.
pub(crate) fn fingerprint(row: &Row) -> String {
    row.public_key
        .parse()
        .map_or_else(|_bad| row.public_key.clone(), |key: PublicKey| key.fingerprint())
}

//! Grants and revokes access to books, compares keys and sets shares, on behalf of a signed-in owner.
//!
//! Every change is recorded in the audit log of the books, which only holders of their key can write.
//! The household's audit log records it with identifiers only.

use pecule_domain::id::{BooksId, PersonId};
use pecule_domain::money::share::Share;
use pecule_keys::PublicKey;
use pecule_keys::books::grants;
use pecule_store::books::access::grantees::Grantee;
use pecule_store::household::books::list::{Access, Grant};
use pecule_store::household::people::persons::Person as Row;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actors::person::Person;
use crate::audit_event::AuditEvent;
use crate::books::fingerprint::{fingerprint, public_key};
use crate::books::list::{BooksView, check_shares};
use crate::books::pinned_keys::{PinState, Trust};
use crate::error::conflict::Conflict;
use crate::error::{Error, Reason, Result};

/// A person to whom books could be granted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Candidate {
    #[schema(value_type = String)]
    pub person: PersonId,
    pub name: String,
    /// The fingerprint of their key, to be compared with the one on their own screen.
    pub fingerprint: String,
}

/// What a revocation cannot undo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ShareOverflow {
    /// Content that the person has read.
    Read,
    /// Copies of the file and of its key that the person may have made.
    Copies,
    /// Earlier backups, which open with the password or code of that time.
    Backups,
}

/// The result of a revocation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RevokeOutcome {
    /// Whether the key was rotated at once; otherwise it is still due.
    pub rotated: bool,
    /// What cannot be undone.
    pub beyond: Vec<ShareOverflow>,
}

impl RevokeOutcome {
    /// Lists what no revocation can undo.
    pub(crate) fn with(rotated: bool) -> Self {
        Self {
            rotated,
            beyond: vec![ShareOverflow::Read, ShareOverflow::Copies, ShareOverflow::Backups],
        }
    }
}

impl Person {
    /// Returns the fingerprint of one's own key, to be read to the owner who grants access.
    pub fn fingerprint(&self) -> String {
        self.identity().public().fingerprint()
    }

    /// Returns every other active person, with the fingerprint to compare.
    pub fn candidates(&self) -> Result<Vec<Candidate>> {
        let rows = self.app().inner().household.read(|view| view.persons())?;
        let others = rows.iter().filter(|row| row.id != self.id() && row.disabled_at.is_none());
        let candidate = |row: &Row| Candidate {
            person: row.id,
            name: row.name.clone(),
            fingerprint: fingerprint(row),
        };
        Ok(others.map(candidate).collect())
    }

    /// Lets a person read books; `compared` is the fingerprint that the two people compared.
    pub fn grant_read(
        &self,
        books: BooksId,
        person: PersonId,
        compared: Option<&str>,
    ) -> Result<BooksView> {
        self.require_confirmed()?;
        let trust = self.trust_as_owner(books)?;
        let known = trust.pair(person).is_some_and(|pair| pair.standing == PinState::Sound);
        if known {
            return Err(Error::invalid("person", Reason::Taken));
        }
        self.admit(&trust, person, (Access::Read, Share::NONE), compared)?;
        self.books(books)
    }

    /// Makes a person an owner of books, with a share.
    pub fn make_owner(
        &self,
        books: BooksId,
        person: PersonId,
        share: Share,
        compared: Option<&str>,
    ) -> Result<BooksView> {
        self.require_confirmed()?;
        let trust = self.trust_as_owner(books)?;
        let others = trust.owners().filter(|owner| owner.person != person);
        check_shares(others.map(|owner| owner.share).chain([share]))?;
        self.admit(&trust, person, (Access::Own, share), compared)?;
        self.books(books)
    }

    /// Changes the shares of some owners.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if the shares of all owners exceed one whole, [`Error::NotFound`] for a person
    /// who is no owner.
    pub fn set_shares(&self, books: BooksId, shares: &[(PersonId, Share)]) -> Result<BooksView> {
        self.require_confirmed()?;
        let trust = self.trust_as_owner(books)?;
        trust.refuse_changed(None)?;
        let wanted = |owner: &Grantee| shares.iter().find(|(person, _)| *person == owner.person);
        let owners: Vec<Grantee> = trust
            .owners()
            .map(|owner| Grantee {
                share: wanted(owner).map_or(owner.share, |(_, share)| *share),
                ..owner.clone()
            })
            .collect();
        if !shares.iter().all(|(person, _)| owners.iter().any(|owner| owner.person == *person)) {
            return Err(Error::NotFound);
        }
        check_shares(owners.iter().map(|owner| owner.share))?;
        let object = books.to_string();
        trust.pin(self, "shares-set", &object, |pinning| {
            Ok(owners.iter().try_for_each(|owner| pinning.put_grantee(owner))?)
        })?;
        self.app().change_household(
            &AuditEvent::of(self, "books-shares-set", &object),
            |edit| {
                for owner in &owners {
                    if let Some(grant) = edit.find_grant(books, owner.person)? {
                        edit.put_grant(&Grant { share: owner.share, ..grant })?;
                    }
                }
                Ok(())
            },
        )?;
        self.books(books)
    }

    /// Revokes a person's access and rotates the key of the books.
    ///
    /// This also works for a person whose key changed or who is not pinned.
    pub fn revoke(&self, books: BooksId, person: PersonId) -> Result<RevokeOutcome> {
        self.require_confirmed()?;
        let trust = self.trust_as_owner(books)?;
        if person == self.id() {
            return Err(Conflict::LastOwner.into());
        }
        trust.pair(person).ok_or(Error::NotFound)?;
        trust.refuse_changed(Some(person))?;
        self.shut_out(&trust, person, "books-revoked")?;
        // Rotation requires that the books are closed.
        drop(trust);
        Ok(RevokeOutcome::with(self.renew_key(books)))
    }

    /// Gives up the own access, as a reader or as one of several owners.
    ///
    /// The person who leaves knows the key, so a remaining owner has to rotate it.
    ///
    /// # Errors
    ///
    /// [`Conflict::LastOwner`] for the only owner.
    pub fn leave_books(&self, books: BooksId) -> Result<RevokeOutcome> {
        self.require_confirmed()?;
        let trust = self.trust(books)?;
        if trust.access == Access::Own && !trust.owners().any(|owner| owner.person != self.id()) {
            return Err(Conflict::LastOwner.into());
        }
        self.shut_out(&trust, self.id(), "books-left")?;
        Ok(RevokeOutcome::with(false))
    }

    /// Pins the current key of a person, after both compared its fingerprint.
    pub fn confirm_fingerprint(
        &self,
        books: BooksId,
        person: PersonId,
        compared: &str,
    ) -> Result<BooksView> {
        self.require_confirmed()?;
        let trust = self.trust_as_owner(books)?;
        let pair = trust.pair(person).ok_or(Error::NotFound)?;
        let (PinState::Changed(_), Some(pin)) = (&pair.standing, &pair.pin) else {
            return Err(Error::NotFound);
        };
        trust.refuse_changed(Some(person))?;
        let share = (pin.access, pin.share);
        self.admit(&trust, person, share, Some(compared))?;
        self.books(books)
    }

    /// Returns a person whose key has the fingerprint that was compared.
    pub(crate) fn compared(&self, person: PersonId, compared: Option<&str>) -> Result<Row> {
        let row = self.app().inner().household.read(|view| view.person(person))?;
        if row.disabled_at.is_some() {
            return Err(Conflict::Disabled.into());
        }
        let found = fingerprint(&row);
        match compared {
            Some(compared) if bare(compared) != bare(&found) => Err(Conflict::KeyChanged {
                name: row.name,
                pinned: compared.trim().to_owned(),
                found,
            }
            .into()),
            _ => Ok(row),
        }
    }

    /// Seals the key of the books to a person and pins the person's key.
    fn admit(
        &self,
        trust: &Trust,
        person: PersonId,
        (access, share): (Access, Share),
        compared: Option<&str>,
    ) -> Result<()> {
        trust.refuse_changed(Some(person))?;
        let row = self.compared(person, compared)?;
        if let (Some(pair), None) = (trust.pair(person), compared)
            && matches!(pair.standing, PinState::Changed(_))
        {
            // A key that changed since it was compared has to be compared again.
            trust.refuse_changed(None)?;
        }
        let key: PublicKey = public_key(&row)?;
        let books = trust.grant.books;
        let sealed = grants::grant(&trust.key(self)?, &key).map_err(Error::internal)?;
        let now = self.app().clock().now();
        let pin = Grantee {
            person,
            name: row.name,
            fingerprint: key.fingerprint(),
            access,
            share,
            pinned_at: now,
        };
        // The pin comes first: a grant without a pin would look forged, a pin without a grant opens
        // nothing.
        let object = books.to_string();
        trust.pin(self, "grantee-pinned", &person.to_string(), |pinning| {
            Ok(pinning.put_grantee(&pin)?)
        })?;
        let details = serde_json::json!({ "person": person.to_string(), "access": access.word() });
        let details = details.to_string();
        let deed = AuditEvent::of(self, "books-granted", &object).with(&details);
        self.app().change_household(&deed, |edit| {
            self.still_owns(edit, books)?;
            let before = edit.find_grant(books, person)?;
            let created_at = before.map_or(now, |before| before.created_at);
            let fingerprint = pin.fingerprint.clone();
            Ok(edit.put_grant(&Grant {
                books,
                person,
                access,
                share,
                sealed,
                fingerprint,
                created_at,
            })?)
        })
    }

    /// Removes the grant and the pin of a person and marks the key for rotation.
    fn shut_out(&self, trust: &Trust, person: PersonId, action: &str) -> Result<()> {
        let books = trust.grant.books;
        let object = books.to_string();
        let details = serde_json::json!({ "person": person.to_string() }).to_string();
        let deed = AuditEvent::of(self, action, &object).with(&details);
        // The grant goes first, so that the rotation is due even if the machine stops here.
        self.app().change_household(&deed, |edit| {
            if person != self.id() {
                self.still_owns(edit, books)?;
            }
            if edit.find_grant(books, person)?.is_some() {
                edit.remove_grant(books, person)?;
            }
            Ok(edit.set_rotation_due(books)?)
        })?;
        if trust.access == Access::Own {
            trust.pin(self, "grantee-unpinned", &person.to_string(), |pinning| {
                Ok(pinning.remove_grantee(person)?)
            })?;
        }
        Ok(())
    }

    /// Checks again inside the transaction, because the access may have been revoked since the request.
    fn still_owns(&self, edit: pecule_store::household::Edit<'_>, books: BooksId) -> Result<()> {
        let grant = edit.find_grant(books, self.id())?.ok_or(Error::NotFound)?;
        if grant.access == Access::Own { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Rotates the key of the books and returns whether it succeeded; otherwise it stays due.
    pub(crate) fn renew_key(&self, books: BooksId) -> bool {
        match self.renew_books_key(books) {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(%error, %books, "the key of these books could not be renewed yet");
                false
            }
        }
    }
}

/// Normalises a typed fingerprint: without spaces, in one case.
fn bare(fingerprint: &str) -> String {
    fingerprint.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
}

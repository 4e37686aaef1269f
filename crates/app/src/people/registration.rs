//! Creates a person with one set of books. The first person becomes the administrator.

use std::sync::Arc;

use jiff::SignedDuration;
use pecule_domain::id::{BooksId, PersonId, SessionId};
use pecule_domain::money::share::Share;
use pecule_keys::auth::password::PasswordProblem;
use pecule_keys::auth::slots::Context;
use pecule_keys::auth::{password, slots};
use pecule_keys::books::grants;
use pecule_keys::{BooksKey, Identity, RecoveryCode, SetupCode};
use pecule_store::FileKey;
use pecule_store::audit::entry::{Head, ORIGIN};
use pecule_store::books::Books;
use pecule_store::books::access::grantees::Grantee;
use pecule_store::household::Edit;
use pecule_store::household::auth::slots::{Slot, SlotKind};
use pecule_store::household::books::list::{Access, BooksRow, BooksState, Grant};
use pecule_store::household::people::persons::Person as Row;
use pecule_store::household::settings::SetupCode as SetupRow;
use zeroize::Zeroizing;

use crate::actors::person::Person;
use crate::actors::preferences::Preferences;
use crate::app::{App, Guest};
use crate::audit_event::AuditEvent;
use crate::books::fingerprint::public_key;
use crate::books::list::NewOwner;
use crate::error::unavailable::Unavailable;
use crate::error::{Error, Reason, Refusal, Result};
use crate::installation::ids::uuid_of;
use crate::validate;

/// The lifetime of the one-time code for the first person.
const CODE_LIFE: SignedDuration = SignedDuration::from_mins(15);

/// The fields of a new person.
pub struct NewPerson<'a> {
    pub name: &'a str,
    pub password: &'a str,
    /// The language of their screens: `fr` or `en`.
    pub language: &'a str,
    /// Whether the recovery code was saved in a file, which counts as confirmed.
    pub recovery_kept: bool,
}

/// A new person, with the secret that is shown once.
pub struct CreatedPerson {
    pub person: Person,
    /// The recovery code, to be written down.
    pub recovery: Zeroizing<String>,
}

/// A person who is prepared but not stored yet.
pub(crate) struct PersonDraft {
    pub(crate) row: Row,
    slots: [Slot; 2],
    books: NewBooks,
    identity: Identity,
    recovery: RecoveryCode,
}

/// Books that are created but not stored in the household yet.
pub(crate) struct NewBooks {
    pub(crate) shelf: BooksRow,
    grants: Vec<Grant>,
}

impl App {
    /// Creates the one-time code for the first person, or returns `None` if a person exists.
    pub fn new_setup_code(&self) -> Result<Option<Zeroizing<String>>> {
        if self.people()? > 0 {
            return Ok(None);
        }
        let code = SetupCode::generate()?;
        let now = self.inner().clock.now();
        let row = SetupRow {
            hash: code.hash(),
            expires_at: now.saturating_add(CODE_LIFE).unwrap_or(now),
        };
        self.inner().household.write(|edit| edit.put_setup_code(&row))?;
        Ok(Some(code.text()))
    }
}

impl Guest<'_> {
    /// Creates the first person from a terminal.
    pub fn set_up(self, newcomer: &NewPerson<'_>) -> Result<CreatedPerson> {
        if self.app.people()? > 0 {
            return Err(Refusal::SetUpAlready.into());
        }
        self.app.make_first(newcomer)
    }

    /// Creates the first person from a browser, given the one-time code of the terminal.
    pub fn set_up_with_code(self, code: &str, newcomer: &NewPerson<'_>) -> Result<CreatedPerson> {
        if self.app.people()? > 0 {
            return Err(Refusal::SetUpAlready.into());
        }
        let inner = self.app.inner();
        let now = inner.clock.now();
        let typed = SetupCode::parse(code).ok_or(Refusal::WrongSetupCode)?;
        let kept = inner.household.read(|view| view.find_setup_code())?;
        if !kept.is_some_and(|kept| kept.hash == typed.hash() && now < kept.expires_at) {
            return Err(Refusal::WrongSetupCode.into());
        }
        self.app.make_first(newcomer)
    }
}

/// Refuses a password that is easily guessed.
pub(crate) fn check_password(password: &str, name: &str, second_factor: bool) -> Result<()> {
    match password::check(password, &[name, "pecule", "pécule", "patrimoine"], second_factor) {
        Ok(()) => Ok(()),
        Err(PasswordProblem::TooShort { .. }) => {
            Err(Error::invalid("password", Reason::PasswordTooShort))
        }
        Err(PasswordProblem::TooLong { .. }) => {
            Err(Error::invalid("password", Reason::PasswordTooLong))
        }
        Err(_guessable) => Err(Error::invalid("password", Reason::PasswordTooWeak)),
    }
}

impl App {
    /// Refuses a password that is easily guessed or in the list of breached ones.
    pub(crate) fn check_password(
        &self,
        password: &str,
        name: &str,
        second_factor: bool,
    ) -> Result<()> {
        check_password(password, name, second_factor)?;
        match &self.inner().breached {
            Some(list) if list.holds(password)? => {
                Err(Error::invalid("password", Reason::PasswordBreached))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Creates the first person, who is the administrator.
    fn make_first(&self, newcomer: &NewPerson<'_>) -> Result<CreatedPerson> {
        if self.inner().desk.is_ready() {
            return Err(Unavailable::Busy.into());
        }
        let draft = self.draft_person(newcomer, true)?;
        let deed = AuditEvent::new("person-made", "first").by(draft.row.id, None);
        let entered = self.change_household(&deed, |edit| {
            if edit.person_count()? > 0 {
                return Err(Error::from(Refusal::SetUpAlready));
            }
            if edit.find_setup_code()?.is_some() {
                edit.remove_setup_code()?;
            }
            Self::enter(edit, &draft)
        });
        self.finish(newcomer, draft, entered)
    }

    /// Prepares a person with an identity, two slots and one set of books.
    pub(crate) fn draft_person(
        &self,
        newcomer: &NewPerson<'_>,
        admin: bool,
    ) -> Result<PersonDraft> {
        let name = validate::name("name", newcomer.name)?;
        self.check_password(newcomer.password, &name, false)?;
        let identity = Identity::generate()?;
        let recovery = RecoveryCode::generate()?;
        let id = self.draw(PersonId::new)?;
        let language = if newcomer.language == "en" { "en" } else { "fr" };
        let preferences =
            Preferences { recovery_confirmed: newcomer.recovery_kept, ..Preferences::default() };
        let row = Row {
            id,
            name,
            admin,
            language: language.to_owned(),
            theme: "auto".to_owned(),
            public_key: identity.public().to_string(),
            preferences: serde_json::to_string(&preferences).map_err(Error::internal)?,
            created_at: self.inner().clock.now(),
            disabled_at: None,
        };
        let slots = self.seal_slots(&row, &identity, newcomer.password, &recovery)?;
        let title = if language == "en" { "My space" } else { "Mon espace" };
        let owner = NewOwner { row: row.clone(), share: Share::WHOLE };
        let books = self.make_books(title, &[owner])?;
        Ok(PersonDraft { row, slots, books, identity, recovery })
    }

    /// Stores a prepared person in the household.
    pub(crate) fn enter(edit: Edit<'_>, draft: &PersonDraft) -> Result<()> {
        edit.add_person(&draft.row)?;
        for slot in &draft.slots {
            edit.put_slot(slot)?;
        }
        draft.books.enter(edit)
    }

    /// Returns a stored person, or removes the books of one who could not be stored.
    pub(crate) fn finish(
        &self,
        newcomer: &NewPerson<'_>,
        draft: PersonDraft,
        entered: Result<()>,
    ) -> Result<CreatedPerson> {
        if let Err(refused) = entered {
            // The key was never stored, so the file is of no use.
            self.discard_books(draft.books.shelf.id);
            return Err(refused);
        }
        let PersonDraft { row, identity, recovery, .. } = draft;
        let session = self.draw(SessionId::new)?;
        let person = Person::new(self.clone(), row, session, Arc::new(identity));
        let text = recovery.text();
        if !newcomer.recovery_kept {
            self.inner().shown.put(person.id(), recovery);
        }
        Ok(CreatedPerson { person, recovery: text })
    }

    /// Seals an identity under a password and under a recovery code.
    pub(crate) fn seal_slots(
        &self,
        row: &Row,
        identity: &Identity,
        password: &str,
        recovery: &RecoveryCode,
    ) -> Result<[Slot; 2]> {
        let inner = self.inner();
        let key_id = self.draw(|uuid| uuid)?.to_string();
        let bytes = row.id.uuid().into_bytes();
        let context = Context { install: inner.keyring.install(), person: &bytes, key_id: &key_id };
        let _turn = inner.turnstile.enter()?;
        let sealed =
            slots::seal_with_password(identity, password, &context, &inner.master, inner.cost)
                .map_err(|error| Error::Installation(error.to_string()))?;
        let by_code = slots::seal_with_code(identity, recovery, &context)
            .map_err(|error| Error::Installation(error.to_string()))?;
        let slot = |kind, sealed| Slot {
            person: row.id,
            kind,
            key_id: key_id.clone(),
            sealed,
            created_at: row.created_at,
        };
        Ok([slot(SlotKind::Password, sealed), slot(SlotKind::Recovery, by_code)])
    }

    /// Creates an encrypted books file, with its owners pinned inside and the grants that open it.
    pub(crate) fn make_books(&self, title: &str, owners: &[NewOwner]) -> Result<NewBooks> {
        let inner = self.inner();
        let now = inner.clock.now();
        let id = self.draw(BooksId::new)?;
        let key = BooksKey::generate()?;
        let mut grants = Vec::with_capacity(owners.len());
        let mut pins = Vec::with_capacity(owners.len());
        for owner in owners {
            let public = public_key(&owner.row)?;
            grants.push(Grant {
                books: id,
                person: owner.row.id,
                access: Access::Own,
                share: owner.share,
                sealed: grants::grant(&key, &public).map_err(Error::internal)?,
                fingerprint: public.fingerprint(),
                created_at: now,
            });
            pins.push(Grantee {
                person: owner.row.id,
                name: owner.row.name.clone(),
                fingerprint: public.fingerprint(),
                access: Access::Own,
                share: owner.share,
                pinned_at: now,
            });
        }
        let install = uuid_of(inner.keyring.install());
        let path = inner.folder.books(id);
        let books = Books::create(&path, &FileKey::new(*key.bytes()), install, id)?;
        books.pin_first(&pins)?;
        let digest = books.settle()?;
        let shelf = BooksRow {
            id,
            title: title.to_owned(),
            created_at: now,
            state: BooksState::Settled,
            head: Head { seq: 0, mac: ORIGIN },
            settled: Some((digest, now)),
        };
        Ok(NewBooks { shelf, grants })
    }

    /// Removes a new books file whose key was not stored.
    pub(crate) fn discard_books(&self, id: BooksId) {
        if let Err(error) = std::fs::remove_file(self.inner().folder.books(id)) {
            tracing::warn!(%error, "an empty books file is left over");
        }
    }
}

impl NewBooks {
    /// Stores the books and their grants in the household.
    pub(crate) fn enter(&self, edit: Edit<'_>) -> Result<()> {
        edit.add_shelf(&self.shelf)?;
        Ok(self.grants.iter().try_for_each(|grant| edit.put_grant(grant))?)
    }
}

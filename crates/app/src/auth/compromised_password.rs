//! Replaces every secret of a member whose password is compromised: identity, recovery code, grants and
//! sessions.
//!
//! The old identity must be assumed stolen, so a new password is not enough. All of that is one change
//! of the household; then the keys of the member's own books are renewed. A renewal that fails is due
//! at the next sign-in.

use std::sync::Arc;

use pecule_keys::auth::session::Purpose;
use pecule_keys::books::grants;
use pecule_keys::{Identity, RecoveryCode, SessionToken};
use pecule_store::household::Edit;
use pecule_store::household::auth::sessions::{Session, SessionKind};
use pecule_store::household::auth::slots::Slot;
use pecule_store::household::books::key_rotations::SealedGrant;
use pecule_store::household::books::list::{Access, Grant};
use pecule_store::household::people::persons::Person as Row;
use zeroize::Zeroizing;

use crate::actors::person::Person;
use crate::actors::preferences::Preferences;
use crate::audit_event::AuditEvent;
use crate::auth::second_factor::is_short_alone;
use crate::error::conflict::Conflict;
use crate::error::{Error, Reason, Refusal, Result};

/// The new secrets of the member.
pub struct Replaced {
    /// The member with the new identity.
    pub person: Person,
    /// The new recovery code, to be written down; the old one is invalid.
    pub recovery: Zeroizing<String>,
    /// New token of the browser; `None` for a program, which has to sign in again.
    pub token: Option<Zeroizing<String>>,
    /// Whether the keys of all own books were renewed; otherwise that is due at the next sign-in.
    pub books_renewed: bool,
}

/// The new secrets, before they are stored.
struct NewSecrets {
    row: Row,
    slots: [Slot; 2],
    /// Each grant as it was read, with its replacement.
    seals: Vec<(Grant, SealedGrant)>,
    /// The present browser session, with its new token.
    browser: Option<(Session, SessionToken, Vec<u8>)>,
}

impl Person {
    /// Sets a new password after the present one was compromised, and replaces all secrets.
    pub fn change_leaked_password(&self, present: &str, new: &str) -> Result<Replaced> {
        let app = self.app();
        if self.only().is_some() {
            return Err(Error::NotFound);
        }
        match app.guest().identify_at(self.name(), present, &self.device()?) {
            Ok(_again) => {}
            Err(Error::Refused(Refusal::WrongPassword)) => {
                return Err(Error::invalid("present", Reason::DoesNotMatch));
            }
            Err(other) => return Err(other),
        }
        app.check_password(new, self.name(), self.has_second_factor()?)?;
        let (identity, recovery) = (Identity::generate()?, RecoveryCode::generate()?);
        let anew = self.draw_up(&identity, &recovery, new)?;
        self.put_anew(&anew)?;
        let identity = Arc::new(identity);
        let now = app.clock().now();
        for (session, _identity) in app.inner().live.all() {
            let session = app.inner().household.read(|view| view.session(session));
            if let Ok(session) = session
                && session.person == self.id()
            {
                app.inner().live.forget(session.id);
            }
        }
        if anew.browser.is_some() {
            app.inner().live.put(self.session(), Arc::clone(&identity), now);
        }
        let text = recovery.text();
        app.inner().shown.put(self.id(), recovery);
        let person = Self::new(app.clone(), anew.row, self.session(), identity);
        person.renew_what_is_due();
        let due = app.inner().household.read(|view| view.rotations_due(self.id()))?;
        let token = anew.browser.map(|(_session, token, _wrapped)| token.text());
        Ok(Replaced { person, recovery: text, token, books_renewed: due.is_empty() })
    }

    /// Prepares the new secrets without storing anything.
    fn draw_up(
        &self,
        identity: &Identity,
        recovery: &RecoveryCode,
        new: &str,
    ) -> Result<NewSecrets> {
        let app = self.app();
        let preferences = Preferences {
            recovery_confirmed: false,
            short_password: is_short_alone(new),
            ..self.preferences()
        };
        let row = Row {
            public_key: identity.public().to_string(),
            preferences: serde_json::to_string(&preferences).map_err(Error::internal)?,
            ..self.row().clone()
        };
        let now = app.clock().now();
        let slots = app
            .seal_slots(&row, identity, new, recovery)?
            .map(|slot| Slot { created_at: now, ..slot });
        let grants = app.inner().household.read(|view| view.grants_of(self.id()))?;
        let seals = grants
            .into_iter()
            .map(|grant| self.seal_again(&grant, identity).map(|seals| (grant, seals)))
            .collect::<Result<_>>()?;
        let browser = match app.inner().household.read(|view| view.session(self.session())) {
            Ok(session) if session.kind == SessionKind::Browser => {
                let token = SessionToken::generate()?;
                let wrapped = app.wrap(&token, Purpose::Browser, &session, identity)?;
                Some((session, token, wrapped))
            }
            Ok(_) | Err(pecule_store::Error::NotFound) => None,
            Err(other) => return Err(other.into()),
        };
        Ok(NewSecrets { row, slots, seals, browser })
    }

    /// Seals the keys of a grant to another identity.
    fn seal_again(&self, grant: &Grant, to: &Identity) -> Result<SealedGrant> {
        let public = to.public();
        let again = |sealed: &[u8]| {
            let key = grants::open_grant(self.identity(), sealed)
                .map_err(|error| Error::Installation(error.to_string()))?;
            grants::grant(&key, &public).map_err(Error::internal)
        };
        let (pending, retained) = self.app().inner().household.read(|view| {
            Ok::<_, pecule_store::Error>((
                view.find_pending_grant(grant.books, self.id())?,
                view.find_retained_grant(grant.books, self.id())?,
            ))
        })?;
        Ok(SealedGrant {
            sealed: again(&grant.sealed)?,
            fingerprint: public.fingerprint(),
            pending: pending.as_deref().map(again).transpose()?,
            retained: retained.as_deref().map(again).transpose()?,
        })
    }

    /// Stores the new secrets as one change.
    fn put_anew(&self, anew: &NewSecrets) -> Result<()> {
        let app = self.app();
        let now = app.clock().now();
        app.change_household(
            &AuditEvent::of(self, "identity-renewed", &self.id().to_string()),
            |edit| {
                for slot in &anew.slots {
                    edit.put_slot(slot)?;
                }
                // Keeps changes that an administrator made meanwhile.
                let row = edit.person(self.id())?;
                let (public_key, preferences) =
                    (anew.row.public_key.clone(), anew.row.preferences.clone());
                edit.put_person(&Row { public_key, preferences, ..row })?;
                self.put_seals(edit, anew)?;
                edit.remove_pending_of(self.id())?;
                edit.forget_awaited(self.id())?;
                let stays = anew.browser.as_ref().map(|(session, _token, _wrapped)| session.id);
                edit.revoke_sessions_of(self.id(), stays, now)?;
                if let Some((session, token, wrapped)) = &anew.browser {
                    edit.renew_session(session.id, &token.hash(), wrapped, now)?;
                }
                Ok(())
            },
        )
    }

    fn put_seals(&self, edit: Edit<'_>, anew: &NewSecrets) -> Result<()> {
        let there = edit.grants_of(self.id())?;
        let read: Vec<&Grant> = anew.seals.iter().map(|(grant, _seals)| grant).collect();
        if there.iter().collect::<Vec<_>>() != read {
            // A grant was added, removed or renewed meanwhile.
            return Err(Conflict::Stale.into());
        }
        for (grant, seals) in &anew.seals {
            edit.reseal_grant(grant.books, self.id(), seals)?;
            if grant.access == Access::Own {
                edit.set_rotation_due(grant.books)?;
            }
        }
        Ok(())
    }
}

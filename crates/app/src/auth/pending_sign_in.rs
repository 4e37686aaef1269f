//! Keeps sign-ins that have passed the password and wait for the second factor.
//!
//! The identity that the password unsealed is sealed again under a token that only the browser holds. A
//! pending sign-in allows five codes, lasts five minutes and does not survive a restart; then the
//! password is asked again.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::SessionId;
use pecule_keys::auth::session::{Context, Purpose};
use pecule_keys::{Identity, SessionToken};
use pecule_store::household::auth::second_factor::Pending;
use pecule_store::household::auth::sessions::SessionKind;
use pecule_store::household::people::persons::{Person as Row, folded};
use zeroize::Zeroizing;

use crate::actors::device::Device;
use crate::actors::person::Person;
use crate::app::{App, Guest};
use crate::auth::account_notices::{NoticeKind, tell};
use crate::auth::sign_in::StartedSession;
use crate::error::{Error, Refusal, Result};

/// Lifetime of a pending sign-in.
pub const LIFE: SignedDuration = SignedDuration::from_mins(5);
/// Codes that may be tried before the password is asked again.
const TRIES: u32 = 5;

/// Outcome of a name and a password.
pub enum Entry {
    In(Box<StartedSession>),
    /// A code is needed; holds the secret that the browser keeps until then.
    Awaits(Zeroizing<String>),
}

/// The person whose code is awaited.
#[derive(Debug, Clone)]
pub struct PendingSignIn {
    pub name: String,
    /// Language of the screens.
    pub language: String,
    /// `light`, `dark` or `auto`.
    pub theme: String,
}

impl Guest<'_> {
    /// Checks a name and a password. A person with a second factor has to send a code next.
    pub fn begin_sign_in(self, name: &str, password: &str, device: &Device) -> Result<Entry> {
        let (row, identity) = self.unseal(name, password, device)?;
        if self.app.find_enrolled(row.id)?.is_some() {
            let mut person = Person::new(
                self.app.clone(),
                row.clone(),
                self.app.draw(SessionId::new)?,
                Arc::clone(&identity),
            );
            person.note_length(password)?;
            return self.app.await_code(&row, &identity).map(Entry::Awaits);
        }
        let mut signed_in = self.let_in(SessionKind::Browser, row, identity, device)?;
        signed_in.person.note_length(password)?;
        Ok(Entry::In(Box::new(signed_in)))
    }

    /// Returns the person whose code is awaited by the browser with this token.
    pub fn awaited(self, token: &str) -> Result<PendingSignIn> {
        let (_token, _pending, row) = self.app.pending_of(token)?;
        Ok(PendingSignIn { name: row.name, language: row.language, theme: row.theme })
    }

    /// Checks a TOTP or one-time code. Each attempt counts, and each wrong one counts as a failure.
    pub fn finish_sign_in(
        self,
        token: &str,
        code: &str,
        device: &Device,
    ) -> Result<StartedSession> {
        let (token, pending, row) = self.app.pending_of(token)?;
        let name = folded(&row.name);
        self.check_throttle(&name, device)?;
        // Counted before the check, so that codes sent in parallel cannot exceed the limit.
        let tries = self.app.inner().household.write(|edit| edit.count_try(pending.id));
        let tries = match tries {
            Ok(tries) if tries <= TRIES => tries,
            Ok(_) | Err(pecule_store::Error::NotFound) => return self.give_up(&pending),
            Err(other) => return Err(other.into()),
        };
        let Some(totp) = self.app.find_enrolled(row.id)? else { return self.give_up(&pending) };
        let identity = self.app.unwrap_awaited(&token, &pending)?;
        match self.app.use_code(&totp, code.trim()) {
            Ok(()) => {}
            Err(Error::Refused(Refusal::WrongCode)) => {
                self.count_failure(&name, Some(row.id), device)?;
                if tries == TRIES {
                    let notice = self.app.notice(row.id, NoticeKind::CodesRefused)?;
                    self.app.inner().household.write(|edit| tell(edit, &notice))?;
                    return self.give_up(&pending);
                }
                return Err(Refusal::WrongCode.into());
            }
            Err(other) => return Err(other),
        }
        match self.app.inner().household.write(|edit| edit.remove_pending(pending.id)) {
            Ok(()) => self.let_in(SessionKind::Browser, row, identity, device),
            // The password was changed or the account disabled meanwhile.
            Err(pecule_store::Error::NotFound) => Err(Refusal::PasswordAgain.into()),
            Err(other) => Err(other.into()),
        }
    }

    fn give_up<T>(self, pending: &Pending) -> Result<T> {
        match self.app.inner().household.write(|edit| edit.remove_pending(pending.id)) {
            Ok(()) | Err(pecule_store::Error::NotFound) => Err(Refusal::PasswordAgain.into()),
            Err(other) => Err(other.into()),
        }
    }
}

impl App {
    /// Stores a pending sign-in; its row opens nothing without the token.
    fn await_code(&self, row: &Row, identity: &Identity) -> Result<Zeroizing<String>> {
        let inner = self.inner();
        let (id, now) = (self.draw(SessionId::new)?, inner.clock.now());
        let token = SessionToken::generate()?;
        let (person, session) = (row.id.uuid().into_bytes(), id.uuid().into_bytes());
        let context =
            Context { install: inner.keyring.install(), person: &person, session: &session };
        let pending = Pending {
            id,
            person: row.id,
            token_hash: token.hash(),
            wrapped: token.wrap_identity(Purpose::SecondFactor, &context, identity)?,
            tries: 0,
            created_at: now,
            expires_at: now.saturating_add(LIFE).unwrap_or(now),
        };
        inner.household.write(|edit| {
            edit.prune_pending(now)?;
            edit.add_pending(&pending)
        })?;
        Ok(token.text())
    }

    /// Returns the pending sign-in of a token and its person.
    fn pending_of(&self, token: &str) -> Result<(SessionToken, Pending, Row)> {
        let token = SessionToken::parse(token).map_err(|_bad| Refusal::PasswordAgain)?;
        let now = self.inner().clock.now();
        let found = self.inner().household.read(|view| {
            let pending = view.find_pending(&token.hash(), now)?;
            let row = pending.as_ref().map(|pending| view.person(pending.person)).transpose()?;
            Ok::<_, pecule_store::Error>(pending.zip(row))
        })?;
        let (pending, row) = found
            // If the clock was set back, the start lies in the future: treat it as expired.
            .filter(|(pending, row)| pending.created_at <= now && row.disabled_at.is_none())
            .ok_or(Refusal::PasswordAgain)?;
        Ok((token, pending, row))
    }

    fn unwrap_awaited(&self, token: &SessionToken, pending: &Pending) -> Result<Arc<Identity>> {
        let (person, session) =
            (pending.person.uuid().into_bytes(), pending.id.uuid().into_bytes());
        let install = self.inner().keyring.install();
        let context = Context { install, person: &person, session: &session };
        let opened = token.unwrap_identity(Purpose::SecondFactor, &context, &pending.wrapped);
        Ok(Arc::new(opened.map_err(|_refused| Refusal::PasswordAgain)?))
    }

    /// Deletes sign-ins that were pending when the program stopped.
    pub(crate) fn forget_awaited(&self) {
        if let Err(error) = self.inner().household.write(|edit| edit.prune_pending(Timestamp::MAX))
        {
            tracing::warn!(%error, "sign-ins that waited for a code are left over");
        }
    }
}

//! Locks browser sessions that were idle for some minutes; the password unlocks them.
//!
//! The identity of a locked session is neither in memory nor in its row, so the cookie alone opens
//! nothing.

use pecule_keys::SessionToken;
use pecule_keys::auth::session::Purpose;
use pecule_store::household::auth::sessions::{Session, SessionKind};
use pecule_store::household::people::persons::Person as Row;
use zeroize::Zeroizing;

use crate::actors::device::Device;
use crate::actors::person::Person;
use crate::actors::preferences::Preferences;
use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::auth::session_expiry::is_overdue;
use crate::error::{Error, Reason, Refusal, Result};

/// Idle minutes that a person may choose.
pub const CHOICES: [u16; 4] = [5, 15, 30, 60];
/// Idle minutes by default.
const USUAL: u16 = 15;

/// The person of a locked session.
#[derive(Debug, Clone)]
pub struct LockedSession {
    pub name: String,
    /// Language of the screens.
    pub language: String,
    /// `light`, `dark` or `auto`.
    pub theme: String,
}

impl Preferences {
    /// Idle minutes before a browser is locked.
    pub fn lock_after(&self) -> u16 {
        if CHOICES.contains(&self.lock_minutes) { self.lock_minutes } else { USUAL }
    }
}

impl App {
    /// Locks idle sessions, and drops the identities of ended sessions from memory.
    pub fn lock_idle(&self) -> Result<()> {
        let inner = self.inner();
        let now = inner.clock.now();
        let (open, people) = inner.household.read(|view| {
            Ok::<_, pecule_store::Error>((view.open_browsers(now)?, view.persons()?))
        })?;
        for session in open {
            let seen_at = inner.live.used_at(&session);
            let owner = people.iter().find(|row| row.id == session.person);
            if owner.is_some_and(|row| is_overdue(row, seen_at, now)) {
                self.lock_overdue(&session)?;
            }
        }
        for (id, _identity) in inner.live.all() {
            let ended = match inner.household.read(|view| view.session(id)) {
                Ok(session) => session.locked_at.is_some() || !session.is_live(now),
                Err(pecule_store::Error::NotFound) => true,
                Err(other) => return Err(other.into()),
            };
            if ended {
                inner.live.forget(id);
            }
        }
        Ok(())
    }

    /// Locks a session: removes its identity from memory and from its row.
    pub(crate) fn lock_session(&self, session: &Session) -> Result<()> {
        let inner = self.inner();
        let now = inner.clock.now();
        inner.live.forget(session.id);
        Ok(inner.household.write(|edit| edit.lock_session(session.id, now))?)
    }

    /// Locks an idle session. If the household's file is closed to changes, its timestamps alone keep
    /// it locked.
    pub(crate) fn lock_overdue(&self, session: &Session) -> Result<()> {
        let locked = self.lock_session(session);
        if self.is_closed_to_changes() { Ok(()) } else { locked }
    }

    /// Returns the person of the locked session with this cookie.
    pub fn locked(&self, token: &str) -> Result<LockedSession> {
        let (_session, row) = self.locked_session(token)?;
        Ok(LockedSession { name: row.name, language: row.language, theme: row.theme })
    }

    /// Unlocks a session with the password and returns a new token; the old one becomes invalid.
    pub fn unlock(&self, token: &str, password: &str) -> Result<Zeroizing<String>> {
        let (session, row) = self.locked_session(token)?;
        let device = Device::of(session.clone());
        match self.guest().identify_at(&row.name, password, &device) {
            Ok(person) => self.renew(&session, &person, "session-unlocked"),
            Err(Error::Refused(Refusal::WrongPassword)) => {
                Err(Error::invalid("password", Reason::DoesNotMatch))
            }
            Err(other) => Err(other),
        }
    }

    /// Issues a new token after the password was given.
    pub(crate) fn renew(
        &self,
        session: &Session,
        person: &Person,
        action: &str,
    ) -> Result<Zeroizing<String>> {
        let inner = self.inner();
        let next = SessionToken::generate()?;
        let wrapped = self.wrap(&next, Purpose::Browser, session, person.identity())?;
        let (hash, now) = (next.hash(), inner.clock.now());
        let deed = AuditEvent::new(action, "").by(session.person, Some(session.id));
        self.change_household(&deed, |edit| {
            Ok(edit.renew_session(session.id, &hash, &wrapped, now)?)
        })?;
        inner.live.put(session.id, person.shared_identity(), now);
        Ok(next.text())
    }

    /// Returns the locked session of a cookie.
    fn locked_session(&self, token: &str) -> Result<(Session, Row)> {
        let (_token, session, row) = self.session_of_cookie(token)?;
        if session.locked_at.is_none() {
            return Err(Refusal::NotSignedIn.into());
        }
        Ok((session, row))
    }
}

impl Person {
    /// Locks this browser session.
    pub fn lock(&self) -> Result<()> {
        let inner = self.app().inner();
        let session = inner.household.read(|view| view.session(self.session()))?;
        if session.kind != SessionKind::Browser {
            return Err(Error::NotFound);
        }
        self.app().lock_session(&session)
    }

    /// Sets the idle minutes before this person's browsers are locked.
    pub fn lock_after(&mut self, minutes: u16) -> Result<()> {
        if !CHOICES.contains(&minutes) {
            return Err(Error::invalid("lock", Reason::NotInList));
        }
        self.set_preferences(|preferences| preferences.lock_minutes = minutes)
    }
}

//! The lock: a browser that nobody uses for a while asks for the password again.
//!
//! While a session is locked its identity is neither in memory nor in its row: the cookie opens nothing.

use jiff::{SignedDuration, Timestamp};
use pecule_keys::SessionToken;
use pecule_keys::auth::session::Purpose;
use pecule_store::household::auth::sessions::{Session, SessionKind};
use pecule_store::household::people::persons::Person as Row;
use zeroize::Zeroizing;

use crate::App;
use crate::actors::person::{Person, Preferences};
use crate::audit_event::Deed;
use crate::auth::throttle::Device;
use crate::error::{Error, Reason, Refusal, Result};

/// After how many minutes without use a browser may be locked.
pub const CHOICES: [u16; 4] = [5, 15, 30, 60];
/// After how many it is, where nobody chose.
const USUAL: u16 = 15;

/// Whose browser is locked.
#[derive(Debug, Clone)]
pub struct Locked {
    /// Their name.
    pub name: String,
    /// The language of their screens.
    pub language: String,
    /// `light`, `dark` or `auto`.
    pub theme: String,
}

impl Preferences {
    /// After how many minutes without use a browser is locked.
    pub fn lock_after(&self) -> u16 {
        if CHOICES.contains(&self.lock_minutes) { self.lock_minutes } else { USUAL }
    }
}

/// Whether nobody used a browser for as long as its owner allows.
///
/// A clock that was set back makes the last use lie ahead: that counts as long ago.
pub(crate) fn is_overdue(row: &Row, seen_at: Timestamp, now: Timestamp) -> bool {
    let preferences: Preferences = serde_json::from_str(&row.preferences).unwrap_or_default();
    let idle = now.duration_since(seen_at);
    idle > SignedDuration::from_mins(preferences.lock_after().into())
        || idle < SignedDuration::from_mins(-5)
}

impl App {
    /// Locks the browsers that nobody used for a while, and forgets the keys of sessions that have ended.
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

    /// Locks a session now: its key leaves the memory and its row.
    pub(crate) fn lock_session(&self, session: &Session) -> Result<()> {
        let inner = self.inner();
        let now = inner.clock.now();
        inner.live.forget(session.id);
        Ok(inner.household.write(|edit| edit.lock_session(session.id, now))?)
    }

    /// Locks a session that nobody used for a while: its moments alone lock it where no mark can be written.
    pub(crate) fn lock_overdue(&self, session: &Session) -> Result<()> {
        let locked = self.lock_session(session);
        if self.is_closed_to_changes() { Ok(()) } else { locked }
    }

    /// Whose browser is locked that keeps this cookie.
    pub fn locked(&self, token: &str) -> Result<Locked> {
        let (_session, row) = self.locked_session(token)?;
        Ok(Locked { name: row.name, language: row.language, theme: row.theme })
    }

    /// Opens a locked session with the password; the browser gets a new secret, the one before opens nothing.
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

    /// Gives a browser a new secret after its owner gave their password.
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
        let deed = Deed::new(action, "").by(session.person, Some(session.id));
        self.change_household(&deed, |edit| {
            Ok(edit.renew_session(session.id, &hash, &wrapped, now)?)
        })?;
        inner.live.put(session.id, person.shared_identity(), now);
        Ok(next.text())
    }

    /// The live session of a cookie that waits for the password.
    fn locked_session(&self, token: &str) -> Result<(Session, Row)> {
        let (_token, session, row) = self.session_of_cookie(token)?;
        if session.locked_at.is_none() {
            return Err(Refusal::NotSignedIn.into());
        }
        Ok((session, row))
    }
}

impl Person {
    /// Locks this browser now.
    pub fn lock(&self) -> Result<()> {
        let inner = self.app().inner();
        let session = inner.household.read(|view| view.session(self.session()))?;
        if session.kind != SessionKind::Browser {
            return Err(Error::NotFound);
        }
        self.app().lock_session(&session)
    }

    /// Chooses after how many minutes without use one's browsers are locked.
    pub fn lock_after(&mut self, minutes: u16) -> Result<()> {
        if !CHOICES.contains(&minutes) {
            return Err(Error::invalid("lock", Reason::NotInList));
        }
        self.prefer(|preferences| preferences.lock_minutes = minutes)
    }
}

//! Signing in: the right password is what unseals a person's identity.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::{PersonId, SessionId};
use pecule_keys::session::{Context as TokenContext, Purpose};
use pecule_keys::slots::{self, Context};
use pecule_keys::{Identity, SessionToken};
use pecule_store::household::persons::{Person as Row, folded};
use pecule_store::household::sessions::{Session, SessionKind};
use pecule_store::household::slots::SlotKind;
use pecule_store::household::throttle::{Failures, Subject};
use zeroize::Zeroizing;

use crate::deed::Deed;
use crate::error::{Error, Refusal, Result, Unavailable};
use crate::person::Person;
use crate::{App, Guest};

/// How long a browser's session lasts without use, and at most.
pub const BROWSER_LIFE: (SignedDuration, SignedDuration) =
    (SignedDuration::from_mins(30), SignedDuration::from_hours(12));
/// How long a program's session lasts without use, and at most.
const API_LIFE: (SignedDuration, SignedDuration) =
    (SignedDuration::from_hours(24), SignedDuration::from_hours(24 * 30));
/// How long failures are remembered.
const WINDOW: SignedDuration = SignedDuration::from_hours(24);
/// Failures from one address, or in all, are counted by the minute.
const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// From where somebody signs in.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// The device, in words that its owner recognises.
    pub label: String,
    /// The network address.
    pub address: String,
}

/// What somebody types to sign in.
struct Credentials<'a> {
    name: &'a str,
    password: &'a str,
    otp: Option<&'a str>,
}

/// A sign-in that succeeded.
pub struct SignedIn {
    /// The secret that the browser or program keeps.
    pub token: Zeroizing<String>,
    /// Who signed in.
    pub person: Person,
}

/// At most two passwords are stretched at a time, since each takes 64 MiB.
#[derive(Default)]
pub(crate) struct Turnstile {
    inside: Mutex<u32>,
    freed: Condvar,
}

/// Held while a password is stretched.
pub(crate) struct Turn<'a>(&'a Turnstile);

impl Turnstile {
    const ROOM: u32 = 2;
    const PATIENCE: Duration = Duration::from_secs(10);

    /// Waits for room, then takes a place.
    pub(crate) fn enter(&self) -> Result<Turn<'_>> {
        let guard = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut guard, late) = self
            .freed
            .wait_timeout_while(guard, Self::PATIENCE, |inside| *inside >= Self::ROOM)
            .unwrap_or_else(PoisonError::into_inner);
        if late.timed_out() {
            return Err(Unavailable::Busy.into());
        }
        *guard += 1;
        Ok(Turn(self))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut inside = self.0.inside.lock().unwrap_or_else(PoisonError::into_inner);
        *inside = inside.saturating_sub(1);
        self.0.freed.notify_one();
    }
}

/// How long to wait after so many failures in a row under one name.
const fn delay(failures: u32) -> i64 {
    match failures {
        0 => 0,
        1..=2 => 1,
        3..=8 => 3,
        9..=24 => 5,
        25..=99 => 10,
        _ => 60,
    }
}

impl Guest<'_> {
    /// Signs a browser in.
    pub fn sign_in(
        self,
        name: &str,
        password: &str,
        otp: Option<&str>,
        device: &Device,
    ) -> Result<SignedIn> {
        self.enter(SessionKind::Browser, &Credentials { name, password, otp }, device)
    }

    /// Signs a program in; its token is the first refresh token.
    pub fn sign_in_program(
        self,
        name: &str,
        password: &str,
        otp: Option<&str>,
        device: &Device,
    ) -> Result<SignedIn> {
        self.enter(SessionKind::Api, &Credentials { name, password, otp }, device)
    }

    fn enter(
        self,
        kind: SessionKind,
        given: &Credentials<'_>,
        device: &Device,
    ) -> Result<SignedIn> {
        let (row, identity) = self.unseal(given.name, given.password, device)?;
        self.app.check_second_factor(&row, given.otp)?;
        let (token, session) = self.app.start_session(kind, &row, &identity, device)?;
        Ok(SignedIn { token, person: Person::new(self.app.clone(), row, session, identity) })
    }

    /// Opens somebody's identity with their password, for one command and without a session.
    pub fn identify(self, name: &str, password: &str) -> Result<Person> {
        let device = Device { label: "command line".to_owned(), address: String::new() };
        self.identify_at(name, password, &device)
    }

    /// As [`Guest::identify`], from a device.
    pub(crate) fn identify_at(self, name: &str, password: &str, device: &Device) -> Result<Person> {
        let (row, identity) = self.unseal(name, password, device)?;
        let session = self.app.draw(SessionId::new)?;
        Ok(Person::new(self.app.clone(), row, session, identity))
    }

    /// Unseals an identity, taking as long for a name that nobody has, and counts failures.
    fn unseal(self, name: &str, password: &str, device: &Device) -> Result<(Row, Arc<Identity>)> {
        let inner = self.app.inner();
        if inner.household.read(|view| view.person_count())? == 0 {
            return Err(Refusal::NotSetUp.into());
        }
        let folded: String = folded(name).chars().take(200).collect();
        self.refuse_haste(&folded, device)?;
        let too_long = password.len() > 1_024;
        let row = inner.household.read(|view| view.find_person(&folded))?;
        let usable = row.filter(|row| row.disabled_at.is_none() && !too_long);
        let opened = {
            let _turn = inner.turnstile.enter()?;
            if let Some(row) = &usable {
                self.app.open_slot(row.id, password)
            } else {
                let (install, short) =
                    (inner.keyring.install(), password.get(..128).unwrap_or_default());
                slots::pretend_to_open(short, install, &inner.master, inner.cost)
                    .map_err(Error::internal)?;
                Err(Refusal::WrongPassword.into())
            }
        };
        match (usable, opened) {
            (Some(row), Ok(identity)) => {
                inner.household.write(|edit| edit.clear_failures(Subject::Person, &folded))?;
                Ok((row, Arc::new(identity)))
            }
            (row, Err(Error::Refused(Refusal::WrongPassword))) => {
                self.count_failure(&folded, row.map(|row| row.id), device)?;
                Err(Refusal::WrongPassword.into())
            }
            (_, Err(other)) => Err(other),
            (None, Ok(_)) => Err(Refusal::WrongPassword.into()),
        }
    }

    /// Refuses a try that comes too soon after failures; it is never longer than a minute.
    pub(crate) fn refuse_haste(self, name: &str, device: &Device) -> Result<()> {
        let inner = self.app.inner();
        let now = inner.clock.now();
        let (person, address, all) = inner.household.read(|view| {
            Ok::<_, pecule_store::Error>((
                view.find_failures(Subject::Person, name)?,
                view.find_failures(Subject::Address, &device.address)?,
                view.find_failures(Subject::Household, "")?,
            ))
        })?;
        let after = |failures: Option<Failures>| {
            failures.map_or(0, |failures| left(now, failures.last_at, delay(failures.count)))
        };
        let minute = |failures: Option<Failures>, most: u32| match failures {
            Some(failures) if failures.count >= most => left(now, failures.first_at, 60),
            _ => 0,
        };
        let wait = after(person).max(minute(address, 10)).max(minute(all, 60));
        if wait > 0 { Err(Refusal::TooOften(wait).into()) } else { Ok(()) }
    }

    pub(crate) fn count_failure(
        self,
        name: &str,
        person: Option<PersonId>,
        device: &Device,
    ) -> Result<()> {
        let inner = self.app.inner();
        let now = inner.clock.now();
        let deed = Deed { actor: person, ..Deed::new("sign-in", "").refused() };
        self.app.change_household(&deed, |edit| {
            edit.count_failure(Subject::Person, name, now, WINDOW)?;
            edit.count_failure(Subject::Address, &device.address, now, MINUTE)?;
            Ok(edit.count_failure(Subject::Household, "", now, MINUTE)?)
        })?;
        Ok(())
    }
}

/// Whole seconds that are left of a wait.
fn left(now: Timestamp, since: Timestamp, seconds: i64) -> u32 {
    let passed = now.duration_since(since).as_secs().max(0);
    u32::try_from(seconds.saturating_sub(passed)).unwrap_or_default()
}

impl App {
    /// Opens a person's password slot.
    pub(crate) fn open_slot(&self, person: PersonId, password: &str) -> Result<Identity> {
        let inner = self.inner();
        let slot = inner
            .household
            .read(|view| view.find_slot(person, SlotKind::Password))?
            .ok_or(Error::NotFound)?;
        let bytes = person.uuid().into_bytes();
        let context =
            Context { install: inner.keyring.install(), person: &bytes, key_id: &slot.key_id };
        match slots::open_with_password(&slot.sealed, password, &context, &inner.master) {
            Ok(identity) => Ok(identity),
            Err(slots::SlotError::WrongSecret) => Err(Refusal::WrongPassword.into()),
            Err(slots::SlotError::NoMemory) => Err(Unavailable::Busy.into()),
            Err(other) => Err(Error::Installation(other.to_string())),
        }
    }

    /// Enters a new session: the token unwraps the identity, and the row opens nothing without it.
    pub(crate) fn start_session(
        &self,
        kind: SessionKind,
        person: &Row,
        identity: &Arc<Identity>,
        device: &Device,
    ) -> Result<(Zeroizing<String>, SessionId)> {
        let inner = self.inner();
        let now = inner.clock.now();
        let id = self.draw(SessionId::new)?;
        let token = SessionToken::generate()?;
        let (purpose, (idle, whole)) = match kind {
            SessionKind::Browser => (Purpose::Browser, BROWSER_LIFE),
            SessionKind::Api => (Purpose::Refresh, API_LIFE),
        };
        let person_bytes = person.id.uuid().into_bytes();
        let session_bytes = id.uuid().into_bytes();
        let context = TokenContext {
            install: inner.keyring.install(),
            person: &person_bytes,
            session: &session_bytes,
        };
        let session = Session {
            id,
            person: person.id,
            kind,
            token_hash: token.hash(),
            wrapped: token.wrap_identity(purpose, &context, identity)?,
            label: device.label.chars().take(120).collect(),
            address: device.address.chars().take(60).collect(),
            created_at: now,
            seen_at: now,
            idle_until: now.saturating_add(idle).unwrap_or(now),
            expires_at: now.saturating_add(whole).unwrap_or(now),
            confirmed_at: Some(now),
            revoked_at: None,
            locked_at: None,
        };
        let deed = Deed::new("sign-in", kind.word()).by(person.id, Some(id));
        self.change_household(&deed, |edit| Ok(edit.add_session(&session)?))?;
        inner.live.put(id, Arc::clone(identity));
        Ok((token.text(), id))
    }
}

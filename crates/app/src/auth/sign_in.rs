//! Signs people in by unsealing the identity of the person with the password.

use std::cmp::Reverse;
use std::sync::Arc;

use jiff::SignedDuration;
use pecule_domain::id::{PersonId, SessionId};
use pecule_keys::auth::session::{Context as TokenContext, Purpose};
use pecule_keys::auth::slots;
use pecule_keys::auth::slots::Context;
use pecule_keys::{Identity, SessionToken};
use pecule_store::household::auth::sessions::{Session, SessionKind};
use pecule_store::household::auth::slots::SlotKind;
use pecule_store::household::people::persons::{Person as Row, folded};
use zeroize::Zeroizing;

use crate::actors::device::Device;
use crate::actors::person::Person;
use crate::app::{App, Guest};
use crate::audit::origin::Origin;
use crate::audit_event::AuditEvent;
use crate::error::unavailable::Unavailable;
use crate::error::{Error, Refusal, Result};

/// The idle and the total lifetime of a browser's session; without use it is locked long before.
const BROWSER_LIFE: (SignedDuration, SignedDuration) =
    (SignedDuration::from_hours(12), SignedDuration::from_hours(12));
/// The idle and the total lifetime of a program's session.
const API_LIFE: (SignedDuration, SignedDuration) =
    (SignedDuration::from_hours(24), SignedDuration::from_hours(24 * 30));
/// The most sessions of one person; a new one ends the longest unused.
const MOST: usize = 10;
/// How long an ended session is kept in the list.
const MEMORY: SignedDuration = SignedDuration::from_hours(24 * 30);
/// How long failures and pending sign-ins are kept.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The input of a sign-in.
struct Credentials<'a> {
    name: &'a str,
    password: &'a str,
    otp: Option<&'a str>,
}

/// A successful sign-in.
pub struct StartedSession {
    /// The secret that the browser or program keeps.
    pub token: Zeroizing<String>,
    /// The token that makes the device known at the next sign-in, if it has none yet.
    pub device: Option<Zeroizing<String>>,
    pub person: Person,
}

impl Guest<'_> {
    /// Signs a browser in.
    pub fn sign_in(
        self,
        name: &str,
        password: &str,
        otp: Option<&str>,
        device: &Device,
    ) -> Result<StartedSession> {
        self.enter(SessionKind::Browser, &Credentials { name, password, otp }, device)
    }

    /// Signs a program in. Its token is the first refresh token.
    pub fn sign_in_program(
        self,
        name: &str,
        password: &str,
        otp: Option<&str>,
        device: &Device,
    ) -> Result<StartedSession> {
        self.enter(SessionKind::Api, &Credentials { name, password, otp }, device)
    }

    fn enter(
        self,
        kind: SessionKind,
        given: &Credentials<'_>,
        device: &Device,
    ) -> Result<StartedSession> {
        let (row, identity) = self.unseal(given.name, given.password, device)?;
        match self.check_second_factor(&row, given.otp) {
            Ok(()) => {}
            Err(Error::Refused(Refusal::WrongCode)) => {
                self.count_failure(&folded(&row.name), Some(row.id), device)?;
                return Err(Refusal::WrongCode.into());
            }
            Err(other) => return Err(other),
        }
        let mut signed_in = self.let_in(kind, row, identity, device)?;
        signed_in.person.note_length(given.password)?;
        Ok(signed_in)
    }

    /// Starts a session after all factors were checked.
    pub(crate) fn let_in(
        self,
        kind: SessionKind,
        row: Row,
        identity: Arc<Identity>,
        device: &Device,
    ) -> Result<StartedSession> {
        self.reset_failures(&folded(&row.name), device)?;
        let (token, session) = self.app.start_session(kind, &row, &identity, device)?;
        let mut person = Person::new(self.app.clone(), row, session, identity);
        person.renew_what_is_due();
        let device = match kind {
            SessionKind::Api => None,
            SessionKind::Browser => {
                person.propose_again()?;
                self.app.remember_device(person.row(), device)?
            }
        };
        Ok(StartedSession { token, device, person })
    }

    /// Verifies a password for one command, without a session.
    pub fn verify_password(self, name: &str, password: &str) -> Result<Person> {
        let person = self.identify_at(name, password, &Device::command_line(name))?;
        person.renew_what_is_due();
        person.note_command();
        Ok(person)
    }

    /// As [`Guest::verify_password`], from a given device.
    pub(crate) fn identify_at(self, name: &str, password: &str, device: &Device) -> Result<Person> {
        let (row, identity) = self.unseal(name, password, device)?;
        self.reset_failures(&folded(&row.name), device)?;
        let session = self.app.draw(SessionId::new)?;
        Ok(Person::new(self.app.clone(), row, session, identity))
    }

    /// Unseals an identity and counts failures. An unknown name takes as long as a wrong password.
    pub(crate) fn unseal(
        self,
        name: &str,
        password: &str,
        device: &Device,
    ) -> Result<(Row, Arc<Identity>)> {
        let inner = self.app.inner();
        if inner.household.read(|view| view.person_count())? == 0 {
            return Err(Refusal::NotSetUp.into());
        }
        let folded: String = folded(name).chars().take(200).collect();
        self.check_throttle(&folded, device)?;
        let too_long = password.len() > 1_024;
        let row = inner.household.read(|view| view.find_person(&folded))?;
        let usable = row.filter(|row| row.disabled_at.is_none() && !too_long);
        let opened = {
            let _turn = inner.turnstile.enter()?;
            // Parallel attempts may have failed meanwhile; they must not bypass the delay.
            self.check_throttle(&folded, device)?;
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
            (Some(row), Ok(identity)) => Ok((row, Arc::new(identity))),
            (row, Err(Error::Refused(Refusal::WrongPassword))) => {
                self.count_failure(&folded, row.map(|row| row.id), device)?;
                Err(Refusal::WrongPassword.into())
            }
            (_, Err(other)) => Err(other),
            (None, Ok(_)) => Err(Refusal::WrongPassword.into()),
        }
    }
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

    /// Stores a new session. The token wraps the identity, and the row alone opens nothing.
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
        let origin = Origin::of(device, self.is_known_device(device, person)?);
        let deed = AuditEvent::new("sign-in", kind.word()).by(person.id, Some(id)).with(&origin);
        let before = |life| now.saturating_sub(life).unwrap_or(now);
        let ended = self.change_household(&deed, |edit| {
            edit.prune_sessions(before(MEMORY))?;
            edit.prune_failures(before(DAY))?;
            let mut live = edit.sessions_of(person.id, now)?;
            // A row is updated at most once a minute, so memory is more precise.
            live.sort_by_key(|session| Reverse(inner.live.used_at(session)));
            let ended: Vec<Session> = live.into_iter().skip(MOST.saturating_sub(1)).collect();
            for longest_unused in &ended {
                edit.revoke_session(longest_unused.id, now)?;
            }
            edit.add_session(&session)?;
            Ok(ended)
        })?;
        for session in &ended {
            inner.live.forget(session.id);
        }
        inner.live.put(id, Arc::clone(identity), now);
        Ok((token.text(), id))
    }
}

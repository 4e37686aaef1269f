//! Throttles sign-ins.
//!
//! After 1, 3, 9, 25 and 100 failures within 24 h the next attempt waits 1, 3, 5, 10 and 60 s. One
//! address may fail 10 times a minute, all addresses together 60 times. A device that signed in before
//! has its own counter, so a stranger cannot lock a member out.

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::PersonId;
use pecule_keys::SessionToken;
use pecule_store::household::auth::throttle::{Failures, Subject};
use pecule_store::household::people::persons::Person as Row;
use zeroize::Zeroizing;

use crate::actors::device::Device;
use crate::actors::device::DeviceIdentity;
use crate::app::{App, Guest};
use crate::audit::origin::Origin;
use crate::audit_event::AuditEvent;
use crate::error::{Refusal, Result};

/// Lifetime of a failure count.
const WINDOW: SignedDuration = SignedDuration::from_hours(24);
/// Window of the counts per address and in all.
const MINUTE: SignedDuration = SignedDuration::from_mins(1);
/// Failures per minute from one address, and in all.
const BY_ADDRESS: u32 = 10;
const IN_ALL: u32 = 60;

/// Seconds to wait after consecutive failures.
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
    /// Refuses an attempt that comes too soon after failures. The wait is at most one minute.
    ///
    /// On a device that this person signed in with before, only failures of that device count.
    pub(crate) fn check_throttle(self, name: &str, device: &Device) -> Result<()> {
        let inner = self.app.inner();
        let now = inner.clock.now();
        let after = |failures: Option<Failures>| {
            failures.map_or(0, |failures| left(now, failures.last_at, delay(failures.count)))
        };
        let minute = |failures: Option<Failures>, most: u32| match failures {
            Some(failures) if failures.count >= most => left(now, failures.first_at, 60),
            _ => 0,
        };
        let ours = self.app.known_as(name, device)?;
        let wait = inner.household.read(|view| {
            let find = |subject, name: &str| view.find_failures(subject, name);
            Ok::<_, pecule_store::Error>(match &ours {
                Some(key) => after(find(Subject::Device, key)?),
                None => after(find(Subject::Person, name)?)
                    .max(minute(find(Subject::Address, &device.address)?, BY_ADDRESS))
                    .max(minute(find(Subject::Household, "")?, IN_ALL)),
            })
        })?;
        if wait > 0 { Err(Refusal::TooOften(wait).into()) } else { Ok(()) }
    }

    /// Counts a failure and records it.
    pub(crate) fn count_failure(
        self,
        name: &str,
        person: Option<PersonId>,
        device: &Device,
    ) -> Result<()> {
        let now = self.app.inner().clock.now();
        let ours = self.app.known_as(name, device)?;
        let known = ours.is_some() && matches!(device.known, DeviceIdentity::Token(_));
        let details = Origin::of_failure(self.app, name, device, known);
        let deed =
            AuditEvent { actor: person, ..AuditEvent::new("sign-in", "").refused().with(&details) };
        self.app.change_household(&deed, |edit| {
            if let Some(key) = &ours {
                edit.count_failure(Subject::Device, key, now, WINDOW)?;
            } else {
                edit.count_failure(Subject::Person, name, now, WINDOW)?;
                edit.count_failure(Subject::Address, &device.address, now, MINUTE)?;
                edit.count_failure(Subject::Household, "", now, MINUTE)?;
            }
            Ok(())
        })
    }

    /// Clears the failures of the device if it is known, else those of the person.
    ///
    /// Failures of strangers stay counted, so that an owner's success does not help a guessing
    /// attacker.
    pub(crate) fn reset_failures(self, name: &str, device: &Device) -> Result<()> {
        let ours = self.app.known_as(name, device)?;
        let household = &self.app.inner().household;
        let (subject, key) = match &ours {
            Some(key) => (Subject::Device, key.as_str()),
            None => (Subject::Person, name),
        };
        if household.read(|view| view.find_failures(subject, key))?.is_some() {
            household.write(|edit| edit.clear_failures(subject, key))?;
        }
        Ok(())
    }
}

impl App {
    /// Returns the counter key of a device, if the device is known to this person.
    fn known_as(&self, name: &str, device: &Device) -> Result<Option<String>> {
        match &device.known {
            DeviceIdentity::Stranger => Ok(None),
            DeviceIdentity::Ours(key) => Ok(Some(key.clone())),
            DeviceIdentity::Token(hash) => {
                let known = self.inner().household.read(|view| {
                    let Some(row) = view.find_person(name)? else { return Ok(false) };
                    view.knows_device(row.id, hash)
                })?;
                let device = uuid::Uuid::from_slice(hash.split_at(16).0).unwrap_or_default();
                Ok(known.then(|| format!("{device}:{name}")))
            }
        }
    }

    /// Whether the device presents the token of an earlier sign-in of this person.
    pub(crate) fn is_known_device(&self, device: &Device, person: &Row) -> Result<bool> {
        let DeviceIdentity::Token(hash) = &device.known else { return Ok(false) };
        Ok(self.inner().household.read(|view| view.knows_device(person.id, hash))?)
    }

    /// Remembers the browser of a sign-in; returns a new token if it has none.
    ///
    /// Several people may share a browser. A token that was not issued here is never accepted.
    pub(crate) fn remember_device(
        &self,
        person: &Row,
        device: &Device,
    ) -> Result<Option<Zeroizing<String>>> {
        let inner = self.inner();
        let now = inner.clock.now();
        if let DeviceIdentity::Token(hash) = &device.known
            && inner.household.read(|view| view.knows_token(hash))?
        {
            inner.household.write(|edit| edit.put_device(person.id, hash, now))?;
            return Ok(None);
        }
        let token = SessionToken::generate()?;
        inner.household.write(|edit| edit.put_device(person.id, &token.hash(), now))?;
        Ok(Some(token.text()))
    }
}

/// Whole seconds left of a wait.
fn left(now: Timestamp, since: Timestamp, seconds: i64) -> u32 {
    let passed = now.duration_since(since).as_secs().max(0);
    u32::try_from(seconds.saturating_sub(passed)).unwrap_or_default()
}

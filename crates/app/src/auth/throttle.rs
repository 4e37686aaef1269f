//! Haste: who fails waits a little, and nobody keeps somebody else waiting where they are known.

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::PersonId;
use pecule_keys::SessionToken;
use pecule_store::household::auth::sessions::Session;
use pecule_store::household::auth::throttle::{Failures, Subject};
use pecule_store::household::people::persons::{Person as Row, folded};
use zeroize::Zeroizing;

use crate::audit::origin::Origin;
use crate::audit_event::Deed;
use crate::error::{Refusal, Result};
use crate::{App, Guest};

/// How long failures are remembered.
const WINDOW: SignedDuration = SignedDuration::from_hours(24);
/// Failures from one address, or in all, are counted by the minute.
const MINUTE: SignedDuration = SignedDuration::from_mins(1);
/// How many failures one address, and everybody together, have in a minute.
const BY_ADDRESS: u32 = 10;
const IN_ALL: u32 = 60;

/// From where somebody signs in.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// The device, in words that its owner recognises.
    pub label: String,
    /// The network address.
    pub address: String,
    known: Known,
}

/// What speaks for a device.
#[derive(Debug, Clone, Default)]
enum Known {
    /// Nothing.
    #[default]
    Stranger,
    /// The hash of a token that it keeps; whether it is somebody's is looked up.
    Token([u8; 32]),
    /// It is one of ours, under this name.
    Ours(String),
}

impl Device {
    /// A device in words, at an address.
    pub fn new(label: impl Into<String>, address: impl Into<String>) -> Self {
        Self { label: label.into(), address: address.into(), known: Known::Stranger }
    }

    /// With the token that it kept from an earlier sign-in, where it kept one.
    #[must_use]
    pub fn keeping(self, token: Option<&str>) -> Self {
        let token = token.and_then(|text| SessionToken::parse(text).ok());
        let known = token.map_or(Known::Stranger, |token| Known::Token(token.hash()));
        Self { known, ..self }
    }

    /// The terminal of whoever runs the machine, who holds the files anyway.
    pub(crate) fn command_line(name: &str) -> Self {
        let known = Known::Ours(format!("command:{}", folded(name)));
        Self { label: "command line".to_owned(), address: String::new(), known }
    }

    /// Where somebody is signed in already.
    pub(crate) fn of(session: Session) -> Self {
        let known = Known::Ours(format!("session:{}", session.id));
        Self { label: session.label, address: session.address, known }
    }
}

/// How long to wait after so many failures in a row.
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
    /// Refuses a try that comes too soon after failures; the wait is never longer than a minute.
    ///
    /// On a device from which this person signed in before, only its own failures count.
    pub(crate) fn refuse_haste(self, name: &str, device: &Device) -> Result<()> {
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

    /// Counts a failure, with its line in the journal.
    pub(crate) fn count_failure(
        self,
        name: &str,
        person: Option<PersonId>,
        device: &Device,
    ) -> Result<()> {
        let now = self.app.inner().clock.now();
        let ours = self.app.known_as(name, device)?;
        let known = ours.is_some() && matches!(device.known, Known::Token(_));
        let details = Origin::of_failure(self.app, name, device, known);
        let deed = Deed { actor: person, ..Deed::new("sign-in", "").refused().with(&details) };
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

    /// Forgets the failures that a success makes up for: those of the device, where it is known.
    ///
    /// What a stranger failed at stays counted, so that a guesser gains nothing by its owner's success.
    pub(crate) fn forgive(self, name: &str, device: &Device) -> Result<()> {
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
    /// Under what name the failures of a device are counted, where it is known to somebody.
    fn known_as(&self, name: &str, device: &Device) -> Result<Option<String>> {
        match &device.known {
            Known::Stranger => Ok(None),
            Known::Ours(key) => Ok(Some(key.clone())),
            Known::Token(hash) => {
                let known = self.inner().household.read(|view| {
                    let Some(row) = view.find_person(name)? else { return Ok(false) };
                    view.knows_device(row.id, hash)
                })?;
                let device = uuid::Uuid::from_slice(hash.split_at(16).0).unwrap_or_default();
                Ok(known.then(|| format!("{device}:{name}")))
            }
        }
    }

    /// Whether a browser shows the secret that it was given when this person signed in with it before.
    pub(crate) fn is_kept_by(&self, device: &Device, person: &Row) -> Result<bool> {
        let Known::Token(hash) = &device.known else { return Ok(false) };
        Ok(self.inner().household.read(|view| view.knows_device(person.id, hash))?)
    }

    /// Remembers the browser that somebody signed in with; a token that it is to keep, where it has none.
    ///
    /// Several people may share a browser; a token that nobody was given is never taken over.
    pub(crate) fn remember_device(
        &self,
        person: &Row,
        device: &Device,
    ) -> Result<Option<Zeroizing<String>>> {
        let inner = self.inner();
        let now = inner.clock.now();
        if let Known::Token(hash) = &device.known
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

/// Whole seconds that are left of a wait.
fn left(now: Timestamp, since: Timestamp, seconds: i64) -> u32 {
    let passed = now.duration_since(since).as_secs().max(0);
    u32::try_from(seconds.saturating_sub(passed)).unwrap_or_default()
}

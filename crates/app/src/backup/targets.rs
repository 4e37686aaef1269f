//! Manages backup targets, which administrators add, test, confirm and remove.

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::TargetId;
use pecule_keys::crypto::random;
use pecule_outside::{BackupLocation, Credentials, Target, TargetError};
use pecule_store::household::backup::targets::{Target as Row, TargetTest};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use crate::actors::admin::Admin;
use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::error::{Error, Problem, Reason, Result};
use crate::installation::remote_credentials::{credentials_of, reason};
use crate::validate;

/// The default number of days that a target may be absent.
pub const ABSENT_DAYS: u16 = 7;
/// The most days that a target may be absent.
const MOST_DAYS: u16 = 366;

/// The fields of a backup target.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TargetInput {
    pub name: String,
    /// `folder`, `s3` or `webdav`.
    pub kind: String,
    /// An absolute path, for `folder`.
    pub path: String,
    /// The address of the S3-compatible store or of the WebDAV server.
    pub address: String,
    /// The bucket of the store.
    pub bucket: String,
    /// The region of the store; `auto` if empty.
    pub region: String,
    /// The folder inside the bucket or under the address.
    pub prefix: String,
    /// The identifier of the access key, or the user name.
    pub user: String,
    /// The secret access key or the password; never shown again.
    #[schema(value_type = String)]
    pub secret: Zeroizing<String>,
    /// Days that the target may be absent, at most 366; default 7.
    pub absent_days: Option<u16>,
}

crate::words! {
    /// The state of a backup target.
    TargetState {
        /// The last upload arrived.
        Good = "good": "what was last carried there arrived",
        /// Nothing was uploaded yet.
        New = "new": "nothing was carried there yet",
        /// The target is absent or unreachable, for fewer days than it may be.
        Absent = "absent": "it is absent, for fewer days than it may be",
        /// The target is reachable but refuses uploads.
        Failing = "failing": "it is there and does not take what is carried to it",
        /// The target is absent for longer than it may be.
        Late = "late": "it has been absent for longer than it may be",
        /// The household was restored; the administrator has to confirm the target.
        Retired = "retired": "the household was restored: confirm this place",
    }
}

/// A backup target as it is displayed; nothing in it is secret.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TargetView {
    #[schema(value_type = String)]
    pub id: TargetId,
    pub name: String,
    /// `folder`, `s3` or `webdav`.
    pub kind: String,
    /// The location, in one line.
    pub whereabouts: String,
    /// Days that the target may be absent.
    pub absent_days: u16,
    /// Whether the target lies on another disk or machine than the data.
    pub elsewhere: bool,
    /// Whether the target needs credentials.
    pub wants_credentials: bool,
    #[schema(value_type = String)]
    pub state: TargetState,
    /// When it was last used or tested.
    #[schema(value_type = Option<String>)]
    pub tried_at: Option<Timestamp>,
    /// When a test or upload last succeeded.
    #[schema(value_type = Option<String>)]
    pub succeeded_at: Option<Timestamp>,
    /// The error of the last attempt, as a stable word.
    pub failure: Option<String>,
    /// The same error as an English sentence.
    pub failure_sentence: Option<String>,
    /// The number of backups there, verified by reading them back.
    pub copies: usize,
}

impl TargetView {
    pub(crate) fn new(row: &Row, copies: usize, now: Timestamp) -> Result<Self> {
        let place = place_of(row)?;
        let known = row.tried.failure.as_deref();
        let known = known.and_then(|key| TargetError::ALL.into_iter().find(|one| one.key() == key));
        let seen = state(row, now);
        Ok(Self {
            id: row.id,
            name: row.name.clone(),
            kind: place.kind().to_owned(),
            whereabouts: place.whereabouts(),
            absent_days: row.absent_days,
            elsewhere: row.elsewhere,
            wants_credentials: place.wants_credentials(),
            // A test writes a few bytes, which is no backup yet.
            state: if seen == TargetState::Good && copies == 0 { TargetState::New } else { seen },
            tried_at: row.tried.at,
            succeeded_at: row.tried.succeeded_at,
            failure: row.tried.failure.clone(),
            failure_sentence: known.map(|trouble| trouble.to_string()),
            copies,
        })
    }
}

/// Returns the state of a target at a given time.
fn state(row: &Row, now: Timestamp) -> TargetState {
    if row.retired_at.is_some() {
        return TargetState::Retired;
    }
    let Some(failure) = row.tried.failure.as_deref() else {
        let used = row.tried.succeeded_at.is_some();
        return if used { TargetState::Good } else { TargetState::New };
    };
    if failure != TargetError::Absent.key() && failure != TargetError::Unreachable.key() {
        return TargetState::Failing;
    }
    let since = row.tried.succeeded_at.unwrap_or(row.added_at);
    let patience = SignedDuration::from_hours(24 * i64::from(row.absent_days));
    // A success in the future comes from a wrong clock and must not hide an absence.
    if since <= now && now.duration_since(since) <= patience {
        TargetState::Absent
    } else {
        TargetState::Late
    }
}

impl TargetInput {
    fn place(&self) -> Result<BackupLocation> {
        let text = |text: &str| text.trim().to_owned();
        let place = match self.kind.as_str() {
            "folder" => BackupLocation::Folder { path: text(&self.path).into() },
            "s3" => BackupLocation::S3 {
                endpoint: text(&self.address),
                bucket: text(&self.bucket),
                region: match self.region.trim() {
                    "" => "auto".to_owned(),
                    region => region.to_owned(),
                },
                prefix: text(&self.prefix),
            },
            "webdav" => {
                BackupLocation::WebDav { url: text(&self.address), prefix: text(&self.prefix) }
            }
            _ => return Err(Error::invalid("kind", Reason::NotInList)),
        };
        let Some((field, flaw)) = place.flaw() else { return Ok(place) };
        let field = if matches!(field, "url" | "endpoint") { "address" } else { field };
        Err(Error::invalid(field, reason(flaw)))
    }

    fn credentials(&self, place: &BackupLocation) -> Result<Option<Credentials>> {
        if !place.wants_credentials() {
            return Ok(None);
        }
        credentials_of(&self.user, &self.secret).map(Some)
    }
}

fn days(asked: Option<u16>) -> Result<u16> {
    match asked.unwrap_or(ABSENT_DAYS) {
        days if days <= MOST_DAYS => Ok(days),
        _ => Err(Error::invalid("absent_days", Reason::OutOfRange)),
    }
}

pub(crate) fn place_of(row: &Row) -> Result<BackupLocation> {
    serde_json::from_str(&row.place).map_err(Error::internal)
}

impl Admin<'_> {
    /// Returns every target, by name.
    pub fn targets(self) -> Result<Vec<TargetView>> {
        self.app().target_lines()
    }

    /// Returns one target.
    pub fn target(self, id: TargetId) -> Result<TargetView> {
        self.targets()?.into_iter().find(|line| line.id == id).ok_or(Error::NotFound)
    }

    /// Adds a target and tests it at once. A target that fails the test is still added, except for a
    /// missing folder.
    pub fn add_target(self, form: &TargetInput) -> Result<TargetView> {
        self.person().require_confirmed()?;
        let (app, name) = (self.app(), validate::name("name", &form.name)?);
        let place = form.place().map_err(|error| self.note_refused(error))?;
        let absent_days = days(form.absent_days)?;
        let given = form.credentials(&place)?;
        let id = app.draw(TargetId::new)?;
        if let BackupLocation::Folder { .. } = place {
            // The mark identifies the folder later, for example when another disk is mounted there.
            let marked = Target::open(&place, None, &id.to_string()).and_then(|there| there.mark());
            marked.map_err(|_absent| Error::invalid("path", Reason::NotAFolder))?;
        }
        let row = Row {
            id,
            name: name.clone(),
            place: serde_json::to_string(&place).map_err(Error::internal)?,
            credentials: given
                .as_ref()
                .map(|given| app.seal_credentials(id.uuid(), given))
                .transpose()?,
            absent_days,
            elsewhere: place.is_elsewhere(app.data()).unwrap_or_default(),
            added_at: app.clock().now(),
            tried: TargetTest::default(),
            retired_at: None,
        };
        let object = id.to_string();
        let called = called(&row.name);
        let deed = AuditEvent::of(self.person(), "target-added", &object).with(&called);
        self.change(&deed, |edit| taken(edit.add_target(&row)))?;
        self.test_target(id)
    }

    /// Records an attempt to name a target that could only be reached without encryption.
    fn note_refused(self, error: Error) -> Error {
        let clear = |problem: &Problem| problem.reason == Reason::InTheClear;
        if matches!(&error, Error::Invalid(problems) if problems.iter().any(clear)) {
            let deed = AuditEvent::of(self.person(), "outbound-refused", "in-the-clear").refused();
            if let Err(error) = self.app().record(&deed) {
                tracing::error!(%error, "a machine that may not be reached was not recorded");
            }
        }
        error
    }

    /// Changes the name of a target and the days that it may be absent.
    pub fn change_target(self, id: TargetId, name: &str, absent_days: u16) -> Result<()> {
        let (name, absent_days) = (validate::name("name", name)?, days(Some(absent_days))?);
        let object = id.to_string();
        let called = called(&name);
        let deed = AuditEvent::of(self.person(), "target-changed", &object).with(&called);
        self.change(&deed, |edit| taken(edit.change_target(id, &name, absent_days)))
    }

    /// Replaces the credentials of a target, confirms it after a restore, and tests it.
    pub fn set_target_credentials(
        self,
        id: TargetId,
        user: &str,
        secret: &str,
    ) -> Result<TargetView> {
        self.person().require_confirmed()?;
        let app = self.app();
        let row = app.inner().household.read(|view| view.target(id))?;
        let place = place_of(&row)?;
        let sealed = if place.wants_credentials() {
            Some(app.seal_credentials(id.uuid(), &credentials_of(user, secret)?)?)
        } else {
            let there = Target::open(&place, None, &id.to_string());
            there
                .and_then(|there| there.mark())
                .map_err(|_absent| Error::invalid("path", Reason::NotAFolder))?;
            None
        };
        let object = id.to_string();
        let called = called(&row.name);
        let deed = AuditEvent::of(self.person(), "target-confirmed", &object).with(&called);
        self.change(&deed, |edit| Ok(edit.set_target_credentials(id, sealed.as_deref())?))?;
        self.resume_uploads(id)?;
        self.test_target(id)
    }

    /// Resumes uploads to a target with newer backups that this installation does not know.
    ///
    /// Later backups get a higher generation than those.
    pub fn resume_uploads(self, id: TargetId) -> Result<()> {
        self.person().require_confirmed()?;
        let app = self.app();
        let row = app.inner().household.read(|view| view.target(id))?;
        if row.tried.failure.as_deref() != Some(TargetError::Ahead.key()) {
            return Ok(());
        }
        let Some(there) = app.ahead_at(&row)? else { return Ok(()) };
        let object = id.to_string();
        let deed = AuditEvent::of(self.person(), "target-gone-on", &object);
        app.change_keyring(&deed, |keyring| {
            while keyring.generation() < there {
                keyring.advance();
            }
            Ok(())
        })
    }

    /// Tests a target: writes 256 bytes, reads them back, compares and deletes them.
    pub fn test_target(self, id: TargetId) -> Result<TargetView> {
        let app = self.app();
        let row = app.inner().household.read(|view| view.target(id))?;
        if row.retired_at.is_none() {
            let bytes = random::bytes::<256>()?;
            let there = app.reach(&row).map(Target::hurried);
            let tried = there.and_then(|there| there.try_out(&bytes));
            app.record_test(&row, tried)?;
        }
        self.target(id)
    }

    /// Removes a target. The backups there are left in place.
    pub fn remove_target(self, id: TargetId) -> Result<()> {
        self.person().require_confirmed()?;
        let row = self.app().inner().household.read(|view| view.target(id))?;
        let object = id.to_string();
        let called = called(&row.name);
        let deed = AuditEvent::of(self.person(), "target-removed", &object).with(&called);
        self.change(&deed, |edit| Ok(edit.remove_target(id)?))?;
        if let Ok(there) = Target::open(&place_of(&row)?, None, &object) {
            there.unmark();
        }
        Ok(())
    }
}

/// Audit details with the target's name, which is lost once the target is removed.
fn called(name: &str) -> String {
    serde_json::json!({ "name": name }).to_string()
}

fn taken(done: pecule_store::Result<()>) -> Result<()> {
    match done {
        Err(pecule_store::Error::Taken(_)) => Err(Error::invalid("name", Reason::Taken)),
        done => Ok(done?),
    }
}

impl App {
    pub(crate) fn target_lines(&self) -> Result<Vec<TargetView>> {
        let (rows, copies) = self
            .inner()
            .household
            .read(|view| Ok::<_, pecule_store::Error>((view.targets()?, view.copies()?)))?;
        let now = self.clock().now();
        let count = |row: &Row| copies.iter().filter(|copy| copy.target == row.id).count();
        rows.iter().map(|row| TargetView::new(row, count(row), now)).collect()
    }

    /// Opens a target with its credentials.
    pub(crate) fn reach(&self, row: &Row) -> Result<Target, TargetError> {
        let place = place_of(row).map_err(|_odd| TargetError::Unclear)?;
        if let Some(host) = place.host()
            && let Err(error) = self.note_call(&host)
        {
            tracing::error!(%error, "the machine that is called could not be noted");
        }
        let sealed = row.credentials.as_deref();
        let given = self.open_credentials(row.id.uuid(), sealed);
        let given = given.map_err(|_damaged| TargetError::Unclear)?;
        Target::open(&place, given.as_ref(), &row.id.to_string())
    }

    /// Stores the result of an attempt. The first failure and the first success after it are recorded in
    /// the audit log.
    pub(crate) fn record_test(&self, row: &Row, outcome: Result<(), TargetError>) -> Result<()> {
        let inner = self.inner();
        let now = inner.clock.now();
        let before = &row.tried;
        let tried = match outcome {
            Ok(()) => {
                TargetTest { at: Some(now), succeeded_at: Some(now), failure: None, failures: 0 }
            }
            Err(trouble) => TargetTest {
                at: Some(now),
                succeeded_at: before.succeeded_at,
                failure: Some(trouble.key().to_owned()),
                failures: before.failures.saturating_add(1),
            },
        };
        let elsewhere = place_of(row)?.is_elsewhere(self.data());
        let object = row.id.to_string();
        let deed = match (before.failures, tried.failures) {
            (0, 1) => AuditEvent::new("target-failed", &object).refused(),
            (1.., 0) => AuditEvent::new("target-answered", &object),
            _ => {
                let note = |edit: pecule_store::household::Edit<'_>| {
                    edit.record_test(row.id, &tried, elsewhere)
                };
                return Ok(inner.household.write(note)?);
            }
        };
        self.change_household(&deed, |edit| Ok(edit.record_test(row.id, &tried, elsewhere)?))
    }
}

#[cfg(test)]
mod tests;

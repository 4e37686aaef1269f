//! Lists a person's recent sign-ins, so that they can recognise foreign ones.

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::SessionId;
use pecule_store::audit::entry::Line;
use pecule_store::audit::search::Search;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::actors::device::Device;
use crate::actors::person::Person;
use crate::audit::actions::COMMAND;
use crate::audit::origin::Origin;
use crate::audit_event::AuditEvent;
use crate::error::Result;

/// A sign-in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SignInView {
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// The session that began; null for a command.
    #[schema(value_type = Option<String>)]
    pub session: Option<SessionId>,
    /// `browser`, `api` or `command`.
    pub kind: String,
    /// The device, as the client names it.
    pub device: String,
    /// The network, coarsely: `this-machine`, `local-network`, the first part of an address, or empty.
    pub place: String,
    /// Whether this session makes the request.
    pub current: bool,
}

/// The most audit events that are read: sign-ins and refused attempts beyond it are not counted.
const MANY: u32 = 100;

/// Commands are recorded at most once an hour, since a machine may run them every minute.
const HOUR: SignedDuration = SignedDuration::from_hours(1);

fn done() -> Search {
    Search { outcome: Some("done"), limit: MANY, ..Search::default() }
}

impl Person {
    /// Returns one's latest sign-ins, newest first. Of commands only the latest is listed, so that they
    /// do not hide others.
    pub fn recent_sign_ins(&self, limit: usize) -> Result<Vec<SignInView>> {
        let (mut lines, mut commands) = (self.search_sign_ins(done())?, 0);
        lines.retain(|line| {
            commands += usize::from(line.object == COMMAND);
            line.object != COMMAND || commands == 1
        });
        Ok(lines.into_iter().take(limit).map(|line| self.sign_in_line(line)).collect())
    }

    /// Records that a command was allowed with this person's password.
    ///
    /// A full disk or a read-only audit log must not prevent reading, so a failure is only logged.
    pub(crate) fn note_command(&self) {
        if let Err(error) = self.try_to_note_command() {
            tracing::warn!(%error, "a command that was let in could not be noted");
        }
    }

    fn try_to_note_command(&self) -> Result<()> {
        let now = self.app().clock().now();
        let latest = self.search_sign_ins(done())?.into_iter().find(|line| line.object == COMMAND);
        let is_noted = latest.is_some_and(|line| now.duration_since(line.at).abs() < HOUR);
        if is_noted || self.app().is_closed_to_changes() {
            return Ok(());
        }
        let origin = Origin::of(&Device::command_line(self.name()), true);
        self.app().record(&AuditEvent::of(self, "sign-in", COMMAND).with(&origin))
    }

    /// Counts refused attempts under one's name since the sign-in before the latest one, at most 100.
    pub fn refused_sign_ins(&self) -> Result<usize> {
        let lines = self.search_sign_ins(done())?;
        let since = lines.iter().filter(|line| line.object != COMMAND).nth(1).map(|line| line.at);
        let refused =
            Search { outcome: Some("refused"), from: since, limit: MANY, ..Search::default() };
        Ok(self.search_sign_ins(refused)?.len())
    }

    fn search_sign_ins(&self, mut wanted: Search) -> Result<Vec<Line>> {
        wanted.actor = Some(self.id());
        wanted.actions = vec!["sign-in".to_owned()];
        Ok(self.app().inner().household.read(|view| view.search_audit_log(&wanted))?)
    }

    fn sign_in_line(&self, line: Line) -> SignInView {
        let details: Value = serde_json::from_str(&line.details).unwrap_or_default();
        let text = |key| details.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        SignInView {
            at: line.at,
            current: line.session == Some(self.session()),
            session: line.session,
            kind: line.object,
            device: text("device"),
            place: text("place"),
        }
    }
}

//! "Your recent sign-ins": what shows a person whether somebody else came in under their name.

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::SessionId;
use pecule_store::audit::chain::Line;
use pecule_store::audit::search::Search;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::actors::person::Person;
use crate::audit::origin::Origin;
use crate::audit_event::Deed;
use crate::auth::throttle::Device;
use crate::error::Result;

/// A sign-in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SignInLine {
    /// When.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// Which session began.
    #[schema(value_type = Option<String>)]
    pub session: Option<SessionId>,
    /// `browser`, `api` or `command`.
    pub kind: String,
    /// The device, as it calls itself.
    pub device: String,
    /// Where in the network, coarsely: `this-machine`, `local-network`, the first part of an address, or empty.
    pub place: String,
    /// Whether it is the session that asks.
    pub current: bool,
}

/// More refused tries than anybody mistypes: they are not counted any further. Nor are sign-ins looked through.
const MANY: u32 = 100;
/// What a command is called as a kind of sign-in.
pub(crate) const COMMAND: &str = "command";
/// Commands are noted once an hour, since a machine may run them every minute.
const HOUR: SignedDuration = SignedDuration::from_hours(1);

fn done() -> Search {
    Search { outcome: Some("done"), limit: MANY, ..Search::default() }
}

impl Person {
    /// One's latest sign-ins, newest first; of commands only the latest, so that they hide nobody else.
    pub fn recent_sign_ins(&self, limit: usize) -> Result<Vec<SignInLine>> {
        let (mut lines, mut commands) = (self.search_sign_ins(done())?, 0);
        lines.retain(|line| {
            commands += usize::from(line.object == COMMAND);
            line.object != COMMAND || commands == 1
        });
        Ok(lines.into_iter().take(limit).map(|line| self.sign_in_line(line)).collect())
    }

    /// Notes that a command was let in with this person's password. What cannot be noted, on a full disk or in a journal
    /// that is closed, keeps nobody from their figures.
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
        self.app().record(&Deed::of(self, "sign-in", COMMAND).with(&origin))
    }

    /// How many tries under one's name were refused since the sign-in before the latest one, a hundred at most.
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
        Ok(self.app().inner().household.read(|view| view.search_journal(&wanted))?)
    }

    fn sign_in_line(&self, line: Line) -> SignInLine {
        let details: Value = serde_json::from_str(&line.details).unwrap_or_default();
        let text = |key| details.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        SignInLine {
            at: line.at,
            current: line.session == Some(self.session()),
            session: line.session,
            kind: line.object,
            device: text("device"),
            place: text("place"),
        }
    }
}

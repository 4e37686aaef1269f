//! Converts audit events into the form that the alert rules read.

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::{PersonId, SessionId};
use pecule_store::audit::entry::Line;
use serde_json::Value;

use crate::audit::actions::COMMAND;

/// One audit event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) seq: i64,
    pub(crate) at: Timestamp,
    pub(crate) actor: Option<PersonId>,
    pub(crate) session: Option<SessionId>,
    pub(crate) action: String,
    pub(crate) object: String,
    pub(crate) refused: bool,
    /// Device, coarse place, and keyed marks of the address and of the name tried; empty if unknown.
    pub(crate) device: String,
    pub(crate) place: String,
    pub(crate) address: String,
    pub(crate) name: String,
    /// Whether the device presented the token of an earlier sign-in of this person. The label alone
    /// proves nothing.
    pub(crate) known: bool,
}

impl From<Line> for Event {
    fn from(line: Line) -> Self {
        let details: Value = serde_json::from_str(&line.details).unwrap_or_default();
        let text = |key| details.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        Self {
            seq: line.seq,
            at: line.at,
            actor: line.actor,
            session: line.session,
            device: text("device"),
            place: text("place"),
            address: text("address"),
            name: text("name"),
            known: details.get("known").and_then(Value::as_bool).unwrap_or_default(),
            refused: line.outcome != "done",
            action: line.action,
            object: line.object,
        }
    }
}

impl Event {
    /// Whether a browser or a program signed in. Commands do not count: they run locally and at any
    /// hour.
    pub(crate) fn is_sign_in(&self) -> bool {
        self.action == "sign-in" && !self.refused && self.object != COMMAND
    }

    /// Whether a sign-in failed.
    pub(crate) fn is_failure(&self) -> bool {
        self.action == "sign-in" && self.refused
    }

    /// Whether this event precedes `later` by at most `span`; a clock that was set back counts as
    /// within.
    pub(crate) fn is_within(&self, span: SignedDuration, later: &Self) -> bool {
        later.at.duration_since(self.at) <= span
    }
}

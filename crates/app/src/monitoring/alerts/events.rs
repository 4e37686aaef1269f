//! Entries of the journal as the rules read them.

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::{PersonId, SessionId};
use pecule_store::audit::chain::Line;
use serde_json::Value;

use crate::auth::sign_in_history::COMMAND;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) seq: i64,
    pub(crate) at: Timestamp,
    pub(crate) actor: Option<PersonId>,
    pub(crate) session: Option<SessionId>,
    pub(crate) action: String,
    pub(crate) object: String,
    pub(crate) refused: bool,
    /// The device, the coarse place, and marks of the address and of a name that was tried; empty where unknown.
    pub(crate) device: String,
    pub(crate) place: String,
    pub(crate) address: String,
    pub(crate) name: String,
    /// Whether the device showed that its owner signed in with it before: its words alone show nothing.
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
    /// A sign-in that succeeded, of a browser or a program. Commands run at any hour, on this machine, and come from no
    /// network.
    pub(crate) fn is_sign_in(&self) -> bool {
        self.action == "sign-in" && !self.refused && self.object != COMMAND
    }

    /// A sign-in that failed.
    pub(crate) fn is_failure(&self) -> bool {
        self.action == "sign-in" && self.refused
    }

    /// Whether it lies so long before a later one at most; a clock that went back counts as near.
    pub(crate) fn is_within(&self, span: SignedDuration, later: &Self) -> bool {
        later.at.duration_since(self.at) <= span
    }
}

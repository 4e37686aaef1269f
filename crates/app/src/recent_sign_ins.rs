//! "Your recent sign-ins": what shows a person whether somebody else came in under their name.

use jiff::Timestamp;
use pecule_domain::id::SessionId;
use pecule_store::journal::{Line, Search};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::error::Result;
use crate::person::Person;

/// A sign-in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SignInLine {
    /// When.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// Which session began.
    #[schema(value_type = Option<String>)]
    pub session: Option<SessionId>,
    /// `browser` or `api`.
    pub kind: String,
    /// The device, as it calls itself.
    pub device: String,
    /// Where in the network, coarsely: `this-machine`, `local-network`, the first part of an address, or empty.
    pub place: String,
    /// Whether it is the session that asks.
    pub current: bool,
}

/// More refused tries than anybody mistypes: they are not counted any further.
const MANY: u32 = 100;

impl Person {
    /// One's latest sign-ins, newest first.
    pub fn recent_sign_ins(&self, limit: u32) -> Result<Vec<SignInLine>> {
        let lines =
            self.search_sign_ins(Search { outcome: Some("done"), limit, ..Search::default() })?;
        Ok(lines.into_iter().map(|line| self.sign_in_line(line)).collect())
    }

    /// How many tries under one's name were refused since the sign-in before the latest one, a hundred at most.
    pub fn refused_sign_ins(&self) -> Result<usize> {
        let since = self.recent_sign_ins(2)?.get(1).map(|line| line.at);
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

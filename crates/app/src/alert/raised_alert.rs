//! A security alert as a rule raises it.

use crate::alert::catalogue::AlertKey;
use crate::alert::catalogue::Rule;
use jiff::Timestamp;
use pecule_domain::id::PersonId;
use pecule_store::household::monitoring::alerts::AlertRow;
use serde_json::Value;
use serde_json::json;

/// An alert to be raised.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alert {
    pub(crate) rule: Rule,
    /// Person concerned; `None` for the household.
    pub(crate) subject: Option<PersonId>,
    pub(crate) at: Timestamp,
    pub(crate) details: Value,
}

impl Alert {
    /// The rule that raises this alert.
    pub(crate) const fn rule(&self) -> Rule {
        self.rule
    }

    pub(crate) fn new(rule: Rule, subject: Option<PersonId>) -> Self {
        Self { rule, subject, at: Timestamp::default(), details: json!({}) }
    }

    /// Sets the time.
    pub(crate) fn at(self, at: Timestamp) -> Self {
        Self { at, ..self }
    }

    /// Whether this is a separate alert instead of a repetition of `known`.
    pub(crate) fn is_another(&self, known: &AlertRow) -> bool {
        let differs = match self.rule.apart() {
            AlertKey::Never => false,
            AlertKey::ByDetails => {
                serde_json::from_str::<Value>(&known.details).ok().as_ref() != Some(&self.details)
            }
            AlertKey::Each => true,
        };
        // An event that was examined before raises nothing new.
        differs && self.at > known.last_at
    }

    /// Adds details, without secrets or amounts.
    pub(crate) fn with(self, details: Value) -> Self {
        Self { details, ..self }
    }
}

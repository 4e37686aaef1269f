//! Raises alerts about sign-ins and the installation, and shows them to the people concerned.
//!
//! | person | sees |
//! |---|---|
//! | administrator | all alerts about sign-ins and the installation |
//! | member | alerts about their own account |
//! | member with open books | alerts derived from these books, which are stored nowhere else |

use std::collections::BTreeMap;

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use pecule_store::household::monitoring::alerts::AlertRow;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actors::admin::Admin;
use crate::actors::person::Person;
use crate::alert::catalogue::Rule;
use crate::audit_event::AuditEvent;
use crate::error::{Error, Result};

/// Alerts shown at most.
const SHOWN: u32 = 200;

/// Advice for a damaged file of books.
const PUT_BACK: &str = "Their owner puts them back from a backup on their page, or with `pecule restore-books FILE --restore-all`.";

/// An alert as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FindingView {
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Stable word of the rule.
    pub rule: String,
    /// `notice`, `warning`, `serious` or `critical`.
    pub severity: String,
    /// Person concerned; null for the household.
    #[schema(value_type = Option<String>)]
    pub person: Option<PersonId>,
    pub person_name: String,
    /// Time of the first occurrence.
    #[schema(value_type = String)]
    pub first_at: Timestamp,
    /// Time of the last occurrence.
    #[schema(value_type = String)]
    pub last_at: Timestamp,
    /// Number of occurrences.
    pub count: u64,
    /// When the alert was acknowledged; null while it is open.
    #[schema(value_type = Option<String>)]
    pub acknowledged_at: Option<Timestamp>,
    /// Name of the person who acknowledged it.
    pub acknowledged_by: String,
    /// Details, such as a device and a place.
    #[schema(value_type = Object)]
    pub details: Value,
    /// Description in English.
    pub sentence: String,
    /// Advice in English.
    pub advice: String,
}

impl FindingView {
    fn new(finding: AlertRow, names: &BTreeMap<PersonId, String>) -> Self {
        let rule = Rule::parse(&finding.rule);
        let name = |id: Option<PersonId>| id.and_then(|id| names.get(&id)).cloned();
        let by = finding.acknowledged.and_then(|(_at, by)| by);
        let details: Value = serde_json::from_str(&finding.details).unwrap_or_default();
        let advice = match details.get("books") {
            Some(_books) if rule == Some(Rule::IntegrityFailed) => PUT_BACK,
            _ => rule.map(Rule::advice).unwrap_or_default(),
        };
        Self {
            id: finding.id,
            severity: rule.map_or("warning", |rule| rule.severity().key()).to_owned(),
            sentence: rule.map(|rule| rule.to_string()).unwrap_or_default(),
            advice: advice.to_owned(),
            rule: finding.rule,
            person: finding.subject,
            person_name: name(finding.subject).unwrap_or_default(),
            first_at: finding.first_at,
            last_at: finding.last_at,
            count: finding.count,
            acknowledged_at: finding.acknowledged.map(|(at, _by)| at),
            acknowledged_by: name(by).unwrap_or_default(),
            details,
        }
    }
}

impl Admin<'_> {
    /// Lists the alerts about sign-ins and the installation, open ones first.
    pub fn alerts(self) -> Result<Vec<FindingView>> {
        self.person().shown(|view| view.alerts(SHOWN))
    }
}

impl Person {
    /// Lists the alerts about this person's account, open ones first.
    pub fn alerts(&self) -> Result<Vec<FindingView>> {
        self.shown(|view| view.alerts_about(self.id(), SHOWN))
    }

    /// Acknowledges an alert: one about this person, or any alert for an administrator.
    pub fn acknowledge(&self, id: Uuid) -> Result<()> {
        let now = self.app().clock().now();
        let object = id.to_string();
        let rule = self.app().inner().household.read(|view| view.finding(id))?.rule;
        let details = serde_json::json!({ "rule": rule }).to_string();
        let deed = AuditEvent::of(self, "finding-acknowledged", &object).with(&details);
        self.app().change_household(&deed, |edit| {
            let finding = edit.finding(id)?;
            let runs = crate::actors::admin::runs(&edit.person(self.id())?);
            if !runs && finding.subject != Some(self.id()) {
                return Err(Error::NotFound);
            }
            Ok(edit.acknowledge_alert(id, now, self.id())?)
        })
    }

    fn shown(
        &self,
        find: impl FnOnce(pecule_store::household::View<'_>) -> pecule_store::Result<Vec<AlertRow>>,
    ) -> Result<Vec<FindingView>> {
        let (found, people) = self
            .app()
            .inner()
            .household
            .read(|view| Ok::<_, pecule_store::Error>((find(view)?, view.persons()?)))?;
        let names = people.into_iter().map(|row| (row.id, row.name)).collect();
        Ok(found.into_iter().map(|finding| FindingView::new(finding, &names)).collect())
    }
}

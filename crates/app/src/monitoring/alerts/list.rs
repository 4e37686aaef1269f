//! Findings: what the program noticed about accesses and about itself, for whom it concerns.
//!
//! | who | sees |
//! |---|---|
//! | whoever runs the household | everything about accesses and the installation |
//! | the person concerned | what was noticed about their own access |
//! | who has the books open | what derives from them; it never leaves them |

use std::collections::BTreeMap;

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use pecule_store::household::monitoring::alerts::Finding;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actors::admin::Admin;
use crate::actors::person::Person;
use crate::alert::catalogue::Rule;
use crate::audit_event::Deed;
use crate::error::{Error, Result};

/// How many findings are shown.
const SHOWN: u32 = 200;

/// What to do about a damaged file, where it is that of books.
const PUT_BACK: &str = "Their owner puts them back from a backup on their page, or with `pecule backup books FILE --replace`.";

/// A finding as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FindingLine {
    /// Which.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The rule, as a stable word.
    pub rule: String,
    /// `notice`, `warning`, `serious` or `critical`.
    pub severity: String,
    /// The person concerned; null where it concerns the household.
    #[schema(value_type = Option<String>)]
    pub person: Option<PersonId>,
    /// Their name.
    pub person_name: String,
    /// When it was first noticed.
    #[schema(value_type = String)]
    pub first_at: Timestamp,
    /// When it was last noticed.
    #[schema(value_type = String)]
    pub last_at: Timestamp,
    /// How many times.
    pub count: u64,
    /// When somebody took note of it.
    #[schema(value_type = Option<String>)]
    pub acknowledged_at: Option<Timestamp>,
    /// Who took note of it.
    pub acknowledged_by: String,
    /// More, such as a device and a place.
    #[schema(value_type = Object)]
    pub details: Value,
    /// What was noticed, in English.
    pub sentence: String,
    /// What to do, in English.
    pub advice: String,
}

impl FindingLine {
    fn new(finding: Finding, names: &BTreeMap<PersonId, String>) -> Self {
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
    /// What was noticed about accesses and the installation; what nobody took note of comes first.
    pub fn findings(self) -> Result<Vec<FindingLine>> {
        self.person().shown(|view| view.findings(SHOWN))
    }
}

impl Person {
    /// What was noticed about one's own access; what nobody took note of comes first.
    pub fn findings(&self) -> Result<Vec<FindingLine>> {
        self.shown(|view| view.findings_about(self.id(), SHOWN))
    }

    /// Takes note of a finding about oneself, or of any for whoever runs the household.
    pub fn acknowledge(&self, id: Uuid) -> Result<()> {
        let now = self.app().clock().now();
        let object = id.to_string();
        let rule = self.app().inner().household.read(|view| view.finding(id))?.rule;
        let details = serde_json::json!({ "rule": rule }).to_string();
        let deed = Deed::of(self, "finding-acknowledged", &object).with(&details);
        self.app().change_household(&deed, |edit| {
            let finding = edit.finding(id)?;
            let runs = crate::actors::admin::runs(&edit.person(self.id())?);
            if !runs && finding.subject != Some(self.id()) {
                return Err(Error::NotFound);
            }
            Ok(edit.acknowledge_finding(id, now, self.id())?)
        })
    }

    fn shown(
        &self,
        find: impl FnOnce(pecule_store::household::View<'_>) -> pecule_store::Result<Vec<Finding>>,
    ) -> Result<Vec<FindingLine>> {
        let (found, people) = self
            .app()
            .inner()
            .household
            .read(|view| Ok::<_, pecule_store::Error>((find(view)?, view.persons()?)))?;
        let names = people.into_iter().map(|row| (row.id, row.name)).collect();
        Ok(found.into_iter().map(|finding| FindingLine::new(finding, &names)).collect())
    }
}

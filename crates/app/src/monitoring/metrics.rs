//! Provides metrics for external monitoring, without personal data or wealth.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use pecule_store::household::backup::backups::BackupState;

use crate::alert::catalogue::{Rule, Severity};
use crate::app::App;
use crate::error::Result;

/// Number of alerts considered.
const FINDINGS: u32 = 1_000;

/// Metrics of the installation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Open alerts, by severity.
    pub open_alerts: BTreeMap<&'static str, u64>,
    /// Age of the last backup.
    pub backup_age: Option<SignedDuration>,
    /// Time since the last successful drill.
    pub proof_age: Option<SignedDuration>,
}

impl App {
    /// Computes the current metrics.
    pub fn figures(&self) -> Result<Figures> {
        let now = self.clock().now();
        let (findings, backups) = self
            .inner()
            .household
            .read(|view| Ok::<_, pecule_store::Error>((view.alerts(FINDINGS)?, view.backups()?)))?;
        let mut open_alerts: BTreeMap<&'static str, u64> =
            Severity::ALL.iter().map(|severity| (severity.key(), 0)).collect();
        for finding in findings.iter().filter(|finding| finding.acknowledged.is_none()) {
            let severity = Rule::parse(&finding.rule).map_or(Severity::Warning, Rule::severity);
            *open_alerts.entry(severity.key()).or_default() += 1;
        }
        let age = |at: Timestamp| now.duration_since(at);
        let made = backups.iter().filter(|backup| backup.state != BackupState::Failed);
        Ok(Figures {
            open_alerts,
            backup_age: made.clone().map(|backup| backup.made_at).max().map(age),
            proof_age: made.filter_map(|backup| backup.proven_at).max().map(age),
        })
    }
}

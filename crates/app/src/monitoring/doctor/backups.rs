//! Checks the age of backups and drills, and lists every machine that was ever contacted.

use jiff::{SignedDuration, Timestamp};
use pecule_store::household::backup::backups::BackupState;

use crate::app::App;
use crate::backup::status::Proof;
use crate::monitoring::doctor::report::{Finding, Report, Severity};
use crate::monitoring::notifications::send::hosts_called;

/// A daily backup, plus two hours of tolerance for a machine that was off at night.
const OLD: SignedDuration = SignedDuration::from_hours(26);

pub(crate) fn examine(app: &App, now: Timestamp, report: &mut Report) {
    latest(app, now, report);
    targets(app, report);
    outside(app, report);
}

fn latest(app: &App, now: Timestamp, report: &mut Report) {
    let Ok(backups) = app.inner().household.read(|view| view.backups()) else { return };
    let made = backups.iter().filter(|backup| backup.state != BackupState::Failed);
    let Some(last) = made.clone().map(|backup| backup.made_at).max() else {
        return report.find(Finding::new("no-backup", Severity::Warning));
    };
    report.state("last-backup", &last);
    let days = |since: Timestamp| now.duration_since(since).as_hours() / 24;
    if now.duration_since(last) > OLD {
        report.find(Finding::new("backup-old", Severity::Warning).with("days", &days(last)));
    }
    let proven = made.filter_map(|backup| backup.proven_at).filter(|at| *at <= now).max();
    if let Some(proven) = proven {
        report.state("last-proof", &proven);
    }
    match (app.backup_proof(), proven) {
        (Ok(Proof::Late), Some(proven)) => {
            let old = Finding::new("backup-unproven", Severity::Critical);
            report.find(old.with("days", &days(proven)));
        }
        (Ok(Proof::Late), None) => {
            report.find(Finding::new("backup-never-proven", Severity::Critical));
        }
        (Ok(Proof::Young), None) => {
            report.find(Finding::new("backup-never-proven", Severity::Warning));
        }
        (Ok(_) | Err(_), _) => {}
    }
    if backups.first().is_some_and(|backup| backup.state == BackupState::Failed) {
        report.find(Finding::new("backup-failed", Severity::Warning));
    }
    if backups.first().is_some_and(|backup| backup.state == BackupState::Unproven) {
        report.find(Finding::new("drill-failed", Severity::Critical));
    }
}

/// Checks the backup targets.
fn targets(app: &App, report: &mut Report) {
    let Ok(targets) = app.inner().household.read(|view| view.targets()) else { return };
    for target in targets.iter().filter(|target| target.tried.failures > 0) {
        let failing = Finding::new("target-failing", Severity::Warning);
        report.find(failing.with("name", &target.name).with("times", &target.tried.failures));
    }
    if !targets.is_empty() && targets.iter().all(|target| !target.elsewhere) {
        report.find(Finding::new("backups-not-elsewhere", Severity::Notice));
    }
}

/// Lists every machine that was ever contacted with its last day, and checks the relay.
fn outside(app: &App, report: &mut Report) {
    let inner = app.inner();
    if let Ok(called) = inner.household.read(|view| hosts_called(&view)) {
        let called: Vec<String> =
            called.into_iter().map(|(host, day)| format!("{host} ({day})")).collect();
        let hosts = if called.is_empty() { "–".to_owned() } else { called.join(", ") };
        report.state("hosts", &hosts);
    }
    let Ok(Some(relay)) = inner.household.read(|view| view.find_relay()) else { return };
    if relay.retired_at.is_some() {
        report.find(Finding::new("messages-wait", Severity::Notice));
    } else if relay.tried.failures > 0 {
        let failing = Finding::new("messages-failing", Severity::Warning);
        report.find(failing.with("times", &relay.tried.failures));
    }
}

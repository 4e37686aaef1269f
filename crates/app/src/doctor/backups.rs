//! Backups and their proof, and where backups go: the only machines that are ever called.

use jiff::{SignedDuration, Timestamp};
use pecule_store::household::backups::BackupState;
use serde_json::Value;

use super::{Finding, Report, Severity};
use crate::App;

/// A backup a day, with two hours for a machine that was off at night.
const OLD: SignedDuration = SignedDuration::from_hours(26);
/// A drill a week, with a day for the same reason.
const UNPROVEN: SignedDuration = SignedDuration::from_hours(8 * 24);

pub(super) fn examine(app: &App, now: Timestamp, report: &mut Report) {
    latest(app, now, report);
    targets(app, report);
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
    match made.filter_map(|backup| backup.proven_at).max() {
        Some(proven) => {
            report.state("last-proof", &proven);
            if now.duration_since(proven) > UNPROVEN {
                let old = Finding::new("backup-unproven", Severity::Warning);
                report.find(old.with("days", &days(proven)));
            }
        }
        None => report.find(Finding::new("backup-never-proven", Severity::Warning)),
    }
    if backups.first().is_some_and(|backup| backup.state == BackupState::Failed) {
        report.find(Finding::new("backup-failed", Severity::Warning));
    }
    if backups.first().is_some_and(|backup| backup.state == BackupState::Unproven) {
        report.find(Finding::new("drill-failed", Severity::Critical));
    }
}

/// The places elsewhere; those on other machines are the hosts that this program calls.
fn targets(app: &App, report: &mut Report) {
    let Ok(targets) = app.inner().household.read(|view| view.targets()) else { return };
    let mut hosts: Vec<String> = targets.iter().filter_map(|target| host(&target.place)).collect();
    hosts.sort();
    hosts.dedup();
    let called = if hosts.is_empty() { "–".to_owned() } else { hosts.join(", ") };
    report.state("hosts", &called);
    for target in targets.iter().filter(|target| target.tried.failures > 0) {
        let failing = Finding::new("target-failing", Severity::Warning);
        report.find(failing.with("name", &target.name).with("times", &target.tried.failures));
    }
    if !targets.is_empty() && targets.iter().all(|target| !target.elsewhere) {
        report.find(Finding::new("backups-not-elsewhere", Severity::Notice));
    }
}

/// The host in the address of a place, where it has one.
fn host(place: &str) -> Option<String> {
    fn address(value: &Value) -> Option<&str> {
        match value {
            Value::String(text) => text.split_once("://").map(|(_, rest)| rest),
            Value::Object(fields) => fields.values().find_map(address),
            Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) => None,
        }
    }
    let place: Value = serde_json::from_str(place).ok()?;
    let host = address(&place)?.split(['/', '?', '#']).next()?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    Some(host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn only_an_address_names_a_host() {
        assert_eq!(host(r#"{"kind":"folder","path":"/mnt/disk"}"#), None);
        let webdav = r#"{"kind":"webdav","endpoint":"https://cloud.example:8443/dav/x"}"#;
        assert_eq!(host(webdav).as_deref(), Some("cloud.example:8443"));
        let nested = r#"{"s3":{"bucket":"b","endpoint":"https://me@s3.example?x"}}"#;
        assert_eq!(host(nested).as_deref(), Some("s3.example"));
        assert_eq!(host("not json"), None);
    }
}

//! Defines alert rules on the present state, such as the age of the last backup.
//!
//! Rules on audit events are in `rules`.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::alert::catalogue::Rule;
use crate::alert::raised_alert::Alert;

/// Age limit of the last backup, then of the last successful drill.
const STALE: SignedDuration = SignedDuration::from_hours(26);
const UNPROVEN: SignedDuration = SignedDuration::from_hours(24 * 8);
/// Grace period after start-up or sleep, in which overdue backups are made first.
const CATCHING_UP: SignedDuration = SignedDuration::from_hours(1);

/// The present state.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct InstallationState {
    pub(crate) now: Timestamp,
    /// Times of the first and the last audit event.
    pub(crate) begun_at: Option<Timestamp>,
    pub(crate) last_at: Option<Timestamp>,
    pub(crate) backup_at: Option<Timestamp>,
    pub(crate) proof_at: Option<Timestamp>,
    /// Start of the present run, and the last audit event before it.
    pub(crate) awake_since: Option<Timestamp>,
    pub(crate) asleep_from: Option<Timestamp>,
    /// Whether the household's file is damaged.
    pub(crate) damaged: bool,
    /// Whether notifications fail persistently.
    pub(crate) notifications_fail: bool,
}

/// Returns an alert for every violated rule.
pub(crate) fn judge(facts: &InstallationState) -> Vec<Alert> {
    let old = |at: Option<Timestamp>, limit: SignedDuration| {
        // Without any backup, the age of the household counts.
        let since = at.or(facts.begun_at)?;
        (facts.now.duration_since(since) > limit).then_some(since)
    };
    let has_just_woken =
        facts.awake_since.is_some_and(|since| facts.now.duration_since(since) < CATCHING_UP);
    // Suppresses the alert right after start-up, if the deadline passed while the server was off.
    let overslept = |since: &Timestamp, limit| {
        has_just_woken && facts.asleep_from.is_some_and(|last| last.duration_since(*since) <= limit)
    };
    let alarm = |rule| Alert::new(rule, None).at(facts.now);
    let mut alarms = Vec::new();
    if let Some(since) = old(facts.backup_at, STALE).filter(|since| !overslept(since, STALE)) {
        alarms.push(alarm(Rule::BackupStale).with(json!({ "since": since })));
    }
    let unproven = old(facts.proof_at, UNPROVEN);
    if let Some(since) = unproven.filter(|since| !overslept(since, UNPROVEN)) {
        alarms.push(alarm(Rule::BackupUnproven).with(json!({ "since": since })));
    }
    if let Some(last) = facts.last_at
        && last.duration_since(facts.now) > SignedDuration::from_secs(60)
    {
        let seconds = last.duration_since(facts.now).as_secs();
        alarms.push(alarm(Rule::ClockSetBack).with(json!({ "seconds": seconds })));
    }
    if facts.damaged {
        alarms.push(alarm(Rule::IntegrityFailed).with(json!({ "file": "household" })));
    }
    if facts.notifications_fail {
        alarms.push(alarm(Rule::MessagesFailed));
    }
    alarms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(facts: &InstallationState) -> Vec<Rule> {
        judge(facts).into_iter().map(|alarm| alarm.rule).collect()
    }

    fn hours(hours: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + hours * 3_600).unwrap()
    }

    #[test]
    fn a_stale_or_unproven_backup_is_noticed() {
        let sound = InstallationState {
            now: hours(1_000),
            begun_at: Some(hours(0)),
            last_at: Some(hours(999)),
            backup_at: Some(hours(974)),
            proof_at: Some(hours(1_000 - 24 * 8)),
            damaged: false,
            notifications_fail: false,
            awake_since: None,
            asleep_from: None,
        };
        assert_eq!(rules(&sound), []);
        assert_eq!(
            rules(&InstallationState { backup_at: Some(hours(973)), ..sound }),
            [Rule::BackupStale]
        );
        let unproven = InstallationState { proof_at: Some(hours(999 - 24 * 8)), ..sound };
        assert_eq!(rules(&unproven), [Rule::BackupUnproven]);
        let none = InstallationState { backup_at: None, proof_at: None, ..sound };
        assert_eq!(rules(&none), [Rule::BackupStale, Rule::BackupUnproven]);
        let young = InstallationState { begun_at: Some(hours(980)), ..none };
        assert_eq!(rules(&young), [], "a new household has time for its first backup");
    }

    #[test]
    fn a_machine_that_slept_makes_up_for_its_backups_first() {
        let week = hours(24 * 7);
        let woken = InstallationState {
            now: week + SignedDuration::from_mins(59),
            begun_at: Some(hours(0)),
            last_at: Some(week),
            backup_at: Some(hours(3)),
            proof_at: Some(hours(-24)),
            awake_since: Some(week),
            asleep_from: Some(hours(20)),
            ..InstallationState::default()
        };
        assert_eq!(rules(&woken), []);
        let late = InstallationState { now: week + SignedDuration::from_hours(1), ..woken };
        assert_eq!(rules(&late), [Rule::BackupStale, Rule::BackupUnproven], "an hour is enough");
        let awake = InstallationState { asleep_from: Some(hours(30)), ..woken };
        assert_eq!(rules(&awake), [Rule::BackupStale], "it was awake when a backup was due");
        assert_eq!(
            rules(&InstallationState { asleep_from: None, ..woken }).len(),
            2,
            "nothing is known"
        );
    }

    #[test]
    fn a_clock_behind_the_last_entry_and_a_damaged_file_are_noticed() {
        let now = hours(10);
        let sound = InstallationState {
            now,
            last_at: Some(now + SignedDuration::from_secs(60)),
            ..InstallationState::default()
        };
        assert_eq!(rules(&sound), []);
        let last_at = Some(now + SignedDuration::from_secs(61));
        assert_eq!(rules(&InstallationState { last_at, ..sound }), [Rule::ClockSetBack]);
        assert_eq!(rules(&InstallationState { damaged: true, ..sound }), [Rule::IntegrityFailed]);
        assert_eq!(
            rules(&InstallationState { notifications_fail: true, ..sound }),
            [Rule::MessagesFailed]
        );
    }
}

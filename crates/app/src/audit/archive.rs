//! Archives old months of the household's audit log, and removes them after a configurable time.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use pecule_store::audit::search::Search;
use pecule_store::audit::segments::Segment;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::actors::admin::Admin;
use crate::app::App;
use crate::audit::hex::hex;
use crate::audit_event::AuditEvent;
use crate::error::{Error, Reason, Result};

/// Household setting that stores the retention.
const SETTING: &str = "journal-retention";
/// Months before archiving; the alert rules look back over ninety days.
const SEALED_AFTER: std::ops::RangeInclusive<u16> = 4..=120;
/// Months before removal, if entries are removed at all.
const KEPT: std::ops::RangeInclusive<u16> = 24..=1_200;
/// Archived months that always remain, regardless of the clock.
const LEAST: usize = 12;
/// Daily checks that must be close to each other before anything is archived or removed.
///
/// Otherwise the clock may have jumped.
const STEADY: usize = 7;
/// Number of latest checks among which the daily ones are searched.
const LOOKED_THROUGH: u32 = 200;
const LONGEST_GAP: SignedDuration = SignedDuration::from_hours(24 * 60);

/// Retention of the household's audit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JournalRetention {
    /// Months before whole months are archived: from 4 to 120.
    pub seal_after_months: u16,
    /// Months before archived months are removed, from 24 to 1200; null never removes them.
    pub keep_months: Option<u16>,
}

impl Default for JournalRetention {
    fn default() -> Self {
        Self { seal_after_months: 13, keep_months: None }
    }
}

/// An archived segment of the household's audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SegmentView {
    /// Number of its first entry.
    pub first: i64,
    /// Number of its last entry.
    pub last: i64,
    /// Time of its first entry.
    #[schema(value_type = String)]
    pub from: Timestamp,
    /// Time of its last entry.
    #[schema(value_type = String)]
    pub until: Timestamp,
    /// Time of its archiving.
    #[schema(value_type = String)]
    pub sealed_at: Timestamp,
    /// Time its content was removed.
    #[schema(value_type = Option<String>)]
    pub removed_at: Option<Timestamp>,
    /// SHA-256 of its file, in hexadecimal.
    pub sha256: String,
}

impl From<Segment> for SegmentView {
    fn from(segment: Segment) -> Self {
        Self {
            first: segment.first,
            last: segment.last,
            from: segment.first_at,
            until: segment.last_at,
            sealed_at: segment.sealed_at,
            removed_at: segment.removed_at,
            sha256: hex(&segment.sha256),
        }
    }
}

impl JournalRetention {
    /// Refuses values out of bounds, or a removal before the archiving.
    pub fn check(self) -> Result<()> {
        if !SEALED_AFTER.contains(&self.seal_after_months) {
            return Err(Error::invalid("seal_after_months", Reason::OutOfRange));
        }
        let too_short = |keep: u16| !KEPT.contains(&keep) || keep <= self.seal_after_months;
        if self.keep_months.is_some_and(too_short) {
            return Err(Error::invalid("keep_months", Reason::OutOfRange));
        }
        Ok(())
    }
}

/// Returns the start, in UTC, of the month that lies this many months back.
fn months_back(now: Timestamp, months: u16) -> Result<Timestamp> {
    let day: Date = now.to_zoned(TimeZone::UTC).date().first_of_month();
    let start =
        day.checked_sub(i64::from(months).months()).and_then(|day| day.to_zoned(TimeZone::UTC));
    Ok(start.map_err(Error::internal)?.timestamp())
}

impl App {
    /// Returns the retention of the audit log; the configuration overrides the setting.
    pub fn audit_retention(&self) -> Result<JournalRetention> {
        let text = self.inner().household.read(|view| view.find_setting(SETTING))?;
        let chosen = text.map_or_else(
            || Ok(JournalRetention::default()),
            |text| serde_json::from_str::<JournalRetention>(&text).map_err(Error::internal),
        )?;
        let keep_months = self.fixed_audit_retention().or(chosen.keep_months);
        let seal_after_months = keep_months.map_or(chosen.seal_after_months, |keep| {
            chosen.seal_after_months.min(keep.saturating_sub(1))
        });
        Ok(JournalRetention { seal_after_months, keep_months })
    }

    /// Returns the configured months before removal, if any; at least 24.
    pub fn fixed_audit_retention(&self) -> Option<u16> {
        let fixed = self.inner().vigilance.keep_months;
        fixed.map(|keep| keep.clamp(*KEPT.start(), *KEPT.end()))
    }

    /// Lists every archived segment, oldest first.
    pub fn audit_segments(&self) -> Result<Vec<SegmentView>> {
        let found = self.inner().household.read(|view| view.audit_segments())?;
        Ok(found.into_iter().map(SegmentView::from).collect())
    }

    /// Returns the file of an archived segment, for commands of the operator.
    pub fn audit_segment(&self, first: i64) -> Result<Vec<u8>> {
        let found = self.inner().household.read(|view| view.audit_segment(first))?;
        let packed = found.ok_or(Error::NotFound)?;
        self.record(&AuditEvent::new("journal-exported", "segment"))?;
        Ok(packed)
    }

    /// Archives months that are old enough, then removes at most one that is too old.
    ///
    /// Called once a day after the whole chain was verified; both actions are recorded. Skipped while
    /// the clock may have jumped, since alert rules only see entries that are not archived.
    pub(crate) fn keep_journal(&self) -> Result<()> {
        if !self.is_clock_steady()? {
            return Ok(());
        }
        let (now, retention) = (self.clock().now(), self.audit_retention()?);
        let inner = self.inner();
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| inner.journal.chain(previous, fields);
        let before = months_back(now, retention.seal_after_months)?;
        if inner.household.read(|view| view.journal_is_to_be_sealed(before))? {
            let details = json!({ "before": before }).to_string();
            let deed = AuditEvent::new("journal-sealed", "household").with(&details);
            self.change_household(&deed, |edit| Ok(edit.seal_journal(before, now, &mac)?))?;
        }
        let Some(keep) = retention.keep_months else { return Ok(()) };
        let Some(old) = self.too_old(months_back(now, keep)?)? else { return Ok(()) };
        let details = json!({ "first": old.first, "last": old.last, "from": old.first_at, "until": old.last_at });
        let details = details.to_string();
        let deed = AuditEvent::new("journal-segment-removed", "household").with(&details);
        self.change_household(&deed, |edit| {
            Ok(edit.empty_audit_segment(old.first, now, &mac).map(drop)?)
        })
    }

    /// Returns the oldest segment with content, if it is too old and enough newer ones exist.
    ///
    /// Segments before a break are evidence and are never removed.
    fn too_old(&self, before: Timestamp) -> Result<Option<Segment>> {
        let (segments, chains) = self.inner().household.read(|view| {
            Ok::<_, pecule_store::Error>((view.audit_segments()?, view.audit_chains()?))
        })?;
        let anew = chains.last().map_or(0, |(first, _at)| *first);
        let full: Vec<Segment> = segments
            .into_iter()
            .filter(|segment| segment.removed_at.is_none() && segment.first >= anew)
            .collect();
        let enough = full.len() > LEAST;
        Ok(full.into_iter().next().filter(|oldest| enough && oldest.last_at < before))
    }

    /// Whether the latest automatic checks, one a day, are close to each other.
    fn is_clock_steady(&self) -> Result<bool> {
        let wanted = Search {
            actions: vec!["journal-checked".to_owned()],
            limit: LOOKED_THROUGH,
            ..Search::default()
        };
        let checks = self.inner().household.read(|view| view.search_audit_log(&wanted))?;
        let daily: Vec<Timestamp> = checks
            .iter()
            .filter(|line| line.actor.is_none())
            .map(|line| line.at)
            .take(STEADY)
            .collect();
        let steady = |(later, earlier): (&Timestamp, &Timestamp)| {
            let gap = later.duration_since(*earlier);
            !gap.is_negative() && gap <= LONGEST_GAP
        };
        Ok(daily.len() == STEADY && daily.iter().zip(daily.iter().skip(1)).all(steady))
    }
}

impl Admin<'_> {
    /// Returns the retention of the audit log.
    pub fn audit_retention(self) -> Result<JournalRetention> {
        self.app().audit_retention()
    }

    /// Returns the configured months before removal, if any.
    pub fn fixed_audit_retention(self) -> Option<u16> {
        self.app().fixed_audit_retention()
    }

    /// Sets the retention of the audit log.
    pub fn set_audit_retention(self, retention: JournalRetention) -> Result<()> {
        self.person().require_confirmed()?;
        retention.check()?;
        if self
            .app()
            .fixed_audit_retention()
            .is_some_and(|keep| Some(keep) != retention.keep_months)
        {
            return Err(Error::invalid("keep_months", Reason::Unknown));
        }
        let text = serde_json::to_string(&retention).map_err(Error::internal)?;
        let deed = AuditEvent::of(self.person(), "journal-retention-set", "household").with(&text);
        self.change(&deed, |edit| Ok(edit.put_setting(SETTING, &text)?))
    }

    /// Lists every archived segment, oldest first.
    pub fn audit_segments(self) -> Result<Vec<SegmentView>> {
        self.app().audit_segments()
    }

    /// Exports an archived segment: gzip, one JSON object per line.
    pub fn export_audit_segment(self, first: i64) -> Result<Vec<u8>> {
        self.person().require_confirmed()?;
        let found = self.app().inner().household.read(|view| view.audit_segment(first))?;
        let packed = found.ok_or(Error::NotFound)?;
        self.app().record(&AuditEvent::of(self.person(), "journal-exported", "segment"))?;
        Ok(packed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_kept_for_too_short_a_time() {
        let set = |seal_after_months, keep_months| {
            JournalRetention { seal_after_months, keep_months }.check().is_ok()
        };
        assert!(JournalRetention::default().check().is_ok());
        assert!(set(4, Some(24)) && set(13, None) && set(120, Some(121)) && set(4, Some(1_200)));
        for (seal, keep) in
            [(3, None), (121, None), (4, Some(23)), (24, Some(24)), (4, Some(1_201))]
        {
            assert!(!set(seal, keep), "{seal} {keep:?}");
        }
    }

    #[test]
    fn months_go_back_to_their_first_day() {
        let now: Timestamp = "2026-03-31T23:30:00Z".parse().unwrap();
        assert_eq!(months_back(now, 13).unwrap().to_string(), "2025-02-01T00:00:00Z");
    }
}

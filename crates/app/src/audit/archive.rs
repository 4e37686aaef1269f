//! How long the household's journal is kept: old months are sealed, and removed where somebody wants that.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use pecule_store::audit::search::Search;
use pecule_store::audit::segments::Segment;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::App;
use crate::actors::admin::Admin;
use crate::audit::anchors::hex;
use crate::audit_event::Deed;
use crate::error::{Error, Reason, Result};

/// The setting of the household that keeps it.
const SETTING: &str = "journal-retention";
/// After how many months they may be sealed: the rules look back over ninety days.
const SEALED_AFTER: std::ops::RangeInclusive<u16> = 4..=120;
/// How many months may be kept, where they are not kept for ever.
const KEPT: std::ops::RangeInclusive<u16> = 24..=1_200;
/// How many sealed months stay, however old they are by the clock.
const LEAST: usize = 12;
/// How many daily checks must lie close to each other before anything is sealed or removed: a clock that jumped
/// shows.
const STEADY: usize = 7;
/// Among how many of the latest checks the daily ones are looked for.
const LOOKED_THROUGH: u32 = 200;
const LONGEST_GAP: SignedDuration = SignedDuration::from_hours(24 * 60);

/// How long the household's journal is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JournalRetention {
    /// Months after which whole months are sealed: from 4 to 120.
    pub seal_after_months: u16,
    /// Months after which sealed months are removed, from 24 to 1200; null keeps them for ever.
    pub keep_months: Option<u16>,
}

impl Default for JournalRetention {
    fn default() -> Self {
        Self { seal_after_months: 13, keep_months: None }
    }
}

/// A sealed stretch of the household's journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SegmentLine {
    /// Its first entry.
    pub first: i64,
    /// Its last entry.
    pub last: i64,
    /// When its first entry was made.
    #[schema(value_type = String)]
    pub from: Timestamp,
    /// When its last entry was made.
    #[schema(value_type = String)]
    pub until: Timestamp,
    /// When it was sealed.
    #[schema(value_type = String)]
    pub sealed_at: Timestamp,
    /// When what it held was removed.
    #[schema(value_type = Option<String>)]
    pub removed_at: Option<Timestamp>,
    /// The SHA-256 of its file, in hexadecimal.
    pub sha256: String,
}

impl From<Segment> for SegmentLine {
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
    /// Refuses what would remove too early.
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

/// The beginning, in universal time, of the month that lies so many months back.
fn months_back(now: Timestamp, months: u16) -> Result<Timestamp> {
    let day: Date = now.to_zoned(TimeZone::UTC).date().first_of_month();
    let start =
        day.checked_sub(i64::from(months).months()).and_then(|day| day.to_zoned(TimeZone::UTC));
    Ok(start.map_err(Error::internal)?.timestamp())
}

impl App {
    /// How long the household's journal is kept: what the configuration says goes before what was chosen.
    pub fn journal_retention(&self) -> Result<JournalRetention> {
        let text = self.inner().household.read(|view| view.find_setting(SETTING))?;
        let chosen = text.map_or_else(
            || Ok(JournalRetention::default()),
            |text| serde_json::from_str::<JournalRetention>(&text).map_err(Error::internal),
        )?;
        let keep_months = self.journal_keep_fixed().or(chosen.keep_months);
        let seal_after_months = keep_months.map_or(chosen.seal_after_months, |keep| {
            chosen.seal_after_months.min(keep.saturating_sub(1))
        });
        Ok(JournalRetention { seal_after_months, keep_months })
    }

    /// For how many months the configuration keeps the journal, where it says so; never below two years.
    pub fn journal_keep_fixed(&self) -> Option<u16> {
        let fixed = self.inner().vigilance.keep_months;
        fixed.map(|keep| keep.clamp(*KEPT.start(), *KEPT.end()))
    }

    /// Every sealed stretch of the household's journal, oldest first.
    pub fn journal_segments(&self) -> Result<Vec<SegmentLine>> {
        let found = self.inner().household.read(|view| view.journal_segments())?;
        Ok(found.into_iter().map(SegmentLine::from).collect())
    }

    /// The file of a sealed stretch, for whoever holds the installation's keys: a command of its operator.
    pub fn journal_segment(&self, first: i64) -> Result<Vec<u8>> {
        let found = self.inner().household.read(|view| view.journal_segment(first))?;
        let packed = found.ok_or(Error::NotFound)?;
        self.record(&Deed::new("journal-exported", "segment"))?;
        Ok(packed)
    }

    /// Seals months that are old enough, then removes at most one that is too old.
    ///
    /// Called once a day after the whole journal was found sound; both stand in the journal. Neither is done while
    /// the clock may have jumped: rules look at what is not sealed.
    pub(crate) fn keep_journal(&self) -> Result<()> {
        if !self.is_clock_steady()? {
            return Ok(());
        }
        let (now, retention) = (self.clock().now(), self.journal_retention()?);
        let inner = self.inner();
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| inner.journal.chain(previous, fields);
        let before = months_back(now, retention.seal_after_months)?;
        if inner.household.read(|view| view.journal_is_to_be_sealed(before))? {
            let details = json!({ "before": before }).to_string();
            let deed = Deed::new("journal-sealed", "household").with(&details);
            self.change_household(&deed, |edit| Ok(edit.seal_journal(before, now, &mac)?))?;
        }
        let Some(keep) = retention.keep_months else { return Ok(()) };
        let Some(old) = self.too_old(months_back(now, keep)?)? else { return Ok(()) };
        let details = json!({ "first": old.first, "last": old.last, "from": old.first_at, "until": old.last_at });
        let details = details.to_string();
        let deed = Deed::new("journal-segment-removed", "household").with(&details);
        self.change_household(&deed, |edit| {
            Ok(edit.empty_journal_segment(old.first, now, &mac).map(drop)?)
        })
    }

    /// The oldest segment that still holds something, where it is too old by the clock and too many by count;
    /// what stands before a break is evidence and never goes.
    fn too_old(&self, before: Timestamp) -> Result<Option<Segment>> {
        let (segments, chains) = self.inner().household.read(|view| {
            Ok::<_, pecule_store::Error>((view.journal_segments()?, view.journal_chains()?))
        })?;
        let anew = chains.last().map_or(0, |(first, _at)| *first);
        let full: Vec<Segment> = segments
            .into_iter()
            .filter(|segment| segment.removed_at.is_none() && segment.first >= anew)
            .collect();
        let enough = full.len() > LEAST;
        Ok(full.into_iter().next().filter(|oldest| enough && oldest.last_at < before))
    }

    /// Whether the latest checks that nobody asked for, one a day, lie close to each other.
    fn is_clock_steady(&self) -> Result<bool> {
        let wanted = Search {
            actions: vec!["journal-checked".to_owned()],
            limit: LOOKED_THROUGH,
            ..Search::default()
        };
        let checks = self.inner().household.read(|view| view.search_journal(&wanted))?;
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
    /// How long the household's journal is kept.
    pub fn journal_retention(self) -> Result<JournalRetention> {
        self.app().journal_retention()
    }

    /// For how many months the configuration keeps the journal, where it says so.
    pub fn journal_keep_fixed(self) -> Option<u16> {
        self.app().journal_keep_fixed()
    }

    /// Chooses how long the household's journal is kept.
    pub fn keep_journal_for(self, retention: JournalRetention) -> Result<()> {
        self.person().require_confirmed()?;
        retention.check()?;
        if self.app().journal_keep_fixed().is_some_and(|keep| Some(keep) != retention.keep_months) {
            return Err(Error::invalid("keep_months", Reason::Unknown));
        }
        let text = serde_json::to_string(&retention).map_err(Error::internal)?;
        let deed = Deed::of(self.person(), "journal-retention-set", "household").with(&text);
        self.change(&deed, |edit| Ok(edit.put_setting(SETTING, &text)?))
    }

    /// Every sealed stretch of the household's journal, oldest first.
    pub fn journal_segments(self) -> Result<Vec<SegmentLine>> {
        self.app().journal_segments()
    }

    /// The file of a sealed stretch: gzip, one JSON object on each line.
    pub fn export_journal_segment(self, first: i64) -> Result<Vec<u8>> {
        self.person().require_confirmed()?;
        let found = self.app().inner().household.read(|view| view.journal_segment(first))?;
        let packed = found.ok_or(Error::NotFound)?;
        self.app().record(&Deed::of(self.person(), "journal-exported", "segment"))?;
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

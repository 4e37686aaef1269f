//! Keeps the checklist of precautions outside the program, each with its last day and a reminder.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use pecule_store::household::View;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actors::admin::Admin;
use crate::audit_event::AuditEvent;
use crate::error::{Error, Reason, Result};

/// Household setting that stores the days.
const SETTING: &str = "precautions";

crate::words! {
    /// A precaution that only people can take.
    Precaution {
        EncryptedDisk = "encrypted-disk": "the disk of the machine is encrypted",
        /// The key is not stored beside the data.
        KeyElsewhere = "key-elsewhere": "the machine's key is kept elsewhere than the data",
        /// The kit and the recovery codes are on paper.
        PaperKit = "paper-kit": "the kit and the recovery codes are in envelopes, away from the machine",
        /// Two media, on two sites.
        TwoSites = "two-sites": "backups lie on two media, one of them on another site",
        /// An uninterruptible power supply.
        Ups = "ups": "a battery keeps the machine up during a power cut",
        /// Screens lock automatically.
        ScreenLock = "screen-lock": "screens and phones lock themselves",
        /// A trusted person can find the envelopes.
        SomebodyKnows = "somebody-knows": "somebody you trust knows where the envelopes are",
        /// A restore was tried.
        Drill = "drill": "a restore was tried on another machine",
        /// Old disks are erased.
        Disposal = "disposal": "old disks and machines were erased before they left the house",
    }
}

impl Precaution {
    /// Months until the next reminder.
    pub const fn months(self) -> i32 {
        match self {
            Self::TwoSites => 6,
            Self::EncryptedDisk
            | Self::KeyElsewhere
            | Self::PaperKit
            | Self::Ups
            | Self::ScreenLock
            | Self::SomebodyKnows
            | Self::Drill
            | Self::Disposal => 12,
        }
    }

    fn of(key: &str) -> Result<Self> {
        Self::ALL.iter().copied().find(|one| one.key() == key).ok_or(Error::NotFound)
    }
}

/// The stored state of a precaution.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct PrecautionState {
    done_on: Option<Date>,
    remind_on: Option<Date>,
}

/// A precaution as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct PrecautionView {
    #[schema(value_type = String)]
    pub precaution: Precaution,
    /// Day it was last taken.
    #[schema(value_type = Option<String>)]
    pub done_on: Option<Date>,
    /// Day of the reminder, null for none.
    #[schema(value_type = Option<String>)]
    pub remind_on: Option<Date>,
    /// Whether the day of the reminder has come.
    pub due: bool,
}

impl Admin<'_> {
    /// Lists every precaution, most important first.
    pub fn precautions(self) -> Result<Vec<PrecautionView>> {
        let today = self.app().clock().today();
        let kept = self.app().inner().household.read(|view| kept(&view))?;
        let line = |precaution: &Precaution| {
            let PrecautionState { done_on, remind_on } =
                kept.get(precaution.key()).copied().unwrap_or_default();
            let due = remind_on.is_some_and(|day| day <= today);
            PrecautionView { precaution: *precaution, done_on, remind_on, due }
        };
        Ok(Precaution::ALL.iter().map(line).collect())
    }

    /// Lists the precautions that are due.
    pub fn due_precautions(self) -> Result<Vec<PrecautionView>> {
        let mut lines = self.precautions()?;
        lines.retain(|line| line.due);
        Ok(lines)
    }

    /// Records that a precaution was taken today, and schedules its next reminder.
    pub fn complete_precaution(self, key: &str) -> Result<()> {
        let precaution = Precaution::of(key)?;
        let today = self.app().clock().today();
        let again = today.checked_add(precaution.months().months()).ok();
        let now = PrecautionState { done_on: Some(today), remind_on: again };
        self.keep("precaution-taken", precaution, |_before| now)
    }

    /// Records that a precaution is not taken.
    pub fn reopen_precaution(self, key: &str) -> Result<()> {
        let precaution = Precaution::of(key)?;
        self.keep("precaution-reopened", precaution, |before| PrecautionState {
            done_on: None,
            ..before
        })
    }

    /// Sets the day of the reminder; `None` disables it.
    pub fn remind_of_precaution(self, key: &str, on: Option<Date>) -> Result<()> {
        let precaution = Precaution::of(key)?;
        if on.is_some_and(|on| on < self.app().clock().today()) {
            return Err(Error::invalid("remind_on", Reason::OutOfRange));
        }
        self.keep("precaution-reminder", precaution, |before| PrecautionState {
            remind_on: on,
            ..before
        })
    }

    fn keep(
        self,
        action: &str,
        precaution: Precaution,
        change: impl FnOnce(PrecautionState) -> PrecautionState,
    ) -> Result<()> {
        self.change(&AuditEvent::of(self.person(), action, precaution.key()), |edit| {
            let mut all = kept(&edit)?;
            let own = all.entry(precaution.key().to_owned()).or_default();
            *own = change(*own);
            let text = serde_json::to_string(&all).map_err(Error::internal)?;
            Ok(edit.put_setting(SETTING, &text)?)
        })
    }
}

fn kept(view: &View<'_>) -> Result<BTreeMap<String, PrecautionState>> {
    let text = view.find_setting(SETTING)?;
    text.map_or(Ok(BTreeMap::new()), |text| serde_json::from_str(&text).map_err(Error::internal))
}

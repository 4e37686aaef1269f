//! Hours of a day as the configuration file writes them.

use crate::config::setting::SettingView;
use jiff::civil::Time;
use pecule_app::config::backup_schedule::QuietHours;
use serde::Deserialize;
use std::str::FromStr;

/// Quiet hours, written as `18:00-23:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Hours(pub(crate) QuietHours);

impl FromStr for Hours {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (from, to) = text.split_once('-').unwrap_or((text, ""));
        let hour = |part: &str| part.trim().parse::<Time>().ok();
        let hours = hour(from).zip(hour(to)).map(|(from, to)| Self(QuietHours { from, to }));
        hours.ok_or_else(|| "write quiet hours as \"18:00-23:00\"".to_owned())
    }
}

impl TryFrom<String> for Hours {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl SettingView for Hours {
    fn shown(&self) -> Option<String> {
        Some(format!("{}-{}", self.0.from.strftime("%H:%M"), self.0.to.strftime("%H:%M")))
    }
}

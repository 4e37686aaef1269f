//! Known weaknesses of crates: the advisories of the `RustSec` database, one file each, or many in one digest.

mod range;

use std::fmt;

use pecule_domain::Date;
use serde::{Deserialize, Serialize};

use crate::advisories::range::Range;

/// What an advisory says about a crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Nobody looks after it any more.
    Unmaintained,
    /// Something else that is worth knowing.
    Notice,
    /// It may break its promises of memory safety.
    Unsound,
    /// Somebody may use it against those who run it.
    Vulnerability,
}

/// How bad it is, as its authors judged it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Below 4.
    Low,
    /// 4 to 6.9.
    Medium,
    /// 7 to 8.9; also what nobody has judged.
    High,
    /// 9 and more.
    Critical,
}

/// One advisory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advisory {
    /// Its name: `RUSTSEC-2023-0044`.
    pub id: String,
    /// The crate.
    pub package: String,
    /// The day it was made known.
    pub date: Date,
    /// What it is about, in one line.
    pub title: String,
    /// What it says.
    pub kind: Kind,
    /// How bad it is.
    pub severity: Severity,
    /// The versions in which it is mended.
    pub patched: Vec<String>,
    /// The versions that never had it.
    pub unaffected: Vec<String>,
}

/// Everything that was known on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Digest {
    /// The day of the latest advisory in it.
    pub as_of: Date,
    /// The advisories.
    pub advisories: Vec<Advisory>,
}

/// Why some bytes are not an advisory, or not a digest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is not an advisory of the RustSec form: {0}")]
pub struct NotAnAdvisory(String);

impl NotAnAdvisory {
    fn because(reason: impl fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

/// The head of a `RustSec` file, as far as it is read.
#[derive(Deserialize)]
struct Head {
    advisory: About,
    versions: Versions,
}

#[derive(Deserialize)]
struct About {
    id: String,
    package: String,
    date: Date,
    withdrawn: Option<Date>,
    informational: Option<String>,
    cvss: Option<String>,
}

#[derive(Deserialize)]
struct Versions {
    patched: Vec<String>,
    #[serde(default)]
    unaffected: Vec<String>,
}

/// Reads one file of the database; none where the advisory was withdrawn.
pub fn read(bytes: &[u8]) -> Result<Option<Advisory>, NotAnAdvisory> {
    let text = std::str::from_utf8(bytes).map_err(NotAnAdvisory::because)?.replace("\r\n", "\n");
    let inside = text.strip_prefix("```toml\n").and_then(|rest| rest.split_once("\n```"));
    let (head, body) = inside.ok_or_else(|| NotAnAdvisory::because("its head is missing"))?;
    let Head { advisory, versions } = basic_toml::from_str(head).map_err(NotAnAdvisory::because)?;
    if advisory.withdrawn.is_some() {
        return Ok(None);
    }
    let title = body.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default();
    Ok(Some(Advisory {
        title: title.trim().to_owned(),
        kind: kind(advisory.informational.as_deref()),
        severity: severity(advisory.cvss.as_deref()),
        id: advisory.id,
        package: advisory.package,
        date: advisory.date,
        patched: versions.patched,
        unaffected: versions.unaffected,
    }))
}

fn kind(informational: Option<&str>) -> Kind {
    match informational {
        None => Kind::Vulnerability,
        Some("unmaintained") => Kind::Unmaintained,
        Some("unsound") => Kind::Unsound,
        Some(_other) => Kind::Notice,
    }
}

/// What nobody judged counts as high: it is looked at within the month.
fn severity(cvss: Option<&str>) -> Severity {
    let judged = cvss.and_then(|vector| vector.parse::<cvss::Cvss>().ok());
    match judged.map(|vector| vector.severity()) {
        Some(cvss::Severity::None | cvss::Severity::Low) => Severity::Low,
        Some(cvss::Severity::Medium) => Severity::Medium,
        Some(cvss::Severity::High) | None => Severity::High,
        Some(cvss::Severity::Critical) => Severity::Critical,
    }
}

impl Advisory {
    /// Whether it speaks of a version of its crate.
    ///
    /// A version or a range that cannot be read excuses nothing.
    pub fn concerns(&self, version: &str) -> bool {
        let excused =
            |ranges: &[String]| ranges.iter().any(|range| Range::read(range).holds(version));
        !excused(&self.patched) && !excused(&self.unaffected)
    }
}

impl Digest {
    /// Gathers advisories; none make none.
    pub fn of(mut advisories: Vec<Advisory>) -> Option<Self> {
        advisories.sort_by(|one, other| one.id.cmp(&other.id));
        let as_of = advisories.iter().map(|advisory| advisory.date).max()?;
        Some(Self { as_of, advisories })
    }

    /// Reads a digest as [`Self::write`] wrote it.
    pub fn read(bytes: &[u8]) -> Result<Self, NotAnAdvisory> {
        serde_json::from_slice(bytes).map_err(NotAnAdvisory::because)
    }

    /// The digest as JSON, one advisory on a line.
    pub fn write(&self) -> Result<String, NotAnAdvisory> {
        let lines: Result<Vec<String>, _> =
            self.advisories.iter().map(serde_json::to_string).collect();
        let lines = lines.map_err(NotAnAdvisory::because)?;
        Ok(format!("{{\"as_of\":\"{}\",\"advisories\":[\n{}\n]}}\n", self.as_of, lines.join(",\n")))
    }
}

#[cfg(test)]
mod tests;

//! Reads advisories of the `RustSec` database about vulnerable crates, as single files or as one
//! digest.

mod range;

use std::fmt;

use pecule_domain::Date;
use serde::{Deserialize, Serialize};

use crate::advisories::range::Range;

/// The kind of an advisory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The crate is no longer maintained.
    Unmaintained,
    /// Any other notice.
    Notice,
    /// The crate may violate memory safety.
    Unsound,
    /// An attacker may exploit the crate.
    Vulnerability,
}

/// The severity by CVSS score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// A score below 4.
    Low,
    /// 4 to 6.9.
    Medium,
    /// 7 to 8.9, or without a score.
    High,
    /// A score of 9 or more.
    Critical,
}

/// An advisory about one crate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advisory {
    /// The identifier, such as `RUSTSEC-2023-0044`.
    pub id: String,
    /// The name of the crate.
    pub package: String,
    /// The date of publication.
    pub date: Date,
    /// A single line.
    pub title: String,
    pub kind: Kind,
    pub severity: Severity,
    /// The versions that contain the fix.
    pub patched: Vec<String>,
    /// The versions that were never affected.
    pub unaffected: Vec<String>,
}

/// All advisories up to a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Digest {
    /// The date of the latest advisory in the digest.
    pub as_of: Date,
    pub advisories: Vec<Advisory>,
}

/// The error for bytes that are neither an advisory nor a digest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is not an advisory of the RustSec form: {0}")]
pub struct NotAnAdvisory(String);

impl NotAnAdvisory {
    fn because(reason: impl fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

/// The fields of a `RustSec` file that are read.
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

/// Reads one file of the database; `None` if the advisory was withdrawn.
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

/// Returns the severity. An advisory without a score counts as high, so that it is not overlooked.
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
    /// Returns whether the advisory concerns a version of its crate.
    ///
    /// An unreadable version or range counts as affected.
    pub fn concerns(&self, version: &str) -> bool {
        let excused =
            |ranges: &[String]| ranges.iter().any(|range| Range::read(range).holds(version));
        !excused(&self.patched) && !excused(&self.unaffected)
    }
}

impl Digest {
    /// Builds a digest; `None` without any advisory.
    pub fn of(mut advisories: Vec<Advisory>) -> Option<Self> {
        advisories.sort_by(|one, other| one.id.cmp(&other.id));
        let as_of = advisories.iter().map(|advisory| advisory.date).max()?;
        Some(Self { as_of, advisories })
    }

    /// Reads a digest written by [`Self::write`].
    pub fn read(bytes: &[u8]) -> Result<Self, NotAnAdvisory> {
        serde_json::from_slice(bytes).map_err(NotAnAdvisory::because)
    }

    /// Returns the digest as JSON, one advisory per line.
    pub fn write(&self) -> Result<String, NotAnAdvisory> {
        let lines: Result<Vec<String>, _> =
            self.advisories.iter().map(serde_json::to_string).collect();
        let lines = lines.map_err(NotAnAdvisory::because)?;
        Ok(format!("{{\"as_of\":\"{}\",\"advisories\":[\n{}\n]}}\n", self.as_of, lines.join(",\n")))
    }
}

#[cfg(test)]
mod tests;

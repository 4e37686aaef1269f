//! What the doctor reports.

use jiff::Timestamp;
use serde::Serialize;
use std::path::Path;
use std::path::PathBuf;

/// Severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Needs no action yet.
    Notice,
    /// Needs action soon.
    Warning,
    /// Needs action now.
    Critical,
}

impl Severity {
    /// The stable word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }
}

/// A problem that needs action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub code: &'static str,
    pub severity: Severity,
    /// Arguments of the text: a path, a version, a number of days. Never a secret or an amount.
    pub about: Vec<(&'static str, String)>,
}

impl Finding {
    pub(crate) fn new(code: &'static str, severity: Severity) -> Self {
        debug_assert!(CODES.contains(&code), "{code} has no sentence");
        Self { code, severity, about: Vec::new() }
    }

    pub(crate) fn with(mut self, name: &'static str, value: &(impl ToString + ?Sized)) -> Self {
        self.about.push((name, value.to_string()));
        self
    }

    pub(crate) fn at(self, path: &Path) -> Self {
        self.with("path", &path.display())
    }
}

/// Options of an examination.
#[derive(Debug, Clone, Default)]
pub struct DoctorOptions {
    /// Whether to read the content of all files, books included.
    pub full: bool,
    /// Path of the advisories; `None` for the data folder.
    pub advisories: Option<PathBuf>,
}

/// A checked fact: a version, a number, a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedItem {
    pub code: &'static str,
    pub value: String,
}

/// The result of an examination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub at: Timestamp,
    /// Whether the content of every file was read.
    pub full: bool,
    /// Most severe first.
    pub findings: Vec<Finding>,
    pub facts: Vec<CheckedItem>,
}

impl Report {
    pub(crate) const fn new(at: Timestamp, full: bool) -> Self {
        Self { at, full, findings: Vec::new(), facts: Vec::new() }
    }

    pub(crate) fn find(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    pub(crate) fn state(&mut self, code: &'static str, value: &(impl ToString + ?Sized)) {
        debug_assert!(FACTS.contains(&code), "{code} has no name");
        self.facts.push(CheckedItem { code, value: value.to_string() });
    }

    pub(crate) fn sorted(mut self) -> Self {
        // The sort is stable, so that equal severities keep the order of the checks.
        self.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        self.facts.sort_by_key(|fact| FACTS.iter().position(|code| *code == fact.code));
        self
    }

    /// Adds the expiry of the server's certificate; the caller has read the file.
    #[must_use]
    pub fn with_certificate(mut self, not_after: Timestamp) -> Self {
        self.state("certificate-until", &not_after);
        let days = not_after.duration_since(self.at).as_hours().div_euclid(24);
        if days < RENEWED_BEFORE {
            let severity = if days < 0 { Severity::Critical } else { Severity::Warning };
            self.find(Finding::new("certificate-ends", severity).with("days", &days.max(0)));
        }
        self.sorted()
    }

    /// Adds a finding that other machines are served without TLS, as configured.
    #[must_use]
    pub fn with_clear_answers(mut self) -> Self {
        self.find(Finding::new("served-in-the-clear", Severity::Warning));
        self.sorted()
    }

    /// Whether a finding is more severe than a notice.
    pub fn is_ill(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity > Severity::Notice)
    }
}

/// Days before its expiry from which a certificate should be renewed.
pub(crate) const RENEWED_BEFORE: i64 = 14;

/// The codes of all findings.
pub const CODES: &[&str] = &[
    "no-keys",
    "cannot-open",
    "loose-mode",
    "clock-behind",
    "clock-set-back",
    "kit-on-disk",
    "left-over",
    "kept-copy",
    "damaged-copy",
    "key-beside-data",
    "disk-space",
    "household-damaged",
    "read-only",
    "journal-broken",
    "books-missing",
    "books-in-the-clear",
    "books-changed",
    "admin-without-second-factor",
    "no-backup",
    "backup-old",
    "backup-failed",
    "backup-never-proven",
    "backup-unproven",
    "drill-failed",
    "target-failing",
    "backups-not-elsewhere",
    "messages-failing",
    "messages-wait",
    "certificate-ends",
    "served-in-the-clear",
    "no-bill",
    "no-advisories",
    "advisories-unreadable",
    "advisories-old",
    "advisory",
];

/// The codes of all facts, in the order shown.
pub const FACTS: &[&str] = &[
    "pecule",
    "sqlite",
    "sqlcipher",
    "cryptography",
    "schema-household",
    "schema-books",
    "components",
    "advisories-as-of",
    "people",
    "books",
    "bytes",
    "free-bytes",
    "journal-entries",
    "last-backup",
    "last-proof",
    "certificate-until",
    "hosts",
];

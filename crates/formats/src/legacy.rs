//! Reads the data files of the Python application that Pécule replaces.
//!
//! Unreadable entries are reported as problems and the rest is kept; percentages are read exactly
//! and never scaled.

pub(crate) mod accounts;
mod allocation;
mod asset;
mod composition;
pub mod portfolio;
mod record;
pub(crate) mod recorded_days;
mod tasks;
mod words;

use std::collections::BTreeSet;

use crate::json::Document;
use crate::legacy::portfolio::LegacyAccount;
use crate::legacy::portfolio::LegacyAsset;
use crate::legacy::portfolio::LegacyBank;
use crate::legacy::portfolio::LegacyDay;
use crate::problem::{Problem, ProblemKind};
use crate::problems::Findings;

/// The files of the application; missing ones are `None`.
#[derive(Debug, Clone, Copy, Default)]
pub struct LegacyFiles<'a> {
    pub banks: Option<&'a [u8]>,
    pub accounts: Option<&'a [u8]>,
    pub assets: Option<&'a [u8]>,
    pub history: Option<&'a [u8]>,
}

/// The data of the application.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Legacy {
    pub banks: Vec<LegacyBank>,
    pub accounts: Vec<LegacyAccount>,
    /// Each is held in one account.
    pub assets: Vec<LegacyAsset>,
    /// Ordered by date, oldest first.
    pub history: Vec<LegacyDay>,
    /// The entries that were changed or dropped; each begins with the name of its file.
    pub problems: Vec<Problem>,
}

/// Reads all files of the application.
pub fn read(files: &LegacyFiles<'_>) -> Legacy {
    let mut legacy = Legacy::default();
    legacy.file("banks.json", files.banks, |legacy, root, findings| {
        legacy.banks = accounts::banks(root, findings);
    });
    legacy.file("accounts.json", files.accounts, |legacy, root, findings| {
        let banks = legacy.banks.iter().map(|bank| bank.key.as_str()).collect();
        legacy.accounts = accounts::accounts(root, &banks, findings);
    });
    legacy.file("assets.json", files.assets, |legacy, root, findings| {
        let accounts: BTreeSet<&str> =
            legacy.accounts.iter().map(|account| account.key.as_str()).collect();
        legacy.assets = asset::assets(root, &accounts, findings);
    });
    legacy.file("history.json", files.history, |legacy, root, findings| {
        legacy.history = recorded_days::days(root, findings);
    });
    legacy
}

impl Legacy {
    /// Reads one file, and adds its problems.
    fn file(
        &mut self,
        name: &'static str,
        bytes: Option<&[u8]>,
        read: impl FnOnce(&mut Self, crate::json::Json<'_>, &mut Findings),
    ) {
        let mut findings = Findings::of(name);
        match bytes.map(Document::read) {
            None => findings.whole("", ProblemKind::NotGiven),
            Some(Err(problem)) => findings.take(&problem),
            Some(Ok(document)) => read(self, document.root(), &mut findings),
        }
        self.problems.extend(findings.into_problems());
    }
}

#[cfg(test)]
mod tests;

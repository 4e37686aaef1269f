//! Reads the data files of the Python application that Pécule replaces.
//!
//! Unreadable entries are reported as problems and the rest is kept; percentages are read exactly
//! and never scaled.

pub(crate) mod accounts;
mod allocation;
mod asset;
mod composition;
mod record;
pub(crate) mod recorded_days;
mod tasks;
mod words;

use std::collections::BTreeSet;

use pecule_domain::money::currency::Currency;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::account::Wrapper;
use pecule_domain::portfolio::allocation::Allocation;
use pecule_domain::portfolio::asset::AssetKind;
use pecule_domain::portfolio::isin::Isin;
use pecule_domain::{Date, Decimal};

use crate::json::Document;
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

/// An institution that keeps accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyBank {
    /// The line of the file.
    pub line: usize,
    /// The key in the application.
    pub key: String,
    pub name: String,
    pub notes: String,
}

/// An account at an institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyAccount {
    /// The line of the file.
    pub line: usize,
    /// The key in the application.
    pub key: String,
    /// The key of its bank; `None` if unknown.
    pub bank: Option<String>,
    pub wrapper: Wrapper,
    pub name: String,
    /// `None` if not stated.
    pub currency: Option<Currency>,
    pub notes: String,
}

/// An asset, held in an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyAsset {
    /// The line of the file.
    pub line: usize,
    /// The key in the application.
    pub key: String,
    pub name: String,
    /// The key of its account; `None` if unknown.
    pub account: Option<String>,
    pub kind: AssetKind,
    pub isin: Option<Isin>,
    /// The symbol used by exchanges.
    pub ticker: Option<String>,
    pub metal: Option<Metal>,
    /// Troy ounces of `metal`.
    pub ounces: Option<Decimal>,
    /// The number of units.
    pub quantity: Option<Decimal>,
    /// The price of one unit.
    pub unit_price: Option<Decimal>,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The value of the whole position.
    pub value: Option<Decimal>,
    /// The cost of the whole position.
    pub cost: Option<Decimal>,
    /// The date of `value`.
    pub valued_on: Option<Date>,
    pub allocation: Allocation,
    pub parts: Vec<LegacyPart>,
    pub notes: String,
    pub tasks: Vec<LegacyTask>,
}

/// A component of an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyPart {
    /// The key of the component.
    pub asset: String,
    /// The part of the composite.
    pub share: Share,
}

/// A task about an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyTask {
    pub title: String,
    pub due_on: Option<Date>,
    pub done: bool,
}

/// The values recorded on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyDay {
    /// The line of the file.
    pub line: usize,
    pub on: Date,
    /// The total value, in euros.
    pub total: Decimal,
    /// The value of each asset by key; assets removed later are included.
    pub assets: Vec<(String, Decimal)>,
}

/// A precious metal that the application priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metal {
    Gold,
    Silver,
    Platinum,
    Palladium,
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

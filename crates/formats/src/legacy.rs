//! The Python application that Pécule takes over from: its banks, accounts, assets and history.
//!
//! Everything that can be understood is taken; percentages are read digit by digit and never scaled.

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
use crate::problem::{Problem, Why};
use crate::problems::Findings;

/// The application's files, as far as there are any.
#[derive(Debug, Clone, Copy, Default)]
pub struct LegacyFiles<'a> {
    /// `banks.json`.
    pub banks: Option<&'a [u8]>,
    /// `accounts.json`.
    pub accounts: Option<&'a [u8]>,
    /// `assets.json`.
    pub assets: Option<&'a [u8]>,
    /// `history.json`.
    pub history: Option<&'a [u8]>,
}

/// What the application knew.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Legacy {
    /// Institutions.
    pub banks: Vec<LegacyBank>,
    /// Accounts.
    pub accounts: Vec<LegacyAccount>,
    /// Assets, each held in one account.
    pub assets: Vec<LegacyAsset>,
    /// Recorded days, oldest first.
    pub history: Vec<LegacyDay>,
    /// What was not taken as it stands; each begins with the name of its file.
    pub problems: Vec<Problem>,
}

/// An institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyBank {
    /// The line of the file.
    pub line: usize,
    /// The application's key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What its owner wants to remember.
    pub notes: String,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyAccount {
    /// The line of the file.
    pub line: usize,
    /// The application's key.
    pub key: String,
    /// The key of its bank, if that is among the banks.
    pub bank: Option<String>,
    /// Its envelope.
    pub wrapper: Wrapper,
    /// Its name.
    pub name: String,
    /// Its currency, where one is named.
    pub currency: Option<Currency>,
    /// What its owner wants to remember.
    pub notes: String,
}

/// An asset and its place in an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyAsset {
    /// The line of the file.
    pub line: usize,
    /// The application's key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The key of its account, if that is among the accounts.
    pub account: Option<String>,
    /// What it is.
    pub kind: AssetKind,
    /// Its international number.
    pub isin: Option<Isin>,
    /// Its short name at exchanges.
    pub ticker: Option<String>,
    /// Which metal.
    pub metal: Option<Metal>,
    /// How many troy ounces of it.
    pub ounces: Option<Decimal>,
    /// How many pieces.
    pub quantity: Option<Decimal>,
    /// The price of one piece.
    pub unit_price: Option<Decimal>,
    /// The currency of its amounts.
    pub currency: Currency,
    /// What the position was worth.
    pub value: Option<Decimal>,
    /// What the position cost.
    pub cost: Option<Decimal>,
    /// The day of the value.
    pub valued_on: Option<Date>,
    /// How it splits over classes and zones.
    pub allocation: Allocation,
    /// What it is made of.
    pub parts: Vec<LegacyPart>,
    /// What its owner wants to remember.
    pub notes: String,
    /// What is to be done.
    pub tasks: Vec<LegacyTask>,
}

/// A component of an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyPart {
    /// The key of the asset that is inside.
    pub asset: String,
    /// How much of the composite it makes.
    pub share: Share,
}

/// Something to be done about an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyTask {
    /// What is to be done.
    pub title: String,
    /// The day by which.
    pub due_on: Option<Date>,
    /// Whether it is done.
    pub done: bool,
}

/// A recorded day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyDay {
    /// The line of the file.
    pub line: usize,
    /// The day.
    pub on: Date,
    /// What everything was worth, in euros.
    pub total: Decimal,
    /// What each asset was worth, by its key; some are long gone from the assets.
    pub assets: Vec<(String, Decimal)>,
}

/// A precious metal that the application priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metal {
    /// Gold.
    Gold,
    /// Silver.
    Silver,
    /// Platinum.
    Platinum,
    /// Palladium.
    Palladium,
}

/// Reads the application's files.
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
            None => findings.whole("", Why::NotGiven),
            Some(Err(problem)) => findings.take(&problem),
            Some(Ok(document)) => read(self, document.root(), &mut findings),
        }
        self.problems.extend(findings.into_problems());
    }
}

#[cfg(test)]
mod tests;

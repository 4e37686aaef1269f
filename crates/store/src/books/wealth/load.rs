//! Everything that the calculations of a day need, in a few passes over the file.

use std::collections::BTreeMap;

use jiff::civil::Date;
use pecule_domain::id::AssetId;
use pecule_domain::market::exchange_rate::ExchangeRate;
use pecule_domain::market::price::Quote;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::account::Account;
use pecule_domain::portfolio::allocation::Allocation;
use pecule_domain::portfolio::asset::Asset;
use pecule_domain::portfolio::bank::Bank;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::composition::Composition;
use pecule_domain::portfolio::holding::{Holding, Statement};
use pecule_domain::portfolio::zone::Zone;

use crate::books::View;
use crate::books::wealth::assets;
use crate::error::Result;

/// The books as of a day; lists without a named order are by identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inventory {
    /// Every bank, by name.
    pub banks: Vec<Bank>,
    /// Every account, by name.
    pub accounts: Vec<Account>,
    /// Every asset.
    pub assets: Vec<Asset>,
    /// Every holding.
    pub holdings: Vec<Holding>,
    /// Of each holding, the last statement not after the day, by holding.
    pub statements: Vec<Statement>,
    /// How each classified asset splits, by asset.
    pub allocations: Vec<(AssetId, Allocation)>,
    /// The zones that each class starts with.
    pub default_zones: BTreeMap<Class, BTreeMap<Zone, Share>>,
    /// The compositions in force on the day, by asset.
    pub compositions: Vec<Composition>,
    /// Of each asset, the last quote not after the day, by asset.
    pub quotes: Vec<Quote>,
    /// Of each pair of currencies, the last rate not after the day.
    pub rates: Vec<ExchangeRate>,
}

impl View<'_> {
    /// Loads the books as of a day.
    pub fn inventory(&self, day: Date) -> Result<Inventory> {
        let columns = assets::COLUMNS;
        Ok(Inventory {
            banks: self.banks()?,
            accounts: self.accounts()?,
            assets: self.sql.all(
                &format!("SELECT {columns} FROM assets ORDER BY id"),
                [],
                assets::asset,
            )?,
            holdings: self.holdings()?,
            statements: self.statements_on(day)?,
            allocations: self.allocations()?,
            default_zones: self.default_zones()?,
            compositions: self.compositions_on(day)?,
            quotes: self.quotes_on(day)?,
            rates: self.rates_on(day)?,
        })
    }
}

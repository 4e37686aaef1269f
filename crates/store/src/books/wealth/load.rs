//! Loads every record that a valuation on a date needs, in one query per table.

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

/// The books on a date. Lists are ordered by identity unless stated otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inventory {
    /// Ordered by name.
    pub banks: Vec<Bank>,
    /// Ordered by name.
    pub accounts: Vec<Account>,
    pub assets: Vec<Asset>,
    pub holdings: Vec<Holding>,
    /// The latest statement of each holding up to the date, ordered by holding.
    pub statements: Vec<Statement>,
    /// Classified assets only, ordered by asset.
    pub allocations: Vec<(AssetId, Allocation)>,
    pub default_zones: BTreeMap<Class, BTreeMap<Zone, Share>>,
    /// The compositions in force on the date, ordered by asset.
    pub compositions: Vec<Composition>,
    /// The latest price of each asset up to the date, ordered by asset.
    pub quotes: Vec<Quote>,
    /// The latest exchange rate of each pair of currencies up to the date.
    pub rates: Vec<ExchangeRate>,
}

impl View<'_> {
    /// Loads the books on a date.
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
            quotes: self.prices_on(day)?,
            rates: self.exchange_rates_on(day)?,
        })
    }
}

//! A picture of wealth on one day: every holding valued, every composite looked through.

use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use pecule_domain::account::Wrapper;
use pecule_domain::allocation;
use pecule_domain::apportion::Exact;
use pecule_domain::composition::Graph;
use pecule_domain::currency::Currency;
use pecule_domain::holding::{Holding, Statement};
use pecule_domain::id::{AccountId, AssetId, BankId, TaxonomyId};
use pecule_domain::look_through::{Distribution, look_through};
use pecule_domain::valuation::{Known, Unvalued, Valuation, value};

use crate::error::{Error, Result};
use crate::wealth::Wealth;

/// One holding on the day of the picture.
pub struct Line {
    /// The holding.
    pub holding: Holding,
    /// What was stated of it last, on the day or before.
    pub statement: Statement,
    /// Its place in the graph of assets.
    pub place: usize,
    /// What it is worth, or why that is not known.
    pub value: Result<Valuation, Unvalued>,
}

/// Wealth on one day in one currency.
pub struct Picture {
    /// What it is a picture of.
    pub wealth: Arc<Wealth>,
    /// The day.
    pub on: Date,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The holdings of that day, in the order of their identities.
    pub lines: Vec<Line>,
    /// Assets and what they are made of.
    pub graph: Graph,
    class_zone: OnceLock<Vec<Distribution>>,
}

/// What part of wealth is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only this bank.
    pub bank: Option<BankId>,
    /// Only this account.
    pub account: Option<AccountId>,
    /// Only this envelope.
    pub wrapper: Option<Wrapper>,
    /// Only this asset.
    pub asset: Option<AssetId>,
}

impl Scope {
    /// Whether everything is looked at.
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a holding is looked at.
    pub fn holds(&self, wealth: &Wealth, holding: &Holding) -> bool {
        let account = wealth.accounts.get(&holding.account);
        let same = |wanted: Option<bool>| wanted.unwrap_or(true);
        same(self.account.map(|wanted| wanted == holding.account))
            && same(self.asset.map(|wanted| wanted == holding.asset))
            && same(self.bank.map(|wanted| account.is_some_and(|account| account.bank == wanted)))
            && same(
                self.wrapper.map(|wanted| account.is_some_and(|account| account.wrapper == wanted)),
            )
    }
}

impl Picture {
    /// Values every holding of the day that wealth was loaded for, in a currency.
    pub fn take(wealth: Arc<Wealth>, currency: Currency) -> Result<Self> {
        let on = wealth.on;
        let parts =
            wealth.compositions.iter().map(|(asset, made_of)| (*asset, made_of.parts.clone()));
        let graph = Graph::new(wealth.assets.keys().copied(), parts).map_err(Error::internal)?;
        let mut lines = Vec::with_capacity(wealth.holdings.len());
        for holding in wealth.holdings.values() {
            let Some(statement) = wealth.statements.get(&holding.id) else { continue };
            let Some(asset) = wealth.assets.get(&holding.asset) else { continue };
            // A position that was sold out, or paid back, leaves no residue.
            if statement.position.is_empty() {
                continue;
            }
            let known = Known {
                asset,
                position: statement.position,
                stated_on: statement.on,
                ownership: holding.ownership,
                quote: wealth.quotes.get(&asset.id),
            };
            lines.push(Line {
                value: value(&known, &wealth.rates, currency, on),
                holding: holding.clone(),
                statement: statement.clone(),
                place: graph.place(asset.id).unwrap_or_default(),
            });
        }
        Ok(Self { wealth, on, currency, lines, graph, class_zone: OnceLock::new() })
    }

    /// The lines of a scope that have a value, with it.
    pub fn valued<'a>(
        &'a self,
        scope: &'a Scope,
    ) -> impl Iterator<Item = (&'a Line, &'a Valuation)> {
        self.lines
            .iter()
            .filter(|line| scope.holds(&self.wealth, &line.holding))
            .filter_map(|line| line.value.as_ref().ok().map(|value| (line, value)))
    }

    /// The lines of a scope that have no value, with the reason.
    pub fn unvalued<'a>(&'a self, scope: &'a Scope) -> impl Iterator<Item = (&'a Line, Unvalued)> {
        self.lines
            .iter()
            .filter(|line| scope.holds(&self.wealth, &line.holding))
            .filter_map(|line| line.value.as_ref().err().map(|why| (line, *why)))
    }

    /// What is held of each asset, in the order of the graph.
    pub fn held(&self, scope: &Scope) -> Vec<Exact> {
        let mut held = vec![Exact::ZERO; self.graph.len()];
        for (line, value) in self.valued(scope) {
            if let Some(sum) = held.get_mut(line.place) {
                *sum = sum.plus(Exact::from(value.amount));
            }
        }
        held
    }

    /// How each asset splits over classes and zones, looked through; computed once.
    pub fn class_zone(&self) -> &[Distribution] {
        self.class_zone.get_or_init(|| {
            let unknown = Distribution::unknown();
            let own = self.graph.assets().iter().map(|asset| {
                self.wealth
                    .allocations
                    .get(asset)
                    .map_or_else(|| unknown.clone(), allocation::Allocation::distribution)
            });
            look_through(&self.graph, own.collect(), allocation::CELLS)
        })
    }

    /// How each asset splits over the headings of a taxonomy, looked through.
    ///
    /// Cell `n` is the heading number `n - 1` of the taxonomy, in the order of their identities.
    pub fn taxonomy(&self, taxonomy: TaxonomyId) -> Vec<Distribution> {
        let taxons = self.wealth.taxons_of(taxonomy);
        let own = self.graph.assets().iter().map(|asset| self.wealth.distribution(*asset, &taxons));
        look_through(&self.graph, own.collect(), taxons.len() + 1)
    }
}

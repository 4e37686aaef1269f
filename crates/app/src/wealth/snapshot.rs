//! A picture of wealth on one day: every holding valued, every composite looked through.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use jiff::civil::Date;
use pecule_domain::id::{AccountId, AssetId, BankId, BooksId, HoldingId, TaxonomyId};
use pecule_domain::money::amount::Amount;
use pecule_domain::money::apportion::Exact;
use pecule_domain::money::currency::Currency;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::account::Wrapper;
use pecule_domain::portfolio::allocation;
use pecule_domain::portfolio::composition::Graph;
use pecule_domain::portfolio::holding::{Holding, Statement};
use pecule_domain::portfolio::isin::Isin;
use pecule_domain::valuation::look_through::{Distribution, look_through};
use pecule_domain::valuation::value::{Known, Unvalued, Valuation, value};

use crate::error::{Error, Result};
use crate::wealth::combine::Portion;
use crate::wealth::portfolio::Wealth;

/// One holding on the day of the picture.
pub struct Line {
    /// The holding.
    pub holding: Holding,
    /// What was stated of it last, on the day or before.
    pub statement: Statement,
    /// Its place in the graph of assets.
    pub place: usize,
    /// What it is worth, or why that is not known; of joint books that are shown in part, that part.
    pub value: Result<Valuation, Unvalued>,
    /// What the whole is worth where only a part of joint books is shown; else the same.
    pub(crate) whole: Amount,
    /// Which of the sources it lies in.
    pub(crate) source: usize,
}

/// One set of books in a picture.
pub struct Source {
    /// Which.
    pub books: BooksId,
    /// What they are called.
    pub title: String,
    /// The part that counts: one's own of joint books, or the whole.
    pub share: Share,
    /// The day of the last statement in them, on the day of the picture or before.
    pub stated_on: Option<Date>,
    /// When they were last changed.
    pub changed_at: Option<Timestamp>,
    /// What is held in them.
    pub(crate) holdings: Vec<HoldingId>,
    /// Their banks, in the order of their identities.
    pub(crate) banks: Vec<BankId>,
    pub(crate) portion: Option<Portion>,
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
    /// The sets of books that it shows; none in a picture of records that lie in no books.
    pub sources: Vec<Source>,
    /// Assets that another set of books describes too, under the same ISIN: the first of them.
    same: BTreeMap<AssetId, AssetId>,
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
        Self::of(wealth, currency, Vec::new())
    }

    /// As [`Picture::take`], of several sets of books, each whole or in part.
    pub(crate) fn of(
        wealth: Arc<Wealth>,
        currency: Currency,
        sources: Vec<Source>,
    ) -> Result<Self> {
        let on = wealth.on;
        let parts =
            wealth.compositions.iter().map(|(asset, made_of)| (*asset, made_of.parts.clone()));
        let graph = Graph::new(wealth.assets.keys().copied(), parts).map_err(Error::internal)?;
        let source_of = places(&sources);
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
            let source = source_of.get(&holding.id).copied().unwrap_or_default();
            let whole = value(&known, &wealth.rates, currency, on);
            let portion = sources.get(source).and_then(|source| source.portion.as_ref());
            lines.push(Line {
                whole: whole.map_or(Amount::ZERO, |value| value.amount),
                value: match portion {
                    Some(portion) => whole.map(|value| value.of(portion.share())),
                    None => whole,
                },
                source,
                holding: holding.clone(),
                statement: statement.clone(),
                place: graph.place(asset.id).unwrap_or_default(),
            });
        }
        let same = if sources.len() > 1 { same(&wealth) } else { BTreeMap::new() };
        let class_zone = OnceLock::new();
        Ok(Self { wealth, on, currency, lines, graph, sources, same, class_zone })
    }

    /// The asset that stands for an asset and all others with its ISIN, as several sets of books describe it.
    pub fn one_of(&self, asset: AssetId) -> AssetId {
        self.same.get(&asset).copied().unwrap_or(asset)
    }

    /// Whether several sets of books describe an asset, under the same ISIN.
    pub fn is_described_twice(&self, asset: AssetId) -> bool {
        self.same.contains_key(&asset)
    }

    /// The part of a holding that counts: one's share of it, and of the joint books that it lies in.
    pub(crate) fn owned(&self, line: &Line) -> Share {
        let share = line.holding.ownership.share;
        match self.sources.get(line.source).and_then(|source| source.portion.as_ref()) {
            Some(portion) => share.times(portion.share()),
            None => share,
        }
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

/// Which source each holding lies in; where there is but one, nothing need be said.
fn places(sources: &[Source]) -> BTreeMap<HoldingId, usize> {
    let mut places = BTreeMap::new();
    if sources.len() > 1 {
        for (place, source) in sources.iter().enumerate() {
            for holding in &source.holdings {
                places.entry(*holding).or_insert(place);
            }
        }
    }
    places
}

/// Assets of the same ISIN, each with the first of them; assets that are alone are left out.
fn same(wealth: &Wealth) -> BTreeMap<AssetId, AssetId> {
    let mut by_isin: BTreeMap<Isin, Vec<AssetId>> = BTreeMap::new();
    for asset in wealth.assets.values() {
        if let Some(isin) = asset.isin {
            by_isin.entry(isin).or_default().push(asset.id);
        }
    }
    let several = by_isin.into_values().filter(|assets| assets.len() > 1);
    several
        .flat_map(|assets| {
            let first = assets.iter().min().copied();
            assets.into_iter().filter_map(move |asset| first.map(|first| (asset, first)))
        })
        .collect()
}

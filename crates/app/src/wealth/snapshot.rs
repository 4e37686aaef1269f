//! Values every holding of a portfolio on one day and looks through composite assets.

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
use crate::wealth::ownership_part::OwnershipPart;
use crate::wealth::portfolio::Portfolio;

/// A holding valued on the day of the snapshot.
pub struct ValuedHolding {
    pub holding: Holding,
    /// The last statement on that day or before.
    pub statement: Statement,
    /// Its index in the graph of assets.
    pub place: usize,
    /// The value, or why there is none. Of joint books shown at one's share it is that share.
    pub value: Result<Valuation, Unvalued>,
    /// The value of the whole holding, also where only a share of joint books is shown.
    pub(crate) whole: Amount,
    /// The index in [`Snapshot::sources`].
    pub(crate) source: usize,
}

/// A set of books in a snapshot.
pub struct SnapshotBooks {
    pub books: BooksId,
    /// The title of the books.
    pub title: String,
    /// The share that counts: one's own share of joint books, or the whole.
    pub share: Share,
    /// The day of the last statement in them, on the day of the snapshot or before.
    pub stated_on: Option<Date>,
    /// When the books were last changed.
    pub changed_at: Option<Timestamp>,
    pub(crate) holdings: Vec<HoldingId>,
    /// Their banks, by identifier.
    pub(crate) banks: Vec<BankId>,
    pub(crate) portion: Option<OwnershipPart>,
}

/// A portfolio valued on one day in one currency.
pub struct Snapshot {
    /// The portfolio that is valued.
    pub wealth: Arc<Portfolio>,
    pub on: Date,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The holdings of that day, by identifier.
    pub lines: Vec<ValuedHolding>,
    /// The graph of assets and their components.
    pub graph: Graph,
    /// The sets of books in it; empty for records that belong to no books.
    pub sources: Vec<SnapshotBooks>,
    /// Assets of the same ISIN in several sets of books, each with the first of them.
    same: BTreeMap<AssetId, AssetId>,
    class_zone: OnceLock<Vec<Distribution>>,
}

/// A filter over the holdings of a snapshot; `None` does not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub bank: Option<BankId>,
    pub account: Option<AccountId>,
    pub wrapper: Option<Wrapper>,
    pub asset: Option<AssetId>,
}

impl Filter {
    /// Whether the filter lets everything through.
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a holding passes the filter.
    pub fn holds(&self, wealth: &Portfolio, holding: &Holding) -> bool {
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

impl Snapshot {
    /// Values every holding of the portfolio on its day, in a currency.
    pub fn take(wealth: Arc<Portfolio>, currency: Currency) -> Result<Self> {
        Self::of(wealth, currency, Vec::new())
    }

    /// As [`Snapshot::take`], for several sets of books, each whole or at a share.
    pub(crate) fn of(
        wealth: Arc<Portfolio>,
        currency: Currency,
        sources: Vec<SnapshotBooks>,
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
            // A position that was sold or paid back in full is left out.
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
            lines.push(ValuedHolding {
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

    /// Returns the asset that represents all assets of the same ISIN across sets of books.
    pub fn one_of(&self, asset: AssetId) -> AssetId {
        self.same.get(&asset).copied().unwrap_or(asset)
    }

    /// Whether several sets of books describe an asset under the same ISIN.
    pub fn is_described_twice(&self, asset: AssetId) -> bool {
        self.same.contains_key(&asset)
    }

    /// Returns the share of a holding that counts: the person's share of it, times that of the joint
    /// books.
    pub(crate) fn owned(&self, line: &ValuedHolding) -> Share {
        let share = line.holding.ownership.share;
        match self.sources.get(line.source).and_then(|source| source.portion.as_ref()) {
            Some(portion) => share.times(portion.share()),
            None => share,
        }
    }

    /// Returns the holdings in the filter that have a value, with that value.
    pub fn valued<'a>(
        &'a self,
        scope: &'a Filter,
    ) -> impl Iterator<Item = (&'a ValuedHolding, &'a Valuation)> {
        self.lines
            .iter()
            .filter(|line| scope.holds(&self.wealth, &line.holding))
            .filter_map(|line| line.value.as_ref().ok().map(|value| (line, value)))
    }

    /// Returns the holdings in the filter that have no value, with the reason.
    pub fn unvalued<'a>(
        &'a self,
        scope: &'a Filter,
    ) -> impl Iterator<Item = (&'a ValuedHolding, Unvalued)> {
        self.lines
            .iter()
            .filter(|line| scope.holds(&self.wealth, &line.holding))
            .filter_map(|line| line.value.as_ref().err().map(|why| (line, *why)))
    }

    /// Returns the value held of each asset, in the order of the graph.
    pub fn held(&self, scope: &Filter) -> Vec<Exact> {
        let mut held = vec![Exact::ZERO; self.graph.len()];
        for (line, value) in self.valued(scope) {
            if let Some(sum) = held.get_mut(line.place) {
                *sum = sum.plus(Exact::from(value.amount));
            }
        }
        held
    }

    /// Returns how each asset splits over classes and zones after look-through. Computed once.
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

    /// Returns how each asset splits over the headings of a taxonomy after look-through.
    ///
    /// Cell `n` is heading `n - 1` of the taxonomy, in the order of identifiers; cell 0 is the rest.
    pub fn taxonomy(&self, taxonomy: TaxonomyId) -> Vec<Distribution> {
        let taxons = self.wealth.taxons_of(taxonomy);
        let own = self.graph.assets().iter().map(|asset| self.wealth.distribution(*asset, &taxons));
        look_through(&self.graph, own.collect(), taxons.len() + 1)
    }
}

/// Maps each holding to its source; empty if there is only one source.
fn places(sources: &[SnapshotBooks]) -> BTreeMap<HoldingId, usize> {
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

/// Maps each asset to the first asset of the same ISIN; assets with a unique ISIN are left out.
fn same(wealth: &Portfolio) -> BTreeMap<AssetId, AssetId> {
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

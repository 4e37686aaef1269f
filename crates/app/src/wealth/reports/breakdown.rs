//! Groups wealth along any axis, under any filter.

use std::collections::BTreeMap;

use jiff::civil::Date;
use pecule_domain::id::{AssetId, TaxonomyId};
use pecule_domain::money::amount::Money;
use pecule_domain::money::apportion::Exact;
use pecule_domain::money::currency::Currency;
use pecule_domain::portfolio::allocation::class_and_zone;
use pecule_domain::valuation::breakdown::{Breakdown, Grouping, UNASSIGNED, break_down_to};
use pecule_domain::valuation::look_through::{Distribution, spread};
use pecule_domain::valuation::value::Unvalued;
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::{Error, Reason, Result};
use crate::wealth::snapshot::{Filter, Snapshot};

/// The axis of a breakdown: a built-in grouping or a taxonomy of the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Axis {
    pub by: Grouping,
    /// Set if `by` is a taxonomy.
    pub taxonomy: Option<TaxonomyId>,
}

impl Axis {
    /// A built-in axis.
    pub const fn of(by: Grouping) -> Self {
        Self { by, taxonomy: None }
    }

    /// Parses `class`, `zone`, …, or `taxonomy:ID`.
    pub fn parse(text: &str) -> Result<Self> {
        let unknown = || Error::invalid_with("by", Reason::NotInList, text);
        if let Some(id) = text.strip_prefix("taxonomy:") {
            let taxonomy = id.parse().map_err(|_bad| unknown())?;
            return Ok(Self { by: Grouping::Taxonomy, taxonomy: Some(taxonomy) });
        }
        match text.parse() {
            Ok(Grouping::Taxonomy) | Err(_) => Err(unknown()),
            Ok(by) => Ok(Self::of(by)),
        }
    }
}

/// Wealth in groups along one axis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BreakdownReport {
    #[schema(value_type = String, format = Date)]
    pub as_of: Date,
    /// Currency of all amounts.
    #[schema(value_type = String)]
    pub currency: Currency,
    /// Sum of all rows: assets less debts.
    #[schema(value_type = String)]
    pub total: Money,
    /// Amount not known along this axis; the row with the key `unassigned`.
    #[schema(value_type = String)]
    pub unassigned: Money,
    /// Largest amount first, then by key.
    pub rows: Vec<BreakdownRow>,
    /// Holdings outside the total, each with the reason.
    pub unvalued: Vec<UnvaluedView>,
}

/// One group of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BreakdownRow {
    /// Stable key: an English word of the glossary, or the identity of a record.
    pub key: String,
    /// Name of the record; for words the key again, which screens translate.
    pub label: String,
    #[schema(value_type = String)]
    pub amount: Money,
    /// Fraction of the total, such as `0.61`; null if the total is 0.
    #[schema(value_type = Option<String>)]
    pub share: Option<Decimal>,
    /// Only in rows of `class-zone`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Only in rows of `class-zone`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

/// A holding without a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnvaluedView {
    pub holding: String,
    /// Name of the asset.
    pub asset: String,
    /// Name of the account.
    pub account: String,
    /// `no-quote`, `no-rate` or `too-large`.
    pub reason: String,
    /// The reason as an English sentence.
    pub sentence: String,
    /// The currency without a rate, for `no-rate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

impl Member<'_> {
    /// Groups wealth along an axis, on a day (today by default), in the reporting currency.
    pub fn breakdown(
        &self,
        axis: Axis,
        scope: &Filter,
        on: Option<Date>,
    ) -> Result<BreakdownReport> {
        let picture = self.picture(on)?;
        picture.report(axis, scope)
    }
}

impl Snapshot {
    /// Groups the holdings of a scope along an axis.
    pub fn report(&self, axis: Axis, scope: &Filter) -> Result<BreakdownReport> {
        if let Some(taxonomy) = axis.taxonomy
            && !self.wealth.taxonomies.contains_key(&taxonomy)
        {
            return Err(Error::NotFound);
        }
        let broken = break_down_to(self.sums(axis, scope), self.totals(scope).net);
        Ok(self.labelled(axis, scope, broken))
    }

    /// Returns the exact sums by key.
    pub fn sums(&self, axis: Axis, scope: &Filter) -> BTreeMap<String, Exact> {
        match axis.by {
            Grouping::Class | Grouping::Zone | Grouping::ClassZone => self.by_cell(axis.by, scope),
            Grouping::Issuer => self.by_issuer(scope),
            Grouping::Taxonomy => match axis.taxonomy {
                Some(taxonomy) => self.by_taxon(taxonomy, scope),
                None => BTreeMap::new(),
            },
            Grouping::Bank
            | Grouping::Account
            | Grouping::Wrapper
            | Grouping::Kind
            | Grouping::Currency => self.by_record(axis.by, scope),
        }
    }

    /// Sums by the record that each holding refers to.
    fn by_record(&self, by: Grouping, scope: &Filter) -> BTreeMap<String, Exact> {
        let mut sums: BTreeMap<String, Exact> = BTreeMap::new();
        for (line, value) in self.valued(scope) {
            let account = self.wealth.accounts.get(&line.holding.account);
            let asset = self.wealth.assets.get(&line.holding.asset);
            let key = match by {
                Grouping::Bank => account.map(|account| account.bank.to_string()),
                Grouping::Account => Some(line.holding.account.to_string()),
                Grouping::Wrapper => account.map(|account| account.wrapper.to_string()),
                Grouping::Kind => asset.map(|asset| asset.kind.to_string()),
                Grouping::Currency => Some(value.native_currency.to_string()),
                // Not a field of holdings: split over cells.
                Grouping::Class
                | Grouping::Zone
                | Grouping::ClassZone
                | Grouping::Issuer
                | Grouping::Taxonomy => None,
            };
            let sum = sums.entry(key.unwrap_or_else(|| UNASSIGNED.to_owned())).or_default();
            *sum = sum.plus(Exact::from(value.amount));
        }
        sums
    }

    /// Sums over the cells of an axis that assets split over.
    fn by_distribution(&self, scope: &Filter, cells: usize, seen: &[Distribution]) -> Vec<Exact> {
        let mut sums = vec![Exact::ZERO; cells];
        for (line, value) in self.valued(scope) {
            let Some(distribution) = seen.get(line.place) else { continue };
            for (cell, weight) in distribution.weights() {
                if let Some(sum) = sums.get_mut(usize::from(cell)) {
                    *sum = sum.plus(Exact::of(value.amount, weight));
                }
            }
        }
        sums
    }

    fn by_cell(&self, by: Grouping, scope: &Filter) -> BTreeMap<String, Exact> {
        let cells = self.by_distribution(
            scope,
            pecule_domain::portfolio::allocation::CELLS,
            self.class_zone(),
        );
        let mut sums: BTreeMap<String, Exact> = BTreeMap::new();
        for (cell, amount) in cells.into_iter().enumerate().filter(|(_, amount)| !amount.is_zero())
        {
            let (class, zone) = class_and_zone(u16::try_from(cell).unwrap_or_default());
            let class_key = class.map_or(UNASSIGNED, |class| class.key());
            let zone_key = zone.map_or(UNASSIGNED, |zone| zone.key());
            let key = if by == Grouping::Class {
                class_key.to_owned()
            } else if by == Grouping::Zone {
                zone_key.to_owned()
            } else if class.is_none() {
                UNASSIGNED.to_owned()
            } else {
                format!("{class_key}/{zone_key}")
            };
            let sum = sums.entry(key).or_default();
            *sum = sum.plus(amount);
        }
        sums
    }

    fn by_taxon(&self, taxonomy: TaxonomyId, scope: &Filter) -> BTreeMap<String, Exact> {
        let taxons = self.wealth.taxons_of(taxonomy);
        let cells = self.by_distribution(scope, taxons.len() + 1, &self.taxonomy(taxonomy));
        let key = |cell: usize| {
            let taxon = cell.checked_sub(1).and_then(|place| taxons.get(place));
            taxon.map_or_else(|| UNASSIGNED.to_owned(), ToString::to_string)
        };
        cells.into_iter().enumerate().map(|(cell, amount)| (key(cell), amount)).collect()
    }

    /// Sums by issuer, through all composites; an asset without an issuer stands for itself.
    fn by_issuer(&self, scope: &Filter) -> BTreeMap<String, Exact> {
        let mut sums: BTreeMap<String, Exact> = BTreeMap::new();
        let amounts = spread(&self.graph, self.held(scope));
        for (place, (id, amount)) in self.graph.assets().iter().zip(amounts).enumerate() {
            if amount.is_zero() {
                continue;
            }
            let composite = !self.graph.parts(place).is_empty();
            let key = match self.issuer_of(*id) {
                // The rest of a composition has no issuer.
                _ if composite => UNASSIGNED.to_owned(),
                Some(issuer) => issuer,
                None => self.one_of(*id).to_string(),
            };
            let sum = sums.entry(key).or_default();
            *sum = sum.plus(amount);
        }
        sums
    }

    /// Returns the issuer of an asset, from these books or from others that hold the same ISIN.
    fn issuer_of(&self, asset: AssetId) -> Option<String> {
        let known = |asset: &AssetId| self.wealth.assets.get(asset)?.issuer.clone();
        if let Some(issuer) = known(&asset) {
            return Some(issuer);
        }
        let one = self.is_described_twice(asset).then(|| self.one_of(asset))?;
        self.graph.assets().iter().filter(|other| self.one_of(**other) == one).find_map(known)
    }

    fn labelled(&self, axis: Axis, scope: &Filter, broken: Breakdown) -> BreakdownReport {
        let rows = broken
            .rows
            .into_iter()
            .map(|row| {
                let (class, zone) = match (axis.by, row.key.split_once('/')) {
                    (Grouping::ClassZone, Some((class, zone))) => {
                        (Some(class.to_owned()), Some(zone.to_owned()))
                    }
                    (Grouping::ClassZone, None) => {
                        (Some(UNASSIGNED.to_owned()), Some(UNASSIGNED.to_owned()))
                    }
                    _ => (None, None),
                };
                BreakdownRow {
                    label: self.label(axis.by, &row.key),
                    key: row.key,
                    amount: row.amount,
                    share: row.share,
                    class,
                    zone,
                }
            })
            .collect();
        BreakdownReport {
            as_of: self.on,
            currency: self.currency,
            total: broken.total,
            unassigned: broken.unassigned,
            rows,
            unvalued: self.unvalued_lines(scope),
        }
    }

    /// Returns the label of a key: the name of a record, or the key itself.
    fn label(&self, by: Grouping, key: &str) -> String {
        let wealth = &self.wealth;
        let name = match by {
            Grouping::Bank => {
                key.parse().ok().and_then(|id| wealth.banks.get(&id)).map(|bank| bank.name.clone())
            }
            Grouping::Account => key
                .parse()
                .ok()
                .and_then(|id| wealth.accounts.get(&id))
                .map(|account| account.name.clone()),
            Grouping::Issuer => key
                .parse()
                .ok()
                .and_then(|id| wealth.assets.get(&id))
                .map(|asset| asset.name.clone()),
            Grouping::Taxonomy => key
                .parse()
                .ok()
                .and_then(|id| wealth.taxons.get(&id))
                .map(|taxon| taxon.name.clone()),
            Grouping::Class
            | Grouping::Zone
            | Grouping::ClassZone
            | Grouping::Wrapper
            | Grouping::Kind
            | Grouping::Currency => None,
        };
        name.unwrap_or_else(|| key.to_owned())
    }

    /// Lists the holdings of a scope that have no value.
    pub fn unvalued_lines(&self, scope: &Filter) -> Vec<UnvaluedView> {
        self.unvalued(scope)
            .map(|(line, why)| {
                let currency = match why {
                    Unvalued::NoRate { from, .. } => Some(from.to_string()),
                    Unvalued::NoQuote | Unvalued::TooLarge => None,
                };
                let account = self.wealth.accounts.get(&line.holding.account);
                UnvaluedView {
                    holding: line.holding.id.to_string(),
                    asset: self.wealth.asset_name(line.holding.asset),
                    account: account.map(|account| account.name.clone()).unwrap_or_default(),
                    reason: reason(why).to_owned(),
                    sentence: why.to_string(),
                    currency,
                }
            })
            .collect()
    }
}

/// The stable word for the reason why a holding has no value.
pub(crate) const fn reason(why: Unvalued) -> &'static str {
    match why {
        Unvalued::NoQuote => "no-quote",
        Unvalued::NoRate { .. } => "no-rate",
        Unvalued::TooLarge => "too-large",
    }
}

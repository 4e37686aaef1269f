//! Builds the sheet of one asset, with allocation, composition, holdings, prices, notes and tasks.

use jiff::civil::Date;
use pecule_domain::id::{AccountId, AssetId, HoldingId};
use pecule_domain::money::amount::Money;
use pecule_domain::money::apportion::{Exact, fraction};
use pecule_domain::money::currency::Currency;
use pecule_domain::money::share::Share;
use pecule_domain::money::weight::Weight;
use pecule_domain::portfolio::allocation::class_and_zone;
use pecule_domain::valuation::breakdown::UNASSIGNED;
use pecule_domain::valuation::look_through::exposures;
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::{Error, Result};
use crate::wealth::assets::AssetView;
use crate::wealth::notes::NoteView;
use crate::wealth::prices::QuoteView;
use crate::wealth::snapshot::{Filter, Snapshot};
use crate::wealth::tasks::TaskView;

/// Levels of a composition in the tree.
const LEVELS: u8 = 4;
/// Components shown per asset; the others are merged into one branch.
const BRANCHES: usize = 40;

/// The sheet of one asset.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssetSheet {
    pub asset: AssetView,
    #[schema(value_type = String, format = Date)]
    pub as_of: Date,
    /// Currency of all amounts.
    #[schema(value_type = String)]
    pub currency: Currency,
    /// Value held directly.
    #[schema(value_type = String)]
    pub held: Money,
    /// Fraction of gross wealth.
    #[schema(value_type = Option<String>)]
    pub share: Option<Decimal>,
    /// Holdings of the asset.
    pub places: Vec<HeldIn>,
    /// Weights by class and zone, looked through.
    pub effective: Vec<CellWeight>,
    /// Leaf assets, heaviest first; the asset itself if it has no composition.
    pub exposures: Vec<Exposure>,
    /// Composition, level by level.
    pub tree: Branch,
    /// Composites that contain the asset.
    pub users: Vec<UserView>,
    /// Latest prices, newest first.
    pub prices: Vec<QuoteView>,
    pub notes: Vec<NoteView>,
    pub tasks: Vec<TaskView>,
}

/// A holding of the asset.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HeldIn {
    #[schema(value_type = String)]
    pub holding: HoldingId,
    #[schema(value_type = String)]
    pub account: AccountId,
    pub account_name: String,
    pub bank_name: String,
    /// Null if the holding has no value.
    #[schema(value_type = Option<String>)]
    pub amount: Option<Money>,
    /// Stable word for the reason why it has no value.
    pub unvalued: Option<String>,
    /// Source of the value: `stated`, `quoted`, `face`.
    pub basis: Option<String>,
    /// Day of the value.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// Exchange rate applied, null if 1.
    #[schema(value_type = Option<String>)]
    pub rate: Option<Decimal>,
}

/// The weight of a class and zone in an asset.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CellWeight {
    /// The class, or `unassigned`.
    pub class: String,
    /// The zone, or `unassigned`.
    pub zone: String,
    /// A fraction of one, with up to 30 decimals.
    #[schema(value_type = String)]
    pub weight: Weight,
}

/// An asset contained in another one, at any depth.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Exposure {
    #[schema(value_type = String)]
    pub asset: AssetId,
    pub name: String,
    /// A fraction of one, with up to 30 decimals.
    #[schema(value_type = String)]
    pub weight: Weight,
    /// Weight times the value held of the whole.
    #[schema(value_type = String)]
    pub amount: Money,
    /// Whether this is the rest that the composition of a composite does not cover.
    pub rest: bool,
}

/// A component with its components.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(no_recursion)]
pub struct Branch {
    /// Null for the rest, or for several small components together.
    #[schema(value_type = Option<String>)]
    pub asset: Option<AssetId>,
    /// Empty for the rest.
    pub name: String,
    /// Share of the asset one level above.
    #[schema(value_type = String)]
    pub share: Share,
    /// Weight in the asset at the root.
    #[schema(value_type = String)]
    pub weight: Weight,
    /// Number of merged components; 0 for a single one.
    pub others: usize,
    pub parts: Vec<Branch>,
}

/// An asset that is made of this one.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UserView {
    #[schema(value_type = String)]
    pub asset: AssetId,
    pub name: String,
    /// Share of this asset in the composite.
    #[schema(value_type = String)]
    pub share: Share,
}

impl Member<'_> {
    /// Returns the sheet of an asset on a day, today by default.
    pub fn asset_sheet(&self, id: AssetId, on: Option<Date>) -> Result<AssetSheet> {
        let picture = self.picture(on)?;
        let wealth = &picture.wealth;
        let asset = wealth.assets.get(&id).ok_or(Error::NotFound)?;
        let place = picture.graph.place(id).ok_or(Error::NotFound)?;
        let alone = Filter { asset: Some(id), ..Filter::default() };
        let held = picture.totals(&alone).net;
        let exact = picture.held(&alone).get(place).copied().unwrap_or_default();
        let users = picture.graph.users(place).into_iter();
        let tasks = wealth.tasks.iter().filter(|task| task.asset == Some(id)).cloned().collect();
        Ok(AssetSheet {
            asset: AssetView::of(wealth, asset),
            as_of: picture.on,
            currency: picture.currency,
            held,
            share: fraction(held, picture.totals(&Filter::default()).gross),
            places: picture.places(&alone),
            effective: picture.effective(place),
            exposures: picture.exposures(place, exact),
            tree: picture.branch(place, Share::WHOLE, Weight::WHOLE, LEVELS),
            users: users
                .map(|(user, share)| UserView { asset: user, name: wealth.asset_name(user), share })
                .collect(),
            prices: self.prices_of(id)?.into_iter().take(12).collect(),
            notes: self.notes_of(id)?,
            tasks: TaskView::all(wealth, tasks),
        })
    }
}

impl Snapshot {
    fn places(&self, alone: &Filter) -> Vec<HeldIn> {
        let lines = self.lines.iter().filter(|line| alone.holds(&self.wealth, &line.holding));
        lines
            .map(|line| {
                let account = self.wealth.accounts.get(&line.holding.account);
                let value = line.value.as_ref().ok();
                HeldIn {
                    holding: line.holding.id,
                    account: line.holding.account,
                    account_name: account.map(|account| account.name.clone()).unwrap_or_default(),
                    bank_name: self
                        .wealth
                        .bank_of(line.holding.account)
                        .map(|bank| bank.name.clone())
                        .unwrap_or_default(),
                    amount: value.map(|value| Exact::from(value.amount).rounded(self.currency)),
                    unvalued: line
                        .value
                        .as_ref()
                        .err()
                        .map(|why| crate::wealth::reports::breakdown::reason(*why).to_owned()),
                    basis: value.map(|value| value.basis.key().to_owned()),
                    on: value.map_or(line.statement.on, |value| value.on),
                    rate: value
                        .map(|value| value.conversion.rate)
                        .filter(|rate| *rate != Decimal::ONE),
                }
            })
            .collect()
    }

    fn effective(&self, place: usize) -> Vec<CellWeight> {
        let Some(distribution) = self.class_zone().get(place) else { return Vec::new() };
        let mut cells: Vec<CellWeight> = distribution
            .weights()
            .map(|(cell, weight)| {
                let (class, zone) = class_and_zone(cell);
                CellWeight {
                    class: class.map_or(UNASSIGNED, |class| class.key()).to_owned(),
                    zone: zone.map_or(UNASSIGNED, |zone| zone.key()).to_owned(),
                    weight,
                }
            })
            .collect();
        cells.sort_by_key(|cell| std::cmp::Reverse(cell.weight));
        cells
    }

    fn exposures(&self, place: usize, held: Exact) -> Vec<Exposure> {
        let found = exposures(&self.graph, place);
        let parts = found.iter().map(|&(_, weight)| held.weighted(weight)).collect::<Vec<_>>();
        let total = held.rounded(self.currency);
        let amounts = pecule_domain::money::apportion::apportion(&parts, total);
        let mut exposures: Vec<Exposure> = found
            .into_iter()
            .zip(amounts)
            .filter_map(|((inside, weight), amount)| {
                let asset = self.graph.assets().get(inside).copied()?;
                let rest = !self.graph.parts(inside).is_empty();
                Some(Exposure { asset, name: self.wealth.asset_name(asset), weight, amount, rest })
            })
            .collect();
        exposures.sort_by(|one, other| {
            other
                .weight
                .cmp(&one.weight)
                .then_with(|| one.name.cmp(&other.name))
                .then(one.asset.cmp(&other.asset))
        });
        exposures
    }

    /// Builds the tree of an asset to a few levels, for display only.
    fn branch(&self, place: usize, share: Share, weight: Weight, levels: u8) -> Branch {
        let asset = self.graph.assets().get(place).copied();
        let mut parts: Vec<(usize, Share)> = self.graph.parts(place).to_vec();
        // Equal shares are sorted by name.
        parts.sort_by_cached_key(|&(part, share)| {
            let asset = self.graph.assets().get(part).copied();
            (std::cmp::Reverse(share), asset.map(|asset| self.wealth.asset_name(asset)), part)
        });
        let mut branches = Vec::new();
        if let Some(levels) = levels.checked_sub(1) {
            for &(part, share) in parts.iter().take(BRANCHES) {
                branches.push(self.branch(part, share, weight.of(share), levels));
            }
            let others = parts.get(BRANCHES..).unwrap_or_default();
            if let Ok(share) = Share::sum(others.iter().map(|&(_, share)| share))
                && !others.is_empty()
            {
                branches.push(Branch::unnamed(share, weight.of(share), others.len()));
            }
            let rest = self.graph.rest(place);
            if !parts.is_empty() && !rest.is_none() {
                branches.push(Branch::unnamed(rest, weight.of(rest), 0));
            }
        }
        Branch {
            asset,
            name: asset.map(|asset| self.wealth.asset_name(asset)).unwrap_or_default(),
            share,
            weight,
            others: 0,
            parts: branches,
        }
    }
}

impl Branch {
    /// A branch without a name: the rest, or several small components.
    const fn unnamed(share: Share, weight: Weight, others: usize) -> Self {
        Self { asset: None, name: String::new(), share, weight, others, parts: Vec::new() }
    }
}

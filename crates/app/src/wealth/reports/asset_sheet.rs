//! Actif: what an asset is, splits over, is made of, and where it is held.

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
use crate::wealth::assets::AssetLine;
use crate::wealth::notes::NoteLine;
use crate::wealth::prices::QuoteLine;
use crate::wealth::snapshot::{Picture, Scope};
use crate::wealth::tasks::TaskLine;

/// How many levels of a composition are drawn.
const LEVELS: u8 = 4;
/// How many components of one asset are drawn; the rest of them are one branch.
const BRANCHES: usize = 40;

/// What Actif shows.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssetSheet {
    /// The asset.
    pub asset: AssetLine,
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub as_of: Date,
    /// The currency of all amounts.
    #[schema(value_type = String)]
    pub currency: Currency,
    /// What is held of it directly.
    #[schema(value_type = String)]
    pub held: Money,
    /// Its fraction of everything owned.
    #[schema(value_type = Option<String>)]
    pub share: Option<Decimal>,
    /// Where it is held.
    pub places: Vec<HeldIn>,
    /// How it splits, looked through.
    pub effective: Vec<CellWeight>,
    /// What it is made of in the end, the heaviest first; itself alone where it is made of nothing.
    pub exposures: Vec<Exposure>,
    /// What it is made of, level by level.
    pub tree: Branch,
    /// Which assets are made of it.
    pub users: Vec<UserLine>,
    /// Its last prices.
    pub quotes: Vec<QuoteLine>,
    /// Notes about it.
    pub notes: Vec<NoteLine>,
    /// Tasks about it.
    pub tasks: Vec<TaskLine>,
}

/// A holding of the asset.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HeldIn {
    /// The holding.
    #[schema(value_type = String)]
    pub holding: HoldingId,
    /// The account.
    #[schema(value_type = String)]
    pub account: AccountId,
    /// The name of the account.
    pub account_name: String,
    /// The name of the bank.
    pub bank_name: String,
    /// What it amounts to; null where it has no value.
    #[schema(value_type = Option<String>)]
    pub amount: Option<Money>,
    /// Why it has no value.
    pub unvalued: Option<String>,
    /// How its value is known: `stated`, `quoted`, `face`.
    pub basis: Option<String>,
    /// The day its value is of.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The rate that was applied, where it is not 1.
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
    /// The weight as a fraction of one, with up to 30 decimals.
    #[schema(value_type = String)]
    pub weight: Weight,
}

/// An asset inside another, however deep.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Exposure {
    /// The asset.
    #[schema(value_type = String)]
    pub asset: AssetId,
    /// Its name.
    pub name: String,
    /// The weight as a fraction of one, with up to 30 decimals.
    #[schema(value_type = String)]
    pub weight: Weight,
    /// What that amounts to in what is held of the whole.
    #[schema(value_type = String)]
    pub amount: Money,
    /// Whether this is what the composition of a composite leaves over.
    pub rest: bool,
}

/// A component with its components.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(no_recursion)]
pub struct Branch {
    /// The asset; null for the part that is left over, or for many small ones together.
    #[schema(value_type = Option<String>)]
    pub asset: Option<AssetId>,
    /// Its name; empty where there is none.
    pub name: String,
    /// Its share of the asset just above.
    #[schema(value_type = String)]
    pub share: Share,
    /// Its weight in the asset on top.
    #[schema(value_type = String)]
    pub weight: Weight,
    /// How many components this branch stands for, where it stands for several.
    pub others: usize,
    /// Its components.
    pub parts: Vec<Branch>,
}

/// An asset that is made of this one.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UserLine {
    /// The composite.
    #[schema(value_type = String)]
    pub asset: AssetId,
    /// Its name.
    pub name: String,
    /// How much of it this asset makes.
    #[schema(value_type = String)]
    pub share: Share,
}

impl Member<'_> {
    /// What Actif shows.
    pub fn asset_sheet(&self, id: AssetId, on: Option<Date>) -> Result<AssetSheet> {
        let picture = self.picture(on)?;
        let wealth = &picture.wealth;
        let asset = wealth.assets.get(&id).ok_or(Error::NotFound)?;
        let place = picture.graph.place(id).ok_or(Error::NotFound)?;
        let alone = Scope { asset: Some(id), ..Scope::default() };
        let held = picture.totals(&alone).net;
        let exact = picture.held(&alone).get(place).copied().unwrap_or_default();
        let users = picture.graph.users(place).into_iter();
        let tasks = wealth.tasks.iter().filter(|task| task.asset == Some(id)).cloned().collect();
        Ok(AssetSheet {
            asset: AssetLine::of(wealth, asset),
            as_of: picture.on,
            currency: picture.currency,
            held,
            share: fraction(held, picture.totals(&Scope::default()).gross),
            places: picture.places(&alone),
            effective: picture.effective(place),
            exposures: picture.exposures(place, exact),
            tree: picture.branch(place, Share::WHOLE, Weight::WHOLE, LEVELS),
            users: users
                .map(|(user, share)| UserLine { asset: user, name: wealth.asset_name(user), share })
                .collect(),
            quotes: self.quotes_of(id)?.into_iter().take(12).collect(),
            notes: self.notes_of(id)?,
            tasks: TaskLine::all(wealth, tasks),
        })
    }
}

impl Picture {
    fn places(&self, alone: &Scope) -> Vec<HeldIn> {
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

    /// An asset with what it is made of, to a few levels: a drawing, not a calculation.
    fn branch(&self, place: usize, share: Share, weight: Weight, levels: u8) -> Branch {
        let asset = self.graph.assets().get(place).copied();
        let mut parts: Vec<(usize, Share)> = self.graph.parts(place).to_vec();
        // Equal shares come by name, as people look for them.
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
    /// A part without a name: what is left over, or many small ones together.
    const fn unnamed(share: Share, weight: Weight, others: usize) -> Self {
        Self { asset: None, name: String::new(), share, weight, others, parts: Vec::new() }
    }
}

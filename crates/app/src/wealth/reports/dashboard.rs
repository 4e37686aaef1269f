//! Builds the dashboard with totals, breakdowns, largest holdings, evolution, tasks and stale values.

use std::collections::BTreeMap;

use jiff::civil::Date;
use pecule_domain::id::{AccountId, AssetId, HoldingId};
use pecule_domain::money::amount::Money;
use pecule_domain::money::apportion::{Exact, apportion, fraction};
use pecule_domain::money::currency::Currency;
use pecule_domain::portfolio::recorded_day::RecordedDay;
use pecule_domain::portfolio::task::Task;
use pecule_domain::valuation::breakdown::Grouping;
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::Result;
use crate::wealth::reports::breakdown::{Axis, BreakdownReport, UnvaluedView};
use crate::wealth::snapshot::{Filter, Snapshot};
use crate::wealth::tasks::TaskView;

/// Age in days after which a value is stale.
pub const STALE_AFTER_DAYS: i32 = 45;
/// Number of largest holdings shown.
const TOP: usize = 5;

/// The content of the dashboard.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Dashboard {
    #[schema(value_type = String, format = Date)]
    pub as_of: Date,
    /// Currency of all amounts.
    #[schema(value_type = String)]
    pub currency: Currency,
    /// Assets less debts.
    #[schema(value_type = String)]
    pub net: Money,
    /// Total of assets.
    #[schema(value_type = String)]
    pub gross: Money,
    /// Total of debts, not below 0.
    #[schema(value_type = String)]
    pub debts: Money,
    /// Number of different assets.
    pub assets: usize,
    /// Number of accounts with holdings.
    pub accounts: usize,
    /// Wealth by class, looked through.
    pub by_class: BreakdownReport,
    /// Wealth by class and zone, looked through.
    pub by_class_zone: BreakdownReport,
    pub top: Vec<TopHolding>,
    /// Net wealth by recorded day, followed by today's.
    pub evolution: Vec<Point>,
    /// Open tasks, by day.
    pub tasks: Vec<TaskView>,
    /// Holdings whose value is older than 45 days.
    pub stale: Vec<StaleView>,
    /// Holdings outside the total.
    pub unvalued: Vec<UnvaluedView>,
    /// Whether there are no records at all.
    pub is_empty: bool,
}

impl Dashboard {
    /// Total of debts, as a negative number.
    pub fn owed(&self) -> Decimal {
        -self.debts.decimal()
    }
}

/// One of the largest holdings.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TopHolding {
    pub asset: String,
    /// Name of the asset.
    pub name: String,
    /// Name of the account.
    pub account: String,
    #[schema(value_type = String)]
    pub amount: Money,
    /// Fraction of gross wealth.
    #[schema(value_type = Option<String>)]
    pub share: Option<Decimal>,
}

/// Net wealth on a day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Point {
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    #[schema(value_type = String)]
    pub net: Decimal,
}

/// A holding with a stale value.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StaleView {
    pub holding: String,
    /// Name of the asset.
    pub asset: String,
    /// Name of the account.
    pub account: String,
    /// Day of the value.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// Age of the value in days.
    pub age_days: i32,
}

/// Net, gross and debts, consistent to the cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Assets less debts.
    pub net: Money,
    /// Total of assets.
    pub gross: Money,
    /// Total of debts, not below 0.
    pub debts: Money,
}

impl Snapshot {
    /// Returns the totals of a scope. Each set of books is rounded once; joint books are split by share
    /// afterwards.
    ///
    /// So the parts of all owners add up to the whole to the cent, and the books shown add up to the
    /// total.
    pub fn totals(&self, scope: &Filter) -> Totals {
        let mut net = Money::zero(self.currency);
        let (mut gross, mut debts) = (net, net);
        for place in 0..self.sources.len().max(1) {
            let totals = self.totals_of(place, scope);
            net.minor += totals.net.minor;
            gross.minor += totals.gross.minor;
            debts.minor += totals.debts.minor;
        }
        Totals { net, gross, debts }
    }

    /// Returns the totals of one source, by its index in [`Snapshot::sources`].
    pub fn totals_of(&self, source: usize, scope: &Filter) -> Totals {
        let mut owned = Exact::ZERO;
        let mut owed = Exact::ZERO;
        for (line, _) in self.valued(scope).filter(|(line, _)| line.source == source) {
            let side = if line.whole.units() < 0 { &mut owed } else { &mut owned };
            *side = side.plus(Exact::from(line.whole));
        }
        let net = owned.plus(owed).rounded(self.currency);
        let parts = apportion(&[owned, owed], net);
        let money = |place: usize| parts.get(place).copied().unwrap_or(Money::zero(self.currency));
        let (gross, owed_in_all) = (money(0), money(1));
        let negative = |money: Money| Money { minor: -money.minor, currency: self.currency };
        match self.sources.get(source).and_then(|source| source.portion.as_ref()) {
            None => Totals { net, gross, debts: negative(owed_in_all) },
            Some(portion) => {
                let gross = portion.part(owned, gross);
                let owed = portion.part(owed, owed_in_all);
                let net = Money { minor: gross.minor + owed.minor, currency: self.currency };
                Totals { net, gross, debts: negative(owed) }
            }
        }
    }
}

impl Member<'_> {
    /// Returns the dashboard of a day, today by default.
    pub fn dashboard(&self, scope: &Filter, on: Option<Date>) -> Result<Dashboard> {
        let picture = self.picture(on)?;
        let totals = picture.totals(scope);
        let wealth = &picture.wealth;
        let mut assets: Vec<_> =
            picture.valued(scope).map(|(line, _)| picture.one_of(line.holding.asset)).collect();
        assets.sort_unstable();
        assets.dedup();
        let mut accounts: Vec<_> =
            picture.valued(scope).map(|(line, _)| line.holding.account).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let open: Vec<Task> =
            wealth.tasks.iter().filter(|task| task.done_on.is_none()).cloned().collect();
        Ok(Dashboard {
            as_of: picture.on,
            currency: picture.currency,
            net: totals.net,
            gross: totals.gross,
            debts: totals.debts,
            assets: assets.len(),
            accounts: accounts.len(),
            by_class: picture.report(Axis::of(Grouping::Class), scope)?,
            by_class_zone: picture.report(Axis::of(Grouping::ClassZone), scope)?,
            top: picture.top(scope, totals.gross),
            evolution: evolution(&wealth.history, &picture, scope, totals.net),
            tasks: TaskView::all(wealth, open),
            stale: picture.stale(scope),
            unvalued: picture.unvalued_lines(scope),
            is_empty: wealth.holdings.is_empty() && wealth.accounts.is_empty(),
        })
    }
}

/// Total of several holdings, and their accounts.
type Together = (Exact, Vec<AccountId>);

impl Snapshot {
    fn top(&self, scope: &Filter, gross: Money) -> Vec<TopHolding> {
        // Assets with the same ISIN in several books are merged.
        let mut held: BTreeMap<(AssetId, Option<HoldingId>), Together> = BTreeMap::new();
        for (line, value) in self.valued(scope) {
            let asset = line.holding.asset;
            let alone = (!self.is_described_twice(asset)).then_some(line.holding.id);
            let (sum, accounts) = held.entry((self.one_of(asset), alone)).or_default();
            *sum = sum.plus(Exact::from(value.amount));
            accounts.push(line.holding.account);
        }
        let mut held: Vec<_> = held.into_iter().collect();
        held.sort_by(|((_, one), (sum, _)), ((_, other), (more, _))| {
            more.cmp(sum).then(one.cmp(other))
        });
        let top = held.into_iter().take(TOP).map(|((asset, _), (sum, accounts))| {
            let amount = sum.rounded(self.currency);
            let names = accounts.iter().filter_map(|account| self.wealth.accounts.get(account));
            let names: Vec<&str> = names.map(|account| account.name.as_str()).collect();
            TopHolding {
                asset: asset.to_string(),
                name: self.wealth.asset_name(asset),
                account: names.join(" · "),
                amount,
                share: fraction(amount, gross),
            }
        });
        top.collect()
    }

    fn stale(&self, scope: &Filter) -> Vec<StaleView> {
        let mut stale: Vec<StaleView> = self
            .valued(scope)
            .filter_map(|(line, value)| {
                let age = self.on.since(value.on).ok()?.get_days();
                (age > STALE_AFTER_DAYS).then(|| StaleView {
                    holding: line.holding.id.to_string(),
                    asset: self.wealth.asset_name(line.holding.asset),
                    account: self
                        .wealth
                        .accounts
                        .get(&line.holding.account)
                        .map(|account| account.name.clone())
                        .unwrap_or_default(),
                    on: value.on,
                    age_days: age,
                })
            })
            .collect();
        stale.sort_by(|line, other| {
            line.on.cmp(&other.on).then_with(|| line.asset.cmp(&other.asset))
        });
        stale
    }
}

/// Net wealth by recorded day, in the currency of the picture, ending with the picture itself.
///
/// Recorded days cover everything, so under a filter there are none.
fn evolution(
    history: &[RecordedDay],
    picture: &Snapshot,
    scope: &Filter,
    net: Money,
) -> Vec<Point> {
    if !scope.is_whole() {
        return Vec::new();
    }
    let before = history
        .iter()
        .filter(|day| day.currency == picture.currency && day.on < picture.on)
        .map(|day| Point { on: day.on, net: day.net });
    before.chain([Point { on: picture.on, net: net.decimal() }]).collect()
}

//! Builds the wealth table by bank, account and holding, with totals that add up to the cent.

use jiff::civil::Date;
use pecule_domain::id::{AccountId, AssetId, BankId, HoldingId};
use pecule_domain::money::amount::Money;
use pecule_domain::money::apportion::{Exact, apportion, fraction};
use pecule_domain::money::currency::Currency;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::account::Wrapper;
use pecule_domain::portfolio::holding::Position;
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::Result;
use crate::wealth::snapshot::{Filter, Snapshot, ValuedHolding};

/// The wealth table.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WealthTable {
    #[schema(value_type = String, format = Date)]
    pub as_of: Date,
    /// The currency of all amounts.
    #[schema(value_type = String)]
    pub currency: Currency,
    /// The sum of all banks.
    #[schema(value_type = String)]
    pub total: Money,
    /// Banks, by name, including those without accounts.
    pub banks: Vec<BankGroup>,
}

/// A bank with its accounts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BankGroup {
    #[schema(value_type = String)]
    pub id: BankId,
    pub name: String,
    /// The title of its books, if several sets are shown together.
    pub books: Option<String>,
    /// The sum of its accounts.
    #[schema(value_type = String)]
    pub amount: Money,
    /// The fraction of the total.
    #[schema(value_type = Option<String>)]
    pub share: Option<Decimal>,
    /// Accounts, by name.
    pub accounts: Vec<AccountGroup>,
}

/// An account with its holdings.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AccountGroup {
    #[schema(value_type = String)]
    pub id: AccountId,
    pub name: String,
    #[schema(value_type = String)]
    pub wrapper: Wrapper,
    /// The sum of its holdings.
    #[schema(value_type = String)]
    pub amount: Money,
    /// The fraction of the total.
    #[schema(value_type = Option<String>)]
    pub share: Option<Decimal>,
    /// Holdings, by name.
    pub holdings: Vec<HoldingRow>,
}

/// A holding in the table.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HoldingRow {
    #[schema(value_type = String)]
    pub id: HoldingId,
    #[schema(value_type = String)]
    pub asset: AssetId,
    pub name: String,
    /// Whether the asset is made of other assets.
    pub composite: bool,
    /// The number of units, if it is valued by quantity.
    #[schema(value_type = Option<String>)]
    pub quantity: Option<Decimal>,
    /// The price of a unit, if there is one.
    #[schema(value_type = Option<String>)]
    pub price: Option<Decimal>,
    /// The unit of that price, a currency or hundredths of one.
    pub price_unit: Option<String>,
    /// The stated value of the whole, in the currency of the asset.
    #[schema(value_type = Option<String>)]
    pub stated: Option<Decimal>,
    /// The currency of the asset.
    #[schema(value_type = String)]
    pub currency: Currency,
    /// One's share; null for the whole.
    #[schema(value_type = Option<String>)]
    pub owned: Option<Share>,
    /// The value at one's share, or null if it cannot be valued.
    #[schema(value_type = Option<String>)]
    pub amount: Option<Money>,
    /// The fraction of the total.
    #[schema(value_type = Option<String>)]
    pub share: Option<Decimal>,
    /// The cost of the whole, in the currency of the asset.
    #[schema(value_type = Option<String>)]
    pub cost: Option<Decimal>,
    /// Value less cost, in the currency of the asset, if both are known.
    #[schema(value_type = Option<String>)]
    pub gain: Option<Decimal>,
    /// The day of the value.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The age of the value in days.
    pub age_days: i32,
    /// Why it has no value: `no-quote`, `no-rate`, `too-large`.
    pub unvalued: Option<String>,
    /// The version that a change is based on.
    pub version: u32,
}

impl Member<'_> {
    /// Returns the wealth table of a day, or of today.
    pub fn wealth_table(&self, scope: &Filter, on: Option<Date>) -> Result<WealthTable> {
        Ok(self.picture(on)?.table(scope))
    }
}

impl Snapshot {
    /// Builds the table of the holdings in a filter. Each level is apportioned from the level above.
    pub fn table(&self, scope: &Filter) -> WealthTable {
        let wealth = &self.wealth;
        let mut banks: Vec<_> = wealth
            .banks
            .values()
            .filter(|bank| scope.bank.is_none_or(|wanted| wanted == bank.id))
            .collect();
        banks.sort_by(|bank, other| bank.name.cmp(&other.name).then(bank.id.cmp(&other.id)));
        let sums: Vec<Exact> = banks
            .iter()
            .map(|bank| self.sum(scope, |line| self.bank_of(line) == Some(bank.id)))
            .collect();
        let total = self.totals(scope).net;
        let amounts = apportion(&sums, total);
        let groups = banks.iter().zip(amounts).map(|(bank, amount)| BankGroup {
            id: bank.id,
            name: bank.name.clone(),
            books: self.title_of(bank.id),
            amount,
            share: fraction(amount, total),
            accounts: self.accounts_of(scope, bank.id, amount, total),
        });
        let groups = groups.filter(|bank| scope.is_whole() || !bank.accounts.is_empty()).collect();
        WealthTable { as_of: self.on, currency: self.currency, total, banks: groups }
    }

    fn accounts_of(
        &self,
        scope: &Filter,
        bank: BankId,
        whole: Money,
        total: Money,
    ) -> Vec<AccountGroup> {
        let mut accounts: Vec<_> = self
            .wealth
            .accounts
            .values()
            .filter(|account| account.bank == bank)
            .filter(|account| scope.account.is_none_or(|wanted| wanted == account.id))
            .filter(|account| scope.wrapper.is_none_or(|wanted| wanted == account.wrapper))
            .filter(|account| account.closed_on.is_none_or(|closed| closed > self.on))
            .collect();
        accounts.sort_by(|account, other| {
            account.name.cmp(&other.name).then(account.id.cmp(&other.id))
        });
        let sums: Vec<Exact> = accounts
            .iter()
            .map(|account| self.sum(scope, |line| line.holding.account == account.id))
            .collect();
        let amounts = apportion(&sums, whole);
        let groups = accounts.into_iter().zip(amounts).map(|(account, amount)| AccountGroup {
            id: account.id,
            name: account.name.clone(),
            wrapper: account.wrapper,
            amount,
            share: fraction(amount, total),
            holdings: self.rows_of(scope, account.id, amount, total),
        });
        groups.collect()
    }

    fn rows_of(
        &self,
        scope: &Filter,
        account: AccountId,
        whole: Money,
        total: Money,
    ) -> Vec<HoldingRow> {
        let mut lines: Vec<&ValuedHolding> = self
            .lines
            .iter()
            .filter(|line| {
                line.holding.account == account && scope.holds(&self.wealth, &line.holding)
            })
            .collect();
        lines.sort_by_cached_key(|line| {
            (self.wealth.asset_name(line.holding.asset), line.holding.id)
        });
        let exact: Vec<Exact> = lines
            .iter()
            .map(|line| line.value.as_ref().map_or(Exact::ZERO, |value| Exact::from(value.amount)))
            .collect();
        let amounts = apportion(&exact, whole);
        let rows = lines.into_iter().zip(amounts);
        rows.filter_map(|(line, amount)| self.row(line, amount, total)).collect()
    }

    fn row(&self, line: &ValuedHolding, amount: Money, total: Money) -> Option<HoldingRow> {
        let asset = self.wealth.assets.get(&line.holding.asset)?;
        let quote = self.wealth.quotes.get(&asset.id);
        let (quantity, stated) = match line.statement.position {
            Position::Quantity(quantity) => (Some(quantity), None),
            Position::Value(value) => (None, Some(value)),
        };
        let value = line.value.as_ref().ok();
        let on = value.map_or(line.statement.on, |value| value.on);
        let owned = self.owned(line);
        let cost = line.statement.cost;
        let same_currency = value.is_some_and(|value| value.native_currency == asset.currency);
        let gain = value.zip(cost).filter(|_| same_currency && owned == Share::WHOLE);
        Some(HoldingRow {
            id: line.holding.id,
            asset: asset.id,
            name: asset.name.clone(),
            composite: !self.graph.parts(line.place).is_empty(),
            quantity,
            price: quote.filter(|_| quantity.is_some()).map(|quote| quote.price),
            price_unit: quote.filter(|_| quantity.is_some()).map(|quote| quote.unit.to_string()),
            stated,
            currency: asset.currency,
            owned: (owned != Share::WHOLE).then_some(owned),
            amount: value.map(|_| amount),
            share: value.and_then(|_| fraction(amount, total)),
            cost,
            gain: gain.map(|(value, cost)| value.native.rounded(asset.currency.decimals()) - cost),
            on,
            age_days: self.on.since(on).map(|span| span.get_days()).unwrap_or_default(),
            unvalued: line
                .value
                .as_ref()
                .err()
                .map(|why| crate::wealth::reports::breakdown::reason(*why).to_owned()),
            version: line.holding.version,
        })
    }

    fn sum(&self, scope: &Filter, wanted: impl Fn(&ValuedHolding) -> bool) -> Exact {
        let lines = self.valued(scope).filter(|(line, _)| wanted(line));
        lines.map(|(_, value)| Exact::from(value.amount)).sum()
    }

    /// Returns the title of the books of a bank, if several sets are shown together.
    fn title_of(&self, bank: BankId) -> Option<String> {
        if self.sources.len() < 2 {
            return None;
        }
        let source = self.sources.iter().find(|source| source.banks.binary_search(&bank).is_ok());
        source.map(|source| source.title.clone())
    }

    fn bank_of(&self, line: &ValuedHolding) -> Option<BankId> {
        self.wealth.accounts.get(&line.holding.account).map(|account| account.bank)
    }
}

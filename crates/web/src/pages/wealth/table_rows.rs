//! Builds the table of banks, accounts and holdings, with at most one row being edited.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use jiff::civil::Date;
use pecule_app::wealth::reports::dashboard::{STALE_AFTER_DAYS, Totals};
use pecule_app::wealth::reports::wealth_table::{AccountGroup, BankGroup, HoldingRow};
use pecule_app::wealth::snapshot::Snapshot;
use pecule_domain::id::HoldingId;
use pecule_domain::money::amount::Money;
use pecule_domain::money::apportion::fraction;
use pecule_domain::money::currency::Currency;
use pecule_domain::portfolio::asset::Unit;
use pecule_domain::portfolio::holding::Right;
use rust_decimal::Decimal;

use crate::pages::wealth::scope::ScopeQuery;
use crate::view::number;
use crate::view::page::Page;

/// The wealth table.
pub struct Lines {
    /// Filter of the table.
    pub asked: ScopeQuery,
    /// Whether it is the page of one account, without rows for bank and account.
    pub is_sheet: bool,
    pub as_of: Date,
    /// Currency of all sums.
    pub currency: Currency,
    pub totals: Totals,
    /// Cost and gain of the whole table.
    pub sums: Sums,
    pub banks: Vec<BankRows>,
    /// The row being edited.
    pub editing: Option<Editing>,
}

/// Cost and gain of the holdings for which both are known, in the currency of the table.
#[derive(Default)]
pub struct Sums {
    pub cost: Option<Decimal>,
    /// Value minus cost.
    pub gain: Option<Decimal>,
    /// Whether a holding lacks a gain or has one in another currency.
    pub partial: bool,
}

/// A bank with its accounts.
pub struct BankRows {
    pub bank: BankGroup,
    pub sums: Sums,
    /// Ids of the row groups that its head toggles.
    pub bodies: String,
    pub accounts: Vec<AccountRows>,
}

/// An account with its holdings.
pub struct AccountRows {
    pub account: AccountGroup,
    pub sums: Sums,
    pub lines: Vec<LineRow>,
}

/// A holding of the table.
pub struct LineRow {
    pub row: HoldingRow,
    /// Kind, ownership right and share, and day of the value.
    pub what: String,
    /// Number of units.
    pub quantity: Option<String>,
    /// Price of one unit.
    pub price: Option<String>,
    /// Notice that the value is outdated.
    pub stale: Option<String>,
    /// Reason why it has no value.
    pub unvalued: Option<String>,
}

/// A value or quantity being edited.
#[derive(Default)]
pub struct Editing {
    /// Identity of the holding.
    pub holding: String,
    /// Typed text; `None` shows the current value.
    pub typed: Option<String>,
    /// First day, if it was chosen.
    pub on: Option<String>,
    pub fault: Option<String>,
}

impl Lines {
    /// Builds the table of a filter.
    pub fn new(page: &Page, picture: &Snapshot, asked: ScopeQuery, is_sheet: bool) -> Self {
        let scope = asked.filter();
        let table = picture.table(&scope);
        let draw = |account: AccountGroup| AccountRows {
            sums: Sums::of(account.holdings.iter(), table.currency),
            lines: account.holdings.iter().map(|row| LineRow::new(page, picture, row)).collect(),
            account,
        };
        let banks = table.banks.into_iter().map(|mut bank| {
            let accounts: Vec<AccountRows> =
                std::mem::take(&mut bank.accounts).into_iter().map(draw).collect();
            BankRows {
                sums: Sums::of(
                    accounts.iter().flat_map(|account| &account.account.holdings),
                    table.currency,
                ),
                bodies: bodies(&accounts),
                accounts,
                bank,
            }
        });
        let banks: Vec<BankRows> = banks.collect();
        let every = banks.iter().flat_map(|bank| &bank.accounts);
        Self {
            sums: Sums::of(every.flat_map(|account| &account.account.holdings), table.currency),
            totals: picture.totals(&scope),
            asked,
            is_sheet,
            as_of: table.as_of,
            currency: table.currency,
            banks,
            editing: None,
        }
    }

    /// Sets the row being edited.
    #[must_use]
    pub fn editing(mut self, editing: Option<Editing>) -> Self {
        self.editing = editing;
        self
    }

    /// Returns the edit of a row, if it is the one being edited.
    pub fn edit_of(&self, line: &LineRow) -> Option<&Editing> {
        self.editing.as_ref().filter(|editing| editing.holding == line.row.id.to_string())
    }

    /// Finds a row.
    pub fn find(&self, id: HoldingId) -> Option<&LineRow> {
        let accounts = self.banks.iter().flat_map(|bank| &bank.accounts);
        accounts.flat_map(|account| &account.lines).find(|line| line.row.id == id)
    }

    /// Returns the numbers of banks, accounts and holdings.
    pub fn counts(&self) -> (usize, usize, usize) {
        let accounts = self.banks.iter().map(|bank| bank.accounts.len()).sum();
        let every = self.banks.iter().flat_map(|bank| &bank.accounts);
        (self.banks.len(), accounts, every.map(|account| account.lines.len()).sum())
    }

    /// Returns the amount as a fraction of all assets owned; `None` for a debt.
    pub fn part(&self, amount: &Money) -> Option<Decimal> {
        (amount.minor > 0).then(|| fraction(*amount, self.totals.gross)).flatten()
    }

    /// Returns the number of columns.
    pub const fn columns(&self) -> u8 {
        7
    }

    /// Whether there are debts.
    pub const fn has_debts(&self) -> bool {
        self.totals.debts.minor != 0
    }

    /// Returns the total of debts, as a negative number.
    pub fn owed(&self) -> Decimal {
        -self.totals.debts.decimal()
    }

    /// Returns the address of the table, with a row being edited if given.
    pub fn address(&self, editing: Option<&HoldingId>) -> String {
        let mut pairs = pairs(&self.asked);
        let path = match &self.asked.account {
            account if self.is_sheet => {
                pairs.retain(|(name, _)| *name == "at");
                format!("/accounts/{account}")
            }
            _ => "/wealth".to_owned(),
        };
        let id = editing.map(ToString::to_string).unwrap_or_default();
        if !id.is_empty() {
            pairs.push(("edit", &id));
        }
        let query: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }

    /// Returns the address of a holding's editable row, for scripts.
    pub fn cell(&self, id: &HoldingId) -> String {
        let mut pairs = pairs(&self.asked);
        if self.is_sheet {
            pairs.push(("sheet", "yes"));
        }
        let query: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("/holdings/{id}/statements?{}", query.join("&"))
    }

    /// Returns the filter as hidden fields.
    pub fn hidden(&self) -> Vec<(&'static str, &str)> {
        let mut pairs = pairs(&self.asked);
        if self.is_sheet {
            pairs.push(("sheet", "yes"));
        }
        pairs
    }
}

/// Returns the valid parameters of a filter; invalid ones never reach an address.
fn pairs(asked: &ScopeQuery) -> Vec<(&'static str, &str)> {
    let scope = asked.filter();
    [
        ("bank", &asked.bank, scope.bank.is_some()),
        ("account", &asked.account, scope.account.is_some()),
        ("wrapper", &asked.wrapper, scope.wrapper.is_some()),
        ("at", &asked.at, asked.day().is_some()),
        ("scope", &asked.scope, asked.scope().is_some()),
    ]
    .into_iter()
    .filter(|(_, _, is_set)| *is_set)
    .map(|(name, value, _)| (name, value.as_str()))
    .collect()
}

fn bodies(accounts: &[AccountRows]) -> String {
    let ids = accounts.iter().map(|rows| {
        let id = rows.account.id;
        if rows.is_leaf() { format!("a-{id}") } else { format!("a-{id} l-{id}") }
    });
    ids.collect::<Vec<_>>().join(" ")
}

impl BankRows {
    /// Whether any of its holdings has a value.
    pub fn has_value(&self) -> bool {
        self.accounts.iter().any(AccountRows::has_value)
    }
}

impl AccountRows {
    /// Whether it is a single row, with at most one holding.
    pub const fn is_leaf(&self) -> bool {
        self.lines.len() < 2
    }

    /// Whether any of its holdings has a value.
    pub fn has_value(&self) -> bool {
        self.lines.iter().any(|line| line.row.amount.is_some())
    }

    /// Returns the tax wrapper, unless the account's name already contains it.
    pub fn envelope(&self, page: &Page) -> Option<String> {
        let envelope = page.name_of("wrapper", self.account.wrapper.key());
        (envelope.to_lowercase() != self.account.name.to_lowercase()).then_some(envelope)
    }
}

impl Sums {
    fn of<'a>(rows: impl Iterator<Item = &'a HoldingRow>, currency: Currency) -> Self {
        let mut sums = Self::default();
        for row in rows {
            match row.cost.zip(row.gain).filter(|_| row.currency == currency) {
                Some((cost, gain)) => {
                    add(&mut sums.cost, cost);
                    add(&mut sums.gain, gain);
                }
                None => sums.partial = true,
            }
        }
        sums
    }
}

/// Adds an amount; an overflow hides the sum.
fn add(sum: &mut Option<Decimal>, more: Decimal) {
    *sum = sum.unwrap_or_default().checked_add(more);
}

impl LineRow {
    fn new(page: &Page, picture: &Snapshot, row: &HoldingRow) -> Self {
        let wealth = &picture.wealth;
        let asset = wealth.assets.get(&row.asset);
        let kind = asset.map(|asset| page.name_of("kind", asset.kind.key()));
        let right = wealth.holdings.get(&row.id).map(|holding| holding.ownership.right);
        let right = right
            .filter(|right| *right != Right::Full)
            .map(|right| page.name_of("right", right.key()));
        let owned = row.owned.map(|share| {
            page.t_with("table-owned", "share", page.percent_exact(&share.fraction()).as_str())
        });
        let on = page.t_with("table-on", "day", page.day_short(&row.on).as_str());
        let what: Vec<String> = [kind, right, owned, Some(on)].into_iter().flatten().collect();
        let by_ounce = asset.is_some_and(|asset| asset.unit != Unit::Piece);
        let price = row.price.map(|price| {
            let price = price_of(page, price, row.price_unit.as_deref().unwrap_or_default());
            if by_ounce { page.t_with("table-per-ounce", "price", price.as_str()) } else { price }
        });
        let unvalued = row
            .unvalued
            .as_ref()
            .map(|why| page.t_with(&format!("unvalued-{why}"), "currency", row.currency.code()));
        let is_stale = row.age_days > STALE_AFTER_DAYS && row.amount.is_some();
        Self {
            what: what.join(" · "),
            quantity: row.quantity.map(|quantity| page.quantity(&quantity)),
            price,
            stale: is_stale.then(|| page.t_with("table-stale", "days", i64::from(row.age_days))),
            unvalued,
            row: row.clone(),
        }
    }

    /// Whether the quantity is edited and the value computed.
    pub const fn by_quantity(&self) -> bool {
        self.row.quantity.is_some()
    }

    /// Returns the initial text of the field; empty while amounts are hidden.
    pub fn stated(&self, page: &Page) -> String {
        let stated = self.row.quantity.or(self.row.stated).filter(|_| !page.hides_amounts);
        stated.map(|stated| number::field(stated, page.lang)).unwrap_or_default()
    }

    /// Describes the current statement.
    pub fn last(&self, page: &Page) -> String {
        match (self.row.quantity, self.row.stated) {
            (Some(quantity), _) => page.quantity(&quantity),
            (None, Some(value)) => page.amount(&value, &self.row.currency),
            (None, None) => String::new(),
        }
    }

    /// Returns a hash of the state that a change is based on, which reveals no amount.
    pub fn seen(&self) -> String {
        let mut hasher = DefaultHasher::new();
        let of = |value: Option<Decimal>| value.map(|value| value.normalize().to_string());
        (of(self.row.quantity), of(self.row.stated), self.row.version).hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }
}

/// Formats a price in a currency, or in hundredths of one.
fn price_of(page: &Page, price: Decimal, unit: &str) -> String {
    match unit.parse::<Currency>() {
        Ok(currency) => page.price(&price, &currency),
        Err(_hundredths) => format!("{}\u{a0}{unit}", number::exact(price, page.lang)),
    }
}

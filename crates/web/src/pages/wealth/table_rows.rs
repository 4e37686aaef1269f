//! Banks, accounts and holdings as one table: the rows as they are drawn, one of them perhaps being edited.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use jiff::civil::Date;
use pecule_app::wealth::reports::dashboard::{STALE_AFTER_DAYS, Totals};
use pecule_app::wealth::reports::wealth_table::{AccountGroup, BankGroup, HoldingRow};
use pecule_app::wealth::snapshot::Picture;
use pecule_domain::id::HoldingId;
use pecule_domain::money::amount::Money;
use pecule_domain::money::apportion::fraction;
use pecule_domain::money::currency::Currency;
use pecule_domain::portfolio::asset::Unit;
use pecule_domain::portfolio::holding::Right;
use rust_decimal::Decimal;

use crate::pages::wealth::scope::Asked;
use crate::view::number;
use crate::view::page::Page;

/// The table.
pub struct Lines {
    /// What part of wealth it shows.
    pub asked: Asked,
    /// Whether it is the sheet of one account, without rows for bank and account.
    pub is_sheet: bool,
    /// The day.
    pub as_of: Date,
    /// The currency of all sums.
    pub currency: Currency,
    /// Its totals.
    pub totals: Totals,
    /// What is known of cost and gain over all of it.
    pub sums: Sums,
    /// Banks with their accounts.
    pub banks: Vec<BankRows>,
    /// The row whose value is being typed.
    pub editing: Option<Editing>,
}

/// Cost and gain of the holdings for which both are known, in the currency of the table.
#[derive(Default)]
pub struct Sums {
    /// What they cost.
    pub cost: Option<Decimal>,
    /// Value less cost.
    pub gain: Option<Decimal>,
    /// Whether some holding has no known gain, or one in another currency.
    pub partial: bool,
}

/// A bank and its accounts.
pub struct BankRows {
    /// The bank.
    pub bank: BankGroup,
    /// Cost and gain.
    pub sums: Sums,
    /// The bodies of rows that its head opens and closes.
    pub bodies: String,
    /// Its accounts.
    pub accounts: Vec<AccountRows>,
}

/// An account and its holdings.
pub struct AccountRows {
    /// The account.
    pub account: AccountGroup,
    /// Cost and gain.
    pub sums: Sums,
    /// Its holdings.
    pub lines: Vec<LineRow>,
}

/// A holding.
pub struct LineRow {
    /// The holding.
    pub row: HoldingRow,
    /// What it is, of which right and share, and the day of its value.
    pub what: String,
    /// How many units.
    pub quantity: Option<String>,
    /// The price of one.
    pub price: Option<String>,
    /// That its value is old, in words.
    pub stale: Option<String>,
    /// Why it has no value.
    pub unvalued: Option<String>,
}

/// A value or a quantity that is being typed.
#[derive(Default)]
pub struct Editing {
    /// Of which holding, as text.
    pub holding: String,
    /// What was typed; nothing yet where the present state is to be shown.
    pub typed: Option<String>,
    /// From which day on, where it was chosen.
    pub on: Option<String>,
    /// What is wrong with it.
    pub fault: Option<String>,
}

impl Lines {
    /// The table of a part of wealth.
    pub fn new(page: &Page, picture: &Picture, asked: Asked, is_sheet: bool) -> Self {
        let scope = asked.scope();
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

    /// The same table with a row being edited.
    #[must_use]
    pub fn editing(mut self, editing: Option<Editing>) -> Self {
        self.editing = editing;
        self
    }

    /// What is typed into a row, where it is the one that is edited.
    pub fn edit_of(&self, line: &LineRow) -> Option<&Editing> {
        self.editing.as_ref().filter(|editing| editing.holding == line.row.id.to_string())
    }

    /// A row of the table.
    pub fn find(&self, id: HoldingId) -> Option<&LineRow> {
        let accounts = self.banks.iter().flat_map(|bank| &bank.accounts);
        accounts.flat_map(|account| &account.lines).find(|line| line.row.id == id)
    }

    /// How many banks, accounts and holdings there are.
    pub fn counts(&self) -> (usize, usize, usize) {
        let accounts = self.banks.iter().map(|bank| bank.accounts.len()).sum();
        let every = self.banks.iter().flat_map(|bank| &bank.accounts);
        (self.banks.len(), accounts, every.map(|account| account.lines.len()).sum())
    }

    /// What an amount makes of all that is owned; a debt is no part of it.
    pub fn part(&self, amount: &Money) -> Option<Decimal> {
        (amount.minor > 0).then(|| fraction(*amount, self.totals.gross)).flatten()
    }

    /// How many columns it has.
    pub const fn columns(&self) -> u8 {
        7
    }

    /// Whether anything is owed.
    pub const fn has_debts(&self) -> bool {
        self.totals.debts.minor != 0
    }

    /// What is owed, as it is summed: below nothing.
    pub fn owed(&self) -> Decimal {
        -self.totals.debts.decimal()
    }

    /// The address of the table with the row of a holding being edited, or the table alone.
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

    /// Where a script asks for the row of a holding, to type into it.
    pub fn cell(&self, id: &HoldingId) -> String {
        let mut pairs = pairs(&self.asked);
        if self.is_sheet {
            pairs.push(("sheet", "yes"));
        }
        let query: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("/holdings/{id}/value?{}", query.join("&"))
    }

    /// The scope as hidden fields.
    pub fn hidden(&self) -> Vec<(&'static str, &str)> {
        let mut pairs = pairs(&self.asked);
        if self.is_sheet {
            pairs.push(("sheet", "yes"));
        }
        pairs
    }
}

/// The parts of a scope that are set and understood, so that nothing else gets into an address.
fn pairs(asked: &Asked) -> Vec<(&'static str, &str)> {
    let scope = asked.scope();
    [
        ("bank", &asked.bank, scope.bank.is_some()),
        ("account", &asked.account, scope.account.is_some()),
        ("wrapper", &asked.wrapper, scope.wrapper.is_some()),
        ("at", &asked.at, asked.day().is_some()),
        ("whose", &asked.whose, asked.whose().is_some()),
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
    /// Whether something in it has a value.
    pub fn has_value(&self) -> bool {
        self.accounts.iter().any(AccountRows::has_value)
    }
}

impl AccountRows {
    /// Whether it is one row: an account of one holding, or of none.
    pub const fn is_leaf(&self) -> bool {
        self.lines.len() < 2
    }

    /// Whether something in it has a value.
    pub fn has_value(&self) -> bool {
        self.lines.iter().any(|line| line.row.amount.is_some())
    }

    /// Its envelope, unless its name says it already.
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

/// Adds; a sum that is too large to be held is not shown.
fn add(sum: &mut Option<Decimal>, more: Decimal) {
    *sum = sum.unwrap_or_default().checked_add(more);
}

impl LineRow {
    fn new(page: &Page, picture: &Picture, row: &HoldingRow) -> Self {
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

    /// Whether its quantity is what is typed, its value being computed.
    pub const fn by_quantity(&self) -> bool {
        self.row.quantity.is_some()
    }

    /// What stands in its field: what is stated now, unless amounts are hidden.
    pub fn stated(&self, page: &Page) -> String {
        let stated = self.row.quantity.or(self.row.stated).filter(|_| !page.hides_amounts);
        stated.map(|stated| number::field(stated, page.lang)).unwrap_or_default()
    }

    /// What is stated now, as it is read.
    pub fn last(&self, page: &Page) -> String {
        match (self.row.quantity, self.row.stated) {
            (Some(quantity), _) => page.quantity(&quantity),
            (None, Some(value)) => page.amount(&value, &self.row.currency),
            (None, None) => String::new(),
        }
    }

    /// What a change is based on, in a form that shows no amount.
    pub fn seen(&self) -> String {
        let mut hasher = DefaultHasher::new();
        let of = |value: Option<Decimal>| value.map(|value| value.normalize().to_string());
        (of(self.row.quantity), of(self.row.stated), self.row.version).hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }
}

/// A price in its unit: a currency, or hundredths of one.
fn price_of(page: &Page, price: Decimal, unit: &str) -> String {
    match unit.parse::<Currency>() {
        Ok(currency) => page.price(&price, &currency),
        Err(_hundredths) => format!("{}\u{a0}{unit}", number::exact(price, page.lang)),
    }
}

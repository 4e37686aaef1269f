//! Writes many records as one operation.

use std::collections::BTreeMap;

use jiff::civil::Date;
use pecule_domain::id::{AccountId, AssetId, HoldingId};
use pecule_domain::market::exchange_rate::ExchangeRate;
use pecule_domain::market::price::Quote;
use pecule_domain::portfolio::account::Account;
use pecule_domain::portfolio::allocation::Allocation;
use pecule_domain::portfolio::asset::Asset;
use pecule_domain::portfolio::bank::Bank;
use pecule_domain::portfolio::composition::Composition;
use pecule_domain::portfolio::holding::{Holding, Position, Statement};
use pecule_domain::portfolio::note::Note;
use pecule_domain::portfolio::recorded_day::RecordedDay;
use pecule_domain::portfolio::task::Task;
use pecule_domain::portfolio::taxonomy::{Assignment, Taxon, Taxonomy};
use pecule_store::books::Edit;

use crate::error::Result;
use crate::wealth::import::report::What;
use crate::wealth::import::report::{ImportReport, MadeView};
use crate::wealth::portfolio::Portfolio;

/// Records to be written together.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) banks: Vec<Bank>,
    pub(crate) accounts: Vec<Account>,
    pub(crate) assets: Vec<(Asset, Allocation)>,
    pub(crate) holdings: Vec<Holding>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) compositions: Vec<Composition>,
    pub(crate) taxonomies: Vec<Taxonomy>,
    pub(crate) taxons: Vec<Taxon>,
    pub(crate) assignments: Vec<Assignment>,
    pub(crate) quotes: Vec<Quote>,
    pub(crate) rates: Vec<ExchangeRate>,
    pub(crate) tasks: Vec<Task>,
    pub(crate) notes: Vec<Note>,
    /// Each with a JSON detail of the day.
    pub(crate) days: Vec<(RecordedDay, String)>,
    pub(crate) settings: Vec<(&'static str, String)>,
}

impl Batch {
    /// Whether there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        let Self {
            banks, accounts, assets, holdings, statements, compositions, taxonomies, ..
        } = self;
        banks.is_empty()
            && accounts.is_empty()
            && assets.is_empty()
            && holdings.is_empty()
            && statements.is_empty()
            && compositions.is_empty()
            && taxonomies.is_empty()
            && self.taxons.is_empty()
            && self.assignments.is_empty()
            && self.quotes.is_empty()
            && self.rates.is_empty()
            && self.tasks.is_empty()
            && self.notes.is_empty()
            && self.days.is_empty()
            && self.settings.is_empty()
    }

    /// Writes every record, after those it refers to.
    pub(crate) fn write(&self, edit: Edit<'_>) -> Result<()> {
        self.banks.iter().try_for_each(|bank| edit.add_bank(bank))?;
        self.accounts.iter().try_for_each(|account| edit.add_account(account))?;
        for (asset, allocation) in &self.assets {
            edit.add_asset(asset)?;
            if !allocation.classes.is_empty() {
                edit.put_allocation(asset.id, allocation)?;
            }
        }
        self.holdings.iter().try_for_each(|holding| edit.add_holding(holding))?;
        self.statements.iter().try_for_each(|statement| edit.put_statement(statement))?;
        self.compositions.iter().try_for_each(|made| edit.put_composition(made))?;
        self.taxonomies.iter().try_for_each(|taxonomy| edit.add_taxonomy(taxonomy))?;
        self.taxons.iter().try_for_each(|taxon| edit.add_taxon(taxon))?;
        self.assignments.iter().try_for_each(|assignment| edit.put_assignment(assignment))?;
        self.quotes.iter().try_for_each(|quote| edit.put_price(quote))?;
        self.rates.iter().try_for_each(|rate| edit.put_exchange_rate(rate))?;
        self.tasks.iter().try_for_each(|task| edit.add_task(task))?;
        self.notes.iter().try_for_each(|note| edit.put_note(note))?;
        for (day, detail) in &self.days {
            edit.record_day(day, detail)?;
        }
        self.settings.iter().try_for_each(|(key, value)| edit.put_setting(key, value))?;
        Ok(())
    }

    /// Lists the records in an import report.
    pub(crate) fn describe(&self, wealth: &Portfolio, report: &mut ImportReport) {
        let told = BatchSummary::new(self, wealth);
        for (what, count, lines) in [
            (What::Bank, self.banks.len(), told.banks()),
            (What::Account, self.accounts.len(), told.accounts()),
            (What::Asset, self.assets.len(), told.assets()),
            (What::Holding, self.statements.len(), told.holdings()),
            (What::Composition, self.compositions.len(), told.compositions()),
            (What::Taxonomy, self.taxonomies.len() + self.taxons.len(), told.taxonomies()),
            (What::Task, self.tasks.len(), told.tasks()),
            (What::Note, self.notes.len(), told.notes()),
            (What::RecordedDay, self.days.len(), told.days()),
            (What::Rate, self.rates.len(), told.rates()),
            (What::Quote, self.quotes.len(), told.quotes()),
        ] {
            if count > 0 {
                report.counts.insert(what.key().to_owned(), count);
            }
            let lines = lines.into_iter();
            report.made.extend(lines.map(|(name, detail)| MadeView { what, name, detail }));
        }
    }
}

/// Name of a record and a distinguishing detail.
type BatchLine = (String, String);

/// A batch with the names of all records that it refers to.
struct BatchSummary<'a> {
    batch: &'a Batch,
    banks: BTreeMap<pecule_domain::id::BankId, &'a str>,
    accounts: BTreeMap<AccountId, &'a str>,
    assets: BTreeMap<AssetId, &'a Asset>,
    holdings: BTreeMap<HoldingId, &'a Holding>,
}

impl<'a> BatchSummary<'a> {
    fn new(batch: &'a Batch, wealth: &'a Portfolio) -> Self {
        let banks = wealth.banks.values().chain(&batch.banks);
        let accounts = wealth.accounts.values().chain(&batch.accounts);
        let assets = wealth.assets.values().chain(batch.assets.iter().map(|(asset, _)| asset));
        let holdings = wealth.holdings.values().chain(&batch.holdings);
        Self {
            batch,
            banks: banks.map(|bank| (bank.id, bank.name.as_str())).collect(),
            accounts: accounts.map(|account| (account.id, account.name.as_str())).collect(),
            assets: assets.map(|asset| (asset.id, asset)).collect(),
            holdings: holdings.map(|holding| (holding.id, holding)).collect(),
        }
    }

    fn asset(&self, id: AssetId) -> String {
        self.assets.get(&id).map(|asset| asset.name.clone()).unwrap_or_default()
    }

    fn banks(&self) -> Vec<BatchLine> {
        self.batch.banks.iter().map(|bank| (bank.name.clone(), String::new())).collect()
    }

    fn accounts(&self) -> Vec<BatchLine> {
        let line = |account: &Account| {
            let bank = self.banks.get(&account.bank).copied().unwrap_or_default();
            (account.name.clone(), format!("{bank} · {} · {}", account.wrapper, account.currency))
        };
        self.batch.accounts.iter().map(line).collect()
    }

    fn assets(&self) -> Vec<BatchLine> {
        let line = |(asset, _): &(Asset, Allocation)| {
            let isin = asset.isin.map(|isin| format!(" · {isin}")).unwrap_or_default();
            (asset.name.clone(), format!("{} · {}{isin}", asset.kind, asset.currency))
        };
        self.batch.assets.iter().map(line).collect()
    }

    fn holdings(&self) -> Vec<BatchLine> {
        let line = |statement: &Statement| {
            let holding = self.holdings.get(&statement.holding)?;
            let asset = self.assets.get(&holding.asset)?;
            let account = self.accounts.get(&holding.account)?;
            let amount = match statement.position {
                Position::Value(value) => format!("{value} {}", asset.currency),
                Position::Quantity(quantity) => format!("× {quantity}"),
            };
            Some((asset.name.clone(), format!("{account} · {amount} · {}", statement.on)))
        };
        self.batch.statements.iter().filter_map(line).collect()
    }

    fn compositions(&self) -> Vec<BatchLine> {
        let line = |made: &Composition| {
            (self.asset(made.asset), format!("{} · {}", made.parts.len(), made.valid_from))
        };
        self.batch.compositions.iter().map(line).collect()
    }

    fn taxonomies(&self) -> Vec<BatchLine> {
        let headings = self.batch.taxons.iter().map(|taxon| (taxon.name.clone(), String::new()));
        let own =
            self.batch.taxonomies.iter().map(|taxonomy| (taxonomy.name.clone(), String::new()));
        own.chain(headings).collect()
    }

    fn tasks(&self) -> Vec<BatchLine> {
        let line = |task: &Task| {
            (task.title.clone(), task.asset.map(|asset| self.asset(asset)).unwrap_or_default())
        };
        self.batch.tasks.iter().map(line).collect()
    }

    fn notes(&self) -> Vec<BatchLine> {
        let line = |note: &Note| {
            (note.on.to_string(), note.asset.map(|asset| self.asset(asset)).unwrap_or_default())
        };
        self.batch.notes.iter().map(line).collect()
    }

    fn days(&self) -> Vec<BatchLine> {
        let line = |(day, _): &(RecordedDay, String)| {
            (day.on.to_string(), format!("{} {}", day.net, day.currency))
        };
        self.batch.days.iter().map(line).collect()
    }

    fn rates(&self) -> Vec<BatchLine> {
        let pair = |rate: &ExchangeRate| (format!("{} → {}", rate.base, rate.counter), rate.on);
        by_name(self.batch.rates.iter().map(pair))
    }

    fn quotes(&self) -> Vec<BatchLine> {
        by_name(self.batch.quotes.iter().map(|quote| (self.asset(quote.asset), quote.on)))
    }
}

/// Merges lines of the same name: their count, first and last day.
fn by_name(named: impl Iterator<Item = (String, Date)>) -> Vec<BatchLine> {
    let mut spans: BTreeMap<String, (usize, Date, Date)> = BTreeMap::new();
    for (name, on) in named {
        let (count, first, last) = spans.entry(name).or_insert((0, on, on));
        *count += 1;
        *first = on.min(*first);
        *last = on.max(*last);
    }
    let line = |(name, (count, first, last)): (String, (usize, Date, Date))| {
        let days = if first == last { first.to_string() } else { format!("{first} – {last}") };
        (name, format!("× {count} · {days}"))
    };
    spans.into_iter().map(line).collect()
}

//! Imports the files of the Python application.
//!
//! The import is planned against the existing records, so that a second import changes nothing. It is
//! written as one operation.

mod assets;
mod circles;
mod history;
mod holdings;
mod places;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use pecule_domain::composition::Composition;
use pecule_domain::holding::Statement;
use pecule_domain::id::{AccountId, AssetId, BankId, HoldingId};
use pecule_formats::legacy::{self, Legacy, LegacyFiles};

use crate::batch::Batch;
use crate::error::Result;
use crate::import::{ImportReport, Remark};
use crate::member::Member;
use crate::wealth::Wealth;

/// Source of imported records.
const SOURCE: &str = "patrimoine_app";

impl Member<'_> {
    /// Imports banks, accounts, assets and recorded days; writes nothing if `dry_run`.
    pub fn import_legacy(&self, files: &LegacyFiles<'_>, dry_run: bool) -> Result<ImportReport> {
        let read = legacy::read(files);
        let picture = self.ground(None)?;
        let mut plan = Plan::new(self, &picture.wealth, &read, dry_run)?;
        plan.places(&read)?;
        plan.assets(&read)?;
        plan.compositions(&read);
        plan.holdings(&read)?;
        plan.tasks(&read)?;
        plan.history(&read);
        let Plan { batch, report, .. } = plan;
        self.bring_in(("legacy-imported", SOURCE), &batch, report)
    }
}

/// The new records, and the record that each key of the application refers to.
struct Plan<'p> {
    member: &'p Member<'p>,
    wealth: &'p Wealth,
    today: Date,
    /// Existing statements by holding.
    stated: BTreeMap<HoldingId, Vec<Statement>>,
    /// Existing compositions of all days.
    composed: Vec<Composition>,
    /// Existing recorded days in euros.
    recorded: BTreeSet<Date>,
    banks: BTreeMap<String, BankId>,
    accounts: BTreeMap<String, AccountId>,
    assets: BTreeMap<String, AssetId>,
    /// Account for assets without a known account.
    nowhere: Option<AccountId>,
    batch: Batch,
    report: ImportReport,
}

impl<'p> Plan<'p> {
    fn new(
        member: &'p Member<'p>,
        wealth: &'p Wealth,
        read: &Legacy,
        dry_run: bool,
    ) -> Result<Self> {
        let (statements, composed, days) = member.open().books.read(|view| {
            let euro = pecule_domain::currency::Currency::EUR;
            Ok::<_, pecule_store::Error>((
                view.statements()?,
                view.compositions()?,
                view.recorded_days(euro)?,
            ))
        })?;
        let mut stated: BTreeMap<HoldingId, Vec<Statement>> = BTreeMap::new();
        for statement in statements {
            stated.entry(statement.holding).or_default().push(statement);
        }
        Ok(Self {
            member,
            wealth,
            today: member.today(),
            stated,
            composed,
            recorded: days.into_iter().map(|day| day.on).collect(),
            banks: BTreeMap::new(),
            accounts: BTreeMap::new(),
            assets: BTreeMap::new(),
            nowhere: None,
            batch: Batch::default(),
            report: ImportReport::new(dry_run, &read.problems),
        })
    }

    fn remark(&mut self, line: usize, what: &str, remark: Remark) {
        self.report.remark(Some(line), what, remark);
    }

    /// The word in the language of the importing member, followed by the other language.
    fn words(&self, french: &'static str, english: &'static str) -> [&'static str; 2] {
        if self.member.person().language() == "en" { [english, french] } else { [french, english] }
    }

    /// Returns the day of a value: not in the future, today by default.
    fn day(&mut self, line: usize, name: &str, on: Option<Date>) -> Date {
        match on {
            Some(on) if on > self.today => {
                self.remark(line, &format!("{name}: {on}"), Remark::InTheFuture);
                self.today
            }
            Some(on) => on,
            None => self.today,
        }
    }
}

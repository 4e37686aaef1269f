//! Bringing over the files of the Python application.
//!
//! Everything is planned first against what the books hold already, so that a second import changes
//! nothing; then it is written as one operation.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use pecule_domain::id::{AccountId, AssetId, BankId, HoldingId};
use pecule_domain::portfolio::composition::Composition;
use pecule_domain::portfolio::holding::Statement;
use pecule_formats::legacy;
use pecule_formats::legacy::{Legacy, LegacyFiles};

use crate::actors::member::Member;
use crate::error::Result;
use crate::wealth::batch::Batch;
use crate::wealth::import::run::{ImportReport, Remark};
use crate::wealth::portfolio::Wealth;

/// What the application is called as a source.
pub(crate) const SOURCE: &str = "patrimoine_app";

impl Member<'_> {
    /// Brings over banks, accounts, assets and recorded days, or says what that would do.
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

/// What is to be made, and which of our records each of the application's keys stands for.
pub(crate) struct Plan<'p> {
    pub(crate) member: &'p Member<'p>,
    pub(crate) wealth: &'p Wealth,
    pub(crate) today: Date,
    /// Everything stated so far, by holding.
    pub(crate) stated: BTreeMap<HoldingId, Vec<Statement>>,
    /// Every composition of every day.
    pub(crate) composed: Vec<Composition>,
    /// Days recorded in euros.
    pub(crate) recorded: BTreeSet<Date>,
    pub(crate) banks: BTreeMap<String, BankId>,
    pub(crate) accounts: BTreeMap<String, AccountId>,
    pub(crate) assets: BTreeMap<String, AssetId>,
    /// Where an asset of no known account is put.
    pub(crate) nowhere: Option<AccountId>,
    pub(crate) batch: Batch,
    pub(crate) report: ImportReport,
}

impl<'p> Plan<'p> {
    fn new(
        member: &'p Member<'p>,
        wealth: &'p Wealth,
        read: &Legacy,
        dry_run: bool,
    ) -> Result<Self> {
        let (statements, composed, days) = member.open().books.read(|view| {
            let euro = pecule_domain::money::currency::Currency::EUR;
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

    pub(crate) fn remark(&mut self, line: usize, what: &str, remark: Remark) {
        self.report.remark(Some(line), what, remark);
    }

    /// A word in the language of whoever imports, and the same in the other one.
    pub(crate) fn words(&self, french: &'static str, english: &'static str) -> [&'static str; 2] {
        if self.member.person().language() == "en" { [english, french] } else { [french, english] }
    }

    /// The day that a value of the application is of.
    pub(crate) fn day(&mut self, line: usize, name: &str, on: Option<Date>) -> Date {
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

//! Imports the files of the Python application.
//!
//! The import is planned against the existing records, so that a second import changes nothing. It is
//! written as one operation.

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
use crate::wealth::import::report::ImportReport;
use crate::wealth::import::report::Remark;
use crate::wealth::portfolio::Portfolio;

/// Source of imported records.
pub(crate) const SOURCE: &str = "patrimoine_app";

impl Member<'_> {
    /// Imports banks, accounts, assets and recorded days; writes nothing if `dry_run`.
    pub fn import_legacy(&self, files: &LegacyFiles<'_>, dry_run: bool) -> Result<ImportReport> {
        let read = legacy::read(files);
        let picture = self.ground(None)?;
        let mut plan = ImportPlan::new(self, &picture.wealth, &read, dry_run)?;
        plan.places(&read)?;
        plan.assets(&read)?;
        plan.compositions(&read);
        plan.holdings(&read)?;
        plan.tasks(&read)?;
        plan.history(&read);
        let ImportPlan { batch, report, .. } = plan;
        self.import_batch(("legacy-imported", SOURCE), &batch, report)
    }
}

/// The new records, and the record that each key of the application refers to.
pub(crate) struct ImportPlan<'p> {
    pub(crate) member: &'p Member<'p>,
    pub(crate) wealth: &'p Portfolio,
    pub(crate) today: Date,
    /// Existing statements by holding.
    pub(crate) stated: BTreeMap<HoldingId, Vec<Statement>>,
    /// Existing compositions of all days.
    pub(crate) composed: Vec<Composition>,
    /// Existing recorded days in euros.
    pub(crate) recorded: BTreeSet<Date>,
    pub(crate) banks: BTreeMap<String, BankId>,
    pub(crate) accounts: BTreeMap<String, AccountId>,
    pub(crate) assets: BTreeMap<String, AssetId>,
    /// Account for assets without a known account.
    pub(crate) nowhere: Option<AccountId>,
    pub(crate) batch: Batch,
    pub(crate) report: ImportReport,
}

impl<'p> ImportPlan<'p> {
    fn new(
        member: &'p Member<'p>,
        wealth: &'p Portfolio,
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

    /// The word in the language of the importing member, followed by the other language.
    pub(crate) fn words(&self, french: &'static str, english: &'static str) -> [&'static str; 2] {
        if self.member.person().language() == "en" { [english, french] } else { [french, english] }
    }

    /// Returns the day of a value: not in the future, today by default.
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

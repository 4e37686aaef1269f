//! Imports: what a file makes, what is there already, and what is not understood.

use std::collections::BTreeMap;

use pecule_domain::id::OperationId;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::Result;
use crate::wealth::batch::Batch;

/// What came of an import, or would come of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportReport {
    /// Whether this only says what would be done.
    pub dry_run: bool,
    /// The operation that undoing takes back; null for a dry run, and where nothing was to be done.
    #[schema(value_type = Option<String>)]
    pub operation: Option<OperationId>,
    /// How many records of each sort are made.
    pub counts: BTreeMap<String, usize>,
    /// What is made; rates and prices in one line for each pair and each asset.
    pub made: Vec<MadeLine>,
    /// What is there already and is used as it is.
    pub known: Vec<MadeLine>,
    /// What is not taken as it stands.
    pub problems: Vec<ProblemLine>,
}

/// A record that an import makes or finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MadeLine {
    /// What sort of record, as a stable word.
    #[schema(value_type = String)]
    pub what: What,
    /// Its name.
    pub name: String,
    /// What else tells it apart: amounts, days, places.
    pub detail: String,
}

/// Something in a file that is not taken as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProblemLine {
    /// The line of the file, where it is about one.
    pub line: Option<usize>,
    /// What it is about.
    pub what: String,
    /// Why, as a stable word.
    pub reason: String,
    /// Why, as a sentence.
    pub sentence: String,
}

crate::words! {
    /// What sort of record an import makes.
    What {
        /// A bank.
        Bank = "bank": "bank",
        /// An account.
        Account = "account": "account",
        /// An asset.
        Asset = "asset": "asset",
        /// A holding, or a new statement of one.
        Holding = "holding": "holding",
        /// A composition.
        Composition = "composition": "composition",
        /// A taxonomy or one of its headings.
        Taxonomy = "taxonomy": "taxonomy",
        /// A task.
        Task = "task": "task",
        /// A note.
        Note = "note": "note",
        /// A recorded day.
        RecordedDay = "recorded-day": "recorded day",
        /// An exchange rate.
        Rate = "rate": "exchange rate",
        /// A price.
        Quote = "quote": "price",
    }
}

crate::words! {
    /// Why something that was read is not brought in as it stands.
    Remark {
        /// A name that another record has.
        Renamed = "renamed": "Another one has this name already; this one was given a number.",
        /// A name or text beyond what is kept.
        Cut = "cut": "This is longer than what is kept; its end is cut off.",
        /// An account of an unknown bank.
        NoBank = "no-bank": "Its bank is not known; it was put at a bank for such accounts.",
        /// An asset of an unknown account.
        NoAccount = "no-account": "Its account is not known; it was put in an account for such assets.",
        /// Two descriptions of one asset.
        DescribedTwice = "described-twice": "This asset is described twice, and not alike; the first description is kept.",
        /// An asset of which nothing says how much there is.
        NotHeld = "not-held": "Neither a value nor a quantity is given; the asset is described but not held.",
        /// A value that is the price of one unit.
        UnitPrice = "unit-price": "This value is the price of one unit; quantity and price count instead.",
        /// A number that no household has.
        OutOfRange = "out-of-range": "This number is out of bounds; it is left out.",
        /// A day that is still to come.
        InTheFuture = "in-the-future": "This day is still to come; today counts instead.",
        /// A composite that would hold itself.
        Cycle = "cycle": "An asset cannot be made of itself; this composition is left out.",
        /// Two lines of one asset.
        Merged = "merged": "Another line is about the same asset; both parts are added.",
        /// A line about an asset that is not in the books.
        UnknownAsset = "unknown-asset": "No asset, or more than one, has this number or name; the line is left out.",
        /// A price or rate that was there with another number.
        Replaced = "replaced": "Another number was there for that day; the file's takes its place.",
    }
}

impl From<&pecule_formats::Problem> for ProblemLine {
    fn from(problem: &pecule_formats::Problem) -> Self {
        Self {
            line: problem.line,
            what: problem.what.clone(),
            reason: problem.why.key().to_owned(),
            sentence: problem.why.sentence().to_owned(),
        }
    }
}

impl ImportReport {
    /// A report of nothing yet but what the reader did not understand.
    pub(crate) fn new(dry_run: bool, problems: &[pecule_formats::Problem]) -> Self {
        Self {
            dry_run,
            operation: None,
            counts: BTreeMap::new(),
            made: Vec::new(),
            known: Vec::new(),
            problems: problems.iter().map(ProblemLine::from).collect(),
        }
    }

    /// Says what is not brought in as it stands.
    pub(crate) fn remark(&mut self, line: Option<usize>, what: impl Into<String>, remark: Remark) {
        self.problems.push(ProblemLine {
            line,
            what: what.into(),
            reason: remark.key().to_owned(),
            sentence: remark.to_string(),
        });
    }

    /// Says what is there already.
    pub(crate) fn know(&mut self, what: What, name: impl Into<String>, detail: impl Into<String>) {
        self.known.push(MadeLine { what, name: name.into(), detail: detail.into() });
    }

    /// How many records of a sort are made.
    pub fn count(&self, what: What) -> usize {
        self.counts.get(what.key()).copied().unwrap_or_default()
    }
}

impl Member<'_> {
    /// Brings a batch in as one operation, unless it is a dry run or there is nothing to bring in.
    pub(crate) fn bring_in(
        &self,
        (kind, name): (&str, &str),
        batch: &Batch,
        mut report: ImportReport,
    ) -> Result<ImportReport> {
        let picture = self.ground(None)?;
        batch.describe(&picture.wealth, &mut report);
        if !report.dry_run && !batch.is_empty() {
            let summary = json!({ "name": name, "counts": report.counts });
            let (operation, ()) = self.change_as(kind, &summary, |edit| batch.write(edit))?;
            report.operation = Some(operation);
        }
        Ok(report)
    }
}

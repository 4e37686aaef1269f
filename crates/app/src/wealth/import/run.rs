//! Imports files as one operation, and reports new records, existing ones and problems.

use std::collections::BTreeMap;

use pecule_domain::id::OperationId;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::Result;
use crate::wealth::batch::Batch;

/// The result of an import or of a dry run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportReport {
    /// Whether nothing was written.
    pub dry_run: bool,
    /// Operation to undo the import; null for a dry run or an empty import.
    #[schema(value_type = Option<String>)]
    pub operation: Option<OperationId>,
    /// Number of new records by kind.
    pub counts: BTreeMap<String, usize>,
    /// New records; prices and rates are merged into one line per asset or pair.
    pub made: Vec<MadeView>,
    /// Existing records that are used unchanged.
    pub known: Vec<MadeView>,
    /// Problems found in the file.
    pub problems: Vec<ProblemView>,
}

/// A record that an import creates or finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MadeView {
    #[schema(value_type = String)]
    pub what: What,
    pub name: String,
    /// Distinguishing detail: amounts, days, accounts.
    pub detail: String,
}

/// A problem in an imported file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProblemView {
    /// Line of the file, if any.
    pub line: Option<usize>,
    /// Subject of the problem.
    pub what: String,
    /// Stable word of the reason.
    pub reason: String,
    /// The reason as an English sentence.
    pub sentence: String,
}

crate::words! {
    /// Kind of an imported record.
    What {
        Bank = "bank": "bank",
        Account = "account": "account",
        Asset = "asset": "asset",
        /// A holding, or a new statement of one.
        Holding = "holding": "holding",
        Composition = "composition": "composition",
        /// A taxonomy or one of its headings.
        Taxonomy = "taxonomy": "taxonomy",
        Task = "task": "task",
        Note = "note": "note",
        RecordedDay = "recorded-day": "recorded day",
        Rate = "rate": "exchange rate",
        Quote = "quote": "price",
    }
}

crate::words! {
    /// Why imported data was changed or left out.
    Remark {
        /// The name is in use.
        Renamed = "renamed": "Another one has this name already; this one was given a number.",
        /// The name or text is too long.
        Cut = "cut": "This is longer than what is kept; its end is cut off.",
        /// The bank of an account is unknown.
        NoBank = "no-bank": "Its bank is not known; it was put at a bank for such accounts.",
        /// The account of an asset is unknown.
        NoAccount = "no-account": "Its account is not known; it was put in an account for such assets.",
        /// Two different descriptions of one asset.
        DescribedTwice = "described-twice": "This asset is described twice, and not alike; the first description is kept.",
        /// An asset without quantity and value.
        NotHeld = "not-held": "Neither a value nor a quantity is given; the asset is described but not held.",
        /// The value is the price of one unit.
        UnitPrice = "unit-price": "This value is the price of one unit; quantity and price count instead.",
        /// The number is beyond ±10^15.
        OutOfRange = "out-of-range": "This number is out of bounds; it is left out.",
        /// The day is in the future.
        InTheFuture = "in-the-future": "This day is still to come; today counts instead.",
        /// A composite would contain itself.
        Cycle = "cycle": "An asset cannot be made of itself; this composition is left out.",
        /// Two lines for one asset.
        Merged = "merged": "Another line is about the same asset; both parts are added.",
        /// The asset is not in the books, or ambiguous.
        UnknownAsset = "unknown-asset": "No asset, or more than one, has this number or name; the line is left out.",
        /// An existing price or rate with another value.
        Replaced = "replaced": "Another number was there for that day; the file's takes its place.",
    }
}

impl From<&pecule_formats::Problem> for ProblemView {
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
    /// An empty report with the problems of the parser.
    pub(crate) fn new(dry_run: bool, problems: &[pecule_formats::Problem]) -> Self {
        Self {
            dry_run,
            operation: None,
            counts: BTreeMap::new(),
            made: Vec::new(),
            known: Vec::new(),
            problems: problems.iter().map(ProblemView::from).collect(),
        }
    }

    /// Adds a remark about data that was changed or left out.
    pub(crate) fn remark(&mut self, line: Option<usize>, what: impl Into<String>, remark: Remark) {
        self.problems.push(ProblemView {
            line,
            what: what.into(),
            reason: remark.key().to_owned(),
            sentence: remark.to_string(),
        });
    }

    /// Adds an existing record.
    pub(crate) fn know(&mut self, what: What, name: impl Into<String>, detail: impl Into<String>) {
        self.known.push(MadeView { what, name: name.into(), detail: detail.into() });
    }

    /// Number of new records of a kind.
    pub fn count(&self, what: What) -> usize {
        self.counts.get(what.key()).copied().unwrap_or_default()
    }
}

impl Member<'_> {
    /// Writes a batch as one operation, unless it is a dry run or the batch is empty.
    pub(crate) fn import_batch(
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

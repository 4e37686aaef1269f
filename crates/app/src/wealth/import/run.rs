//! Imports files as one operation, and reports new records, existing ones and problems.

use serde_json::json;

use crate::actors::member::Member;
use crate::error::Result;
use crate::wealth::batch::Batch;
use crate::wealth::import::report::ImportReport;

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

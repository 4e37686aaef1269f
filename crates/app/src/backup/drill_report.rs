//! The result of a restore drill.

use crate::backup::verify::FileProof;
use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;
use utoipa::ToSchema;

/// The report of a drill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DrillReport {
    /// Whether every file was recomputed, or equals a checked copy.
    pub proven: bool,
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// Name of the file.
    pub backup: String,
    /// When the backup was made, if readable.
    #[schema(value_type = Option<String>)]
    pub made_at: Option<Timestamp>,
    /// Generation of the household's keyring in the backup.
    pub generation: Option<u64>,
    /// `drill-key` or `kit`.
    pub opened_by: String,
    /// Result for each file.
    pub files: Vec<FileProof>,
    /// Duration in seconds.
    pub seconds: i64,
    /// Why the backup was not verified.
    pub problem: Option<String>,
}

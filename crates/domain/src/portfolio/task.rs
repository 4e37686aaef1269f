//! Tasks: what is to be done, for an asset or alone.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{AssetId, TaskId};

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Which.
    pub id: TaskId,
    /// What is to be done.
    pub title: String,
    /// The asset that it is about.
    pub asset: Option<AssetId>,
    /// The day by which.
    pub due_on: Option<Date>,
    /// The day on which it was done.
    pub done_on: Option<Date>,
    /// What its owner wants to remember.
    pub notes: String,
    /// Grows by one at each change.
    pub version: u32,
}

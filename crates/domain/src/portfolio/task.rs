//! Defines tasks, which may refer to an asset.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{AssetId, TaskId};

/// A task of the owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    pub id: TaskId,
    pub title: String,
    /// `None` for a general task.
    pub asset: Option<AssetId>,
    pub due_on: Option<Date>,
    /// `None` while the task is open.
    pub done_on: Option<Date>,
    pub notes: String,
    /// Incremented at each change.
    pub version: u32,
}

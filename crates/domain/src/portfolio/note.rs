//! Defines dated notes, which may refer to an asset.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{AssetId, NoteId};

/// A dated text about an asset, or a general one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub id: NoteId,
    /// `None` for a general note.
    pub asset: Option<AssetId>,
    pub on: Date,
    pub text: String,
}

//! Notes: dated texts kept beside an asset.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{AssetId, NoteId};

/// A dated text about an asset, or about nothing in particular.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Which.
    pub id: NoteId,
    /// The asset that it is about.
    pub asset: Option<AssetId>,
    /// The day it was written.
    pub on: Date,
    /// The text.
    pub text: String,
}

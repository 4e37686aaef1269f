//! Taxonomies: axes of one's own, of the same shape as classes.

use serde::{Deserialize, Serialize};

use crate::id::{AssetId, TaxonId, TaxonomyId};
use crate::money::share::Share;

/// An axis along which its owner sorts assets: sector, liquidity, purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxonomy {
    /// Which.
    pub id: TaxonomyId,
    /// What its owner calls it.
    pub name: String,
}

/// A heading of a taxonomy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxon {
    /// Which.
    pub id: TaxonId,
    /// Of which taxonomy.
    pub taxonomy: TaxonomyId,
    /// What its owner calls it.
    pub name: String,
}

/// A part of an asset put under a heading; the parts of one asset in one taxonomy sum to at most the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Which asset.
    pub asset: AssetId,
    /// Under which heading.
    pub taxon: TaxonId,
    /// How much of it.
    pub share: Share,
}

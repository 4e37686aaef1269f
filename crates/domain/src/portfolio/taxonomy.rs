//! Defines taxonomies, which are classifications made by the owner.

use serde::{Deserialize, Serialize};

use crate::id::{AssetId, TaxonId, TaxonomyId};
use crate::money::share::Share;

/// A classification of assets by the owner, such as sector, liquidity or purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxonomy {
    pub id: TaxonomyId,
    pub name: String,
}

/// A heading of a taxonomy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxon {
    pub id: TaxonId,
    pub taxonomy: TaxonomyId,
    pub name: String,
}

/// A part of an asset under a heading; the parts of one asset in one taxonomy sum to at most the
/// whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    pub asset: AssetId,
    pub taxon: TaxonId,
    pub share: Share,
}

//! Describes the JSON form of an allocation for OpenAPI. The domain validates it.

use std::collections::BTreeMap;

use serde::Deserialize;
use utoipa::ToSchema;

/// Split of an asset over asset classes. The key is the class; what is missing to 1 is
/// unclassified.
#[derive(ToSchema)]
#[schema(as = Allocation, value_type = BTreeMap<String, ClassPart>)]
#[expect(dead_code, reason = "it describes a value of the domain, which knows no descriptions")]
pub(crate) struct AllocationShape(BTreeMap<String, ClassPart>);

/// Share of an asset in one class, with its split over geographic zones.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it describes a value of the domain, which knows no descriptions")]
struct ClassPart {
    /// A fraction of 1.
    share: String,
    /// Split of that share over zones. The key is the zone, the value a fraction of 1.
    #[schema(required = false)]
    zones: BTreeMap<String, String>,
}

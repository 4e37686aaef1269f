//! How an allocation is written in JSON; its rules are the domain's.

use std::collections::BTreeMap;

use serde::Deserialize;
use utoipa::ToSchema;

/// How an asset splits over classes: the key is the class. What is missing to the whole is not classified.
#[derive(ToSchema)]
#[schema(as = Allocation, value_type = BTreeMap<String, ClassPart>)]
#[expect(dead_code, reason = "it describes a value of the domain, which knows no descriptions")]
pub(crate) struct AllocationShape(BTreeMap<String, ClassPart>);

/// The part of an asset in one class, and where in the world that part is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it describes a value of the domain, which knows no descriptions")]
struct ClassPart {
    /// The part, as a fraction of one.
    share: String,
    /// How that part splits over zones: the key is the zone, the value a fraction of one.
    #[schema(required = false)]
    zones: BTreeMap<String, String>,
}

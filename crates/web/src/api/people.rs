//! Removal notices.

pub(crate) mod removal_notices;

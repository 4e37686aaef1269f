//! Records, imports and reports of wealth.

pub(crate) mod accounts;
pub(crate) mod allocation;
pub(crate) mod assets;
pub(crate) mod banks;
pub(crate) mod exchange_rates;
pub(crate) mod holdings;
pub(crate) mod imports;
pub(crate) mod notes;
pub(crate) mod operations;
pub(crate) mod reports;
pub(crate) mod settings;
pub(crate) mod tasks;
pub(crate) mod taxonomies;

//! Tables of wealth, one file each.

pub mod accounts;
pub mod allocations;
pub mod assets;
pub mod banks;
pub mod compositions;
pub mod exchange_rates;
pub mod holdings;
pub mod load;
pub mod notes;
pub mod prices;
pub mod recorded_days;
pub mod settings;
pub mod tasks;
pub mod taxonomies;

//! Wealth: records, undoable operations, reports, imports and exports.

pub mod accounts;
pub mod assets;
pub mod banks;
pub(crate) mod batch;
pub mod change_log;
pub(crate) mod combine;
pub mod compositions;
pub mod create_with;
pub mod demo;
pub mod exchange_rates;
pub mod export;
pub mod holdings;
pub mod import;
pub mod notes;
pub mod operations;
pub mod ownership_part;
pub mod portfolio;
pub mod prices;
pub mod recorded_days;
pub mod reports;
pub mod settings;
pub mod snapshot;
pub mod tasks;
pub mod taxonomies;

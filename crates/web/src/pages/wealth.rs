//! Pages of wealth.

pub mod account_sheet;
pub mod accounts;
pub mod assets;
pub mod banks;
pub mod breakdown;
pub mod change_list;
pub mod changes;
pub mod dashboard;
pub mod default_zones;
pub mod demo;
pub mod exchange_rates;
pub mod exports;
pub mod holding_form;
pub mod holdings;
pub mod imports;
pub mod scope;
pub mod search;
pub mod table;
pub mod table_rows;
pub mod tasks;
pub mod taxonomies;

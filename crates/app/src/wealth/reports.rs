//! Reports: dashboard, breakdown, wealth table, asset sheet.

pub mod asset_sheet;
pub mod breakdown;
pub mod dashboard;
pub mod wealth_table;

//! Imports files: reading, matching, report, one operation.

pub mod exchange_rates;
pub mod fund_holdings;
pub mod legacy;
pub(crate) mod names;
pub mod prices;
pub mod report;
pub mod run;
pub mod test_portfolio;

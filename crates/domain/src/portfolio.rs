//! Records of a portfolio: banks, accounts, assets, holdings, and how assets are composed and split.

pub mod account;
pub mod allocation;
pub mod asset;
pub mod bank;
pub mod class;
pub mod composition;
pub mod country;
pub mod holding;
pub mod isin;
pub mod note;
pub mod recorded_day;
pub mod task;
pub mod taxonomy;
pub mod zone;

//! Models wealth as values and pure calculations, without clock, file, network, database or
//! randomness.
//!
//! | module | subject |
//! |---|---|
//! | [`id`], [`keyed`] | identities of records; enumerations with stable English keys |
//! | [`currency`], [`amount`], [`share`], [`weight`], [`wide`] | exact numbers |
//! | [`parse`] | numbers as people type them |
//! | [`bank`], [`account`], [`asset`], [`holding`] | the described records |
//! | [`class`], [`zone`], [`allocation`], [`taxonomy`] | the split of an asset |
//! | [`composition`], [`look_through`] | assets made of assets |
//! | [`quote`], [`rate`], [`valuation`] | prices, exchange rates and values on a date |
//! | [`apportion`], [`breakdown`] | valued holdings grouped, rounded once |
//! | [`task`], [`note`], [`history`] | tasks, notes, recorded days |

pub mod account;
pub mod allocation;
pub mod amount;
pub mod apportion;
pub mod asset;
pub mod bank;
pub mod breakdown;
pub mod class;
pub mod composition;
pub mod country;
pub mod currency;
pub mod history;
pub mod holding;
pub mod id;
pub mod isin;
pub mod keyed;
pub mod look_through;
pub mod note;
pub mod parse;
pub mod quote;
pub mod rate;
pub mod share;
pub mod task;
pub mod taxonomy;
pub mod valuation;
pub mod weight;
pub mod wide;
pub mod zone;

pub use jiff::civil::Date;
pub use rust_decimal::Decimal;

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

pub mod id;
pub mod market;
pub mod money;
pub mod parse;
pub mod portfolio;
pub mod stable_words;
pub mod valuation;

pub use jiff::civil::Date;
pub use rust_decimal::Decimal;

//! What wealth is: pure values and calculations, without clock, file, network, database or chance.
//!
//! | module | subject |
//! |---|---|
//! | [`id`], [`keyed`] | identities of records; closed lists with stable English keys |
//! | [`currency`], [`amount`], [`share`], [`weight`], [`wide`] | exact numbers |
//! | [`parse`] | numbers as people type them |
//! | [`bank`], [`account`], [`asset`], [`holding`] | what is described |
//! | [`class`], [`zone`], [`allocation`], [`taxonomy`] | how an asset splits |
//! | [`composition`], [`look_through`] | assets made of assets |
//! | [`quote`], [`rate`], [`valuation`] | what things are worth on a day |
//! | [`apportion`], [`breakdown`] | valued holdings grouped, rounded once |
//! | [`task`], [`note`], [`history`] | what is to be done, kept, recorded |

pub mod id;
pub mod market;
pub mod money;
pub mod parse;
pub mod portfolio;
pub mod stable_words;
pub mod valuation;

pub use jiff::civil::Date;
pub use rust_decimal::Decimal;

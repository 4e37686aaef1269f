//! Models wealth as values and pure calculations, without clock, file, network, database or
//! randomness.
//!
//! | module | subject |
//! |---|---|
//! | [`money`] | exact amounts, currencies, shares and weights; rounding that keeps the sum |
//! | [`market`] | prices and exchange rates |
//! | [`portfolio`] | banks, accounts, assets, holdings; allocations, compositions, taxonomies |
//! | [`valuation`] | values on a day, look-through, breakdowns |
//! | [`id`], [`stable_words`] | identities of records; enumerations with stable English keys |
//! | [`parse`] | numbers as people type them |

pub mod id;
pub mod market;
pub mod money;
pub mod parse;
pub mod portfolio;
pub mod stable_words;
pub mod valuation;

pub use jiff::civil::Date;
pub use rust_decimal::Decimal;

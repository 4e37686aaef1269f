//! Exact amounts, currencies, shares and their rounding.

pub mod amount;
pub mod apportion;
pub mod currency;
pub mod share;
pub mod weight;
pub mod wide;

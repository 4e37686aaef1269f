//! Prices and exchange rates.

pub mod exchange_rate;
pub mod price;

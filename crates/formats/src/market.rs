//! Prices and exchange rates as others publish them.

pub mod exchange_rates;
pub mod prices;

//! Defines recorded days, which keep the totals as known on a day. Later corrections do not change
//! them.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::money::currency::Currency;

/// The totals of wealth as recorded on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedDay {
    pub on: Date,
    pub currency: Currency,
    /// Assets less debts.
    pub net: Decimal,
    /// Assets, without debts.
    pub gross: Decimal,
    /// Debts, as a number of at least zero.
    pub debts: Decimal,
    /// The origin, `pecule` or the program that the record was imported from.
    pub source: String,
}

//! Recorded days: what was known on a day, never rewritten by what is known later.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::money::currency::Currency;

/// What wealth amounted to, as recorded on that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedDay {
    /// The day.
    pub on: Date,
    /// The currency of the amounts.
    pub currency: Currency,
    /// What was owned, less what was owed.
    pub net: Decimal,
    /// What was owned.
    pub gross: Decimal,
    /// What was owed, as a number not below nothing.
    pub debts: Decimal,
    /// Where the record comes from: `pecule`, or the program it was brought from.
    pub source: String,
}

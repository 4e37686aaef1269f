//! Banks: any institution that keeps accounts.

use serde::{Deserialize, Serialize};

use crate::id::BankId;

/// An institution that keeps accounts: a bank, broker, insurer, exchange, notary, an employer's plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bank {
    /// Which.
    pub id: BankId,
    /// What its owner calls it; unique in one set of books.
    pub name: String,
    /// What its owner wants to remember.
    pub notes: String,
    /// Grows by one at each change: a change that names an older one is refused.
    pub version: u32,
}

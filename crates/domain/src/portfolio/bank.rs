//! Defines banks, which stand for any institution that keeps accounts.

use serde::{Deserialize, Serialize};

use crate::id::BankId;

/// An institution that keeps accounts, such as a bank, broker, insurer, exchange, notary or
/// employer's plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bank {
    pub id: BankId,
    /// Unique in one set of books.
    pub name: String,
    pub notes: String,
    /// Incremented at each change; a change based on an older version is refused.
    pub version: u32,
}

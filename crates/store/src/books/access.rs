//! Who may open a set of books: grantees and the keys of its audit log.

pub mod audit_keys;
pub mod grantees;

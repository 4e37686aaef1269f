//! The outside: the only crate that may call other machines, and only once somebody has switched that on.
//!
//! This version calls none: prices and exchange rates are typed or brought from files. Whatever will
//! fetch them, or carry backups and messages elsewhere, belongs here and nowhere else; `deny.toml` refuses
//! an HTTP client to every other crate.

//! Reads files of other programs, and reports each line that is not understood.
//!
//! A reader takes the bytes of a file and returns the entries it understood, with a [`Problem`] for
//! everything else. This crate opens no file, contacts no machine and reads no clock. No file makes
//! it panic.
//!
//! | module | reads |
//! |---|---|
//! | [`legacy`] | the four files of the Python application that Pécule replaces |
//! | [`fund`] | a fund's list of holdings, as JSON, CSV, TSV, or pasted |
//! | [`market`] | prices and exchange rates, as CSV or in the formats of the European Central Bank |
//! | [`advisories`] | advisories about vulnerable crates, as published by RustSec |

pub mod advisories;
pub mod fund;
pub mod legacy;
pub mod problem;

mod day;
pub(crate) mod decimal;
pub mod encoding;
mod json;
pub mod market;
pub(crate) mod problems;
mod table;

pub use crate::problem::{Problem, ProblemKind, Reading};

//! What others write: bytes in, lines out, or which line is not understood and why.
//!
//! Nothing here opens a file, asks a machine or looks at a clock, and no file makes it panic: a reader takes
//! the bytes of a file and answers with what it understood and with a [`Problem`] for everything else.
//!
//! | module | reads |
//! |---|---|
//! | [`legacy`] | the four files of the Python application that Pécule takes over from |
//! | [`fund`] | a fund's published list of holdings, as JSON, CSV or TSV |
//! | [`paste`] | names and percentages pasted from a fund sheet |
//! | [`rates`] | exchange rates, as CSV or in the formats of the European Central Bank |
//! | [`quotes`] | prices of assets, as CSV |
//! | [`advisories`] | known weaknesses of crates, as RustSec publishes them |

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

pub use crate::problem::{Problem, Reading, Why};

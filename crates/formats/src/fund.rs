//! Reads a fund's published list of holdings.

mod columns;
mod json;
pub mod line;
pub mod pasted_shares;
pub mod raw;
mod sheet;
mod table;

use crate::encoding;
use crate::fund::line::FundSheet;
use crate::fund::line::UnreadableFund;
use crate::problems::Findings;

/// Reads a list of holdings from JSON, CSV or TSV.
pub fn read(bytes: &[u8]) -> Result<FundSheet, UnreadableFund> {
    let text = encoding::decode(bytes).map_err(UnreadableFund::Unreadable)?;
    let mut findings = Findings::default();
    let json = text.trim_start().starts_with(['[', '{']);
    let raw = if json { json::lines(bytes, &mut findings) } else { table::lines(&text) };
    sheet::settle(&raw.map_err(UnreadableFund::Unreadable)?, findings)
}

#[cfg(test)]
mod tests;

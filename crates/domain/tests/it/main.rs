//! Tests properties of the exact calculations on random households.
#![cfg(test)]

mod isin;
mod look_through;
mod oracles;
mod valuation;

//! Properties of the exact calculations, over many random households.
#![cfg(test)]

mod isin;
mod look_through;
mod oracles;
mod valuation;

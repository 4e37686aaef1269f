//! Commands of tokens.

pub(crate) mod tokens;

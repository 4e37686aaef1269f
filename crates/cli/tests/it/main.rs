#![cfg(test)]
//! What the command promises, and what the source tree promises.

mod tidy;

#![cfg(test)]
//! What the command promises, and what the source tree promises.

#[cfg(unix)]
mod start;
mod tidy;

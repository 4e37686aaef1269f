//! Tests the crate as the application uses it, from the first key to a restore.
#![cfg(test)]

mod household;
mod silence;

//! The crate as the application uses it, from the first key to the last restored one.
#![cfg(test)]

mod household;
mod silence;

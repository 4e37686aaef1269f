//! Commands of people.

pub(crate) mod members;
pub(crate) mod setup;

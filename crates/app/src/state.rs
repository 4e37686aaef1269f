//! What an open installation keeps in memory, one file per feature.

pub(crate) mod hashing_slots;
pub mod restore;

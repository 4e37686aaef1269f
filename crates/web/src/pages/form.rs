//! Form fields shared by records.

pub mod record;
pub mod shares;

//! Values of holdings on a day, looked through and grouped.

pub mod breakdown;
pub mod look_through;
pub mod value;

//! Input and answers that all collections share.

pub(crate) mod caller;
pub(crate) mod collection;
pub(crate) mod input;
pub(crate) mod list;
pub(crate) mod problem;
pub(crate) mod upload;

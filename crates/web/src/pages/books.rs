//! Pages of sets of books.

pub mod create;
pub mod list;

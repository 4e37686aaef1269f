//! Commands of sets of books.

pub(crate) mod manage;

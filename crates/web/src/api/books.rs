//! Sets of books.

pub(crate) mod list;

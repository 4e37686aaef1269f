//! The description of the API: OpenAPI document, chapters, page.

pub(crate) mod books_parameters;
pub mod document;
pub mod field;
pub(crate) mod field_text;
pub(crate) mod formats;
pub(crate) mod page;
pub(crate) mod problems;
pub mod reading;
pub(crate) mod shapes;

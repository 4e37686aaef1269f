//! Keys of books and their grants.

pub mod file_key;
pub mod grants;

//! Guest, person, administrator, member: what each may do is a method of its type.

pub mod admin;
pub mod books_filter;
pub mod device;
pub mod member;
pub mod person;
pub mod preferences;

//! Guest, person, administrator, member: what each may do is a method of its type.

pub mod admin;
pub mod member;
pub mod person;

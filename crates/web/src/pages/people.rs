//! Pages of the household's people.

pub mod first_person;
pub mod invitation;
pub mod members;
pub(crate) mod removal_notice;

//! People of the household: registration, invitations, removal.

pub mod invitations;
pub mod list;
pub mod registration;
pub mod removal;
pub mod removal_notice;

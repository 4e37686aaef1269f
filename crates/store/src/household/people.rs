//! Persons, invitations, removal notices.

pub mod invitations;
pub mod persons;
pub mod removal_notices;

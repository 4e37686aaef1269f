//! Sets of books known to the household: list, unattended access, key rotations.

pub mod key_rotations;
pub mod list;
pub mod unattended;

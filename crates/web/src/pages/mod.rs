//! Pages: beside each handler the struct that its template is filled from.

pub mod home;
pub mod passwords;
pub mod recovery;
pub mod refused;
pub mod scoped;
pub mod session;
pub mod setup;

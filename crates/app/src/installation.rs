//! The installation: data folder, household file, keyring, kit, certificates.

pub(crate) mod keyring;
pub mod keys_report;
pub mod open;
pub mod passphrase;
pub(crate) mod remote_credentials;
pub(crate) mod tls_authority;

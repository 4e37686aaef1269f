//! The installation: data folder, household file, keyring, kit, certificates.

pub mod create;
pub mod household_file;
pub mod ids;
pub(crate) mod keyring;
pub mod keys_report;
pub mod kit;
pub mod open;
pub mod passphrase;
pub(crate) mod remote_credentials;
pub(crate) mod tls_authority;

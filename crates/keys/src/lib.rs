//! Generates, wraps and applies the keys of an installation. Other crates handle keys only through its types.
//!
//! | module | subject |
//! |---|---|
//! | [`installation`] | master key and its passphrase, keyring, kit, machine identity, certificate authority |
//! | [`auth`] | passwords, slots, recovery codes, sessions, tokens, second factors |
//! | [`books`] | keys of encrypted files, and their grants to people |
//! | [`backup`] | keys with which the server verifies its backups |
//! | [`identity`] | the key pair of a person |
//! | [`crypto`] | one module per primitive: derivation, sealing, streams, signatures, MACs, randomness |
//! | [`files`], [`harden_process`] | private key files; keys kept out of core dumps |
//!
//! The crate has no dependency on wealth, SQL or HTTP, and reads no clock: `now` is a parameter, in
//! seconds since 1970.

pub mod auth;
pub mod backup;
pub mod books;
pub mod crypto;
pub mod files;
pub mod harden_process;
pub mod identity;
pub mod installation;
#[cfg(test)]
pub(crate) mod test_dir;
#[cfg(test)]
mod vectors;

pub use crate::auth::one_time_code::OneTimeCode;
pub use crate::auth::personal_token::PersonalToken;
pub use crate::auth::recovery_code::RecoveryCode;
pub use crate::auth::session::SessionToken;
pub use crate::books::file_key::{BooksKey, HouseholdKey};
pub use crate::crypto::random::NoRandomness;
pub use crate::crypto::signing::{SigningKey, VerifyingKey};
pub use crate::identity::{Identity, PublicKey};
pub use crate::installation::installation_id::Install;
pub use crate::installation::keyring::Keyring;
pub use crate::installation::kit::Kit;
pub use crate::installation::kit_parse::KitText;
pub use crate::installation::master_key::MasterKey;
pub use crate::installation::setup_code::SetupCode;

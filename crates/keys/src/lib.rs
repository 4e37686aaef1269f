//! Generates, wraps and applies the keys of an installation. Other crates handle keys only through its types.
//!
//! The modules, from the bottom up:
//! - [`random`] draws bytes, [`files`] reads and writes key files and refuses loose permissions;
//! - [`master`] derives one key per purpose, [`keyring`] stores the wrapped household key and the
//!   recipients of backups, [`kit`] holds the secret key that opens them, [`kit_text`] parses it;
//! - [`identity`] is the key pair of a person; [`slots`] seal it under a password or a [`recovery`]
//!   code, [`session`] under a token;
//! - [`file_key`] defines the keys of encrypted files, [`grants`] seal one to a person or to the
//!   [`machine`];
//! - [`stream`] encrypts backups, [`drill`] lets the server verify them, [`credentials`] encrypts the
//!   credentials of backup targets;
//! - [`signing`] signs manifests, [`mac`] chains audit logs, [`jwt`] issues access tokens,
//!   [`personal`] gives programs access to books, [`totp`] and [`one_time`] check second factors,
//!   [`password`] checks new passwords;
//! - [`passphrase`] wraps the master key, [`rewrap`] adds or removes the passphrase on the disk;
//! - [`process`] keeps memory out of core dumps.
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

//! Secrets: the only crate that sees key material.
//!
//! From the bottom up:
//! - [`random`] draws bytes, [`files`] reads and writes key files and refuses loose ones;
//! - [`master`] is the key from which purposes derive theirs, [`keyring`] the file that wraps the
//!   household's key and remembers the backups' recipients, [`kit`] what is printed once;
//! - [`identity`] is a person; [`slots`] seal an identity under a password or a [`recovery`] code,
//!   [`session`] under a token;
//! - [`file_key`] are the keys of encrypted files, [`grants`] give one to a person, or to the
//!   [`machine`] itself;
//! - [`stream`] seals backups, [`drill`] lets the program prove them, [`credentials`] are what lets
//!   them into places elsewhere;
//! - [`signing`] signs manifests, [`mac`] chains journals, [`jwt`] issues access tokens,
//!   [`totp`] and [`one_time`] check second factors, [`personal`] reads one set of books,
//!   [`password`] judges new passwords;
//! - [`passphrase`] wraps the master key, [`rewrap`] changes how it lies on the disk;
//! - [`process`] keeps what is in memory out of core dumps.
//!
//! Nothing here knows wealth, SQL or HTTP, and nothing reads a clock: `now` is a parameter, in
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

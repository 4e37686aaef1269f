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

pub mod authority;
pub mod credentials;
mod crockford;
mod derive;
pub mod drill;
mod encoding;
pub mod file_key;
pub mod files;
pub mod grants;
pub mod identity;
pub mod install;
pub mod jwt;
pub mod keyring;
pub mod kit;
pub mod kit_text;
pub mod mac;
pub mod machine;
pub mod master;
pub mod one_time;
pub mod passphrase;
pub mod password;
pub mod personal;
pub mod process;
pub mod random;
pub mod recovery;
pub mod rewrap;
#[cfg(test)]
mod scratch;
mod sealing;
pub mod session;
pub mod setup_code;
pub mod signing;
pub mod slots;
pub mod stream;
pub mod totp;
#[cfg(test)]
mod vectors;

pub use file_key::{BooksKey, HouseholdKey};
pub use identity::{Identity, PublicKey};
pub use install::Install;
pub use keyring::Keyring;
pub use kit::Kit;
pub use kit_text::KitText;
pub use master::MasterKey;
pub use one_time::OneTimeCode;
pub use personal::PersonalToken;
pub use random::NoRandomness;
pub use recovery::RecoveryCode;
pub use session::SessionToken;
pub use setup_code::SetupCode;
pub use signing::{SigningKey, VerifyingKey};

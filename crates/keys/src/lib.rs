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

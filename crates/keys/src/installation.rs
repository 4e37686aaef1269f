//! Keys of the installation: master key, keyring, kit, machine identity.

pub mod installation_id;
pub mod keyring;
pub mod kit;
pub mod kit_parse;
pub mod machine_identity;
pub mod master_key;
pub mod passphrase;
pub mod passphrase_file;
pub mod remote_credentials;
pub mod setup_code;
pub mod tls_authority;

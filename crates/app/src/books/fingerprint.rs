//! Fingerprints of public keys.

use crate::error::Error;
use crate::error::Result;
use pecule_keys::PublicKey;
use pecule_store::household::people::persons::Person as Row;

/// Parses the public key in a person's row.
pub(crate) fn public_key(row: &Row) -> Result<PublicKey> {
    row.public_key.parse().map_err(|error| {
        Error::Installation(format!("the public key of {} is damaged: {error}", row.name))
    })
}

/// Returns the fingerprint of a person's current public key, or the stored text if it is not a key.
pub(crate) fn fingerprint(row: &Row) -> String {
    row.public_key
        .parse()
        .map_or_else(|_bad| row.public_key.clone(), |key: PublicKey| key.fingerprint())
}

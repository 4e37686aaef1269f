//! The content of the printed kit.

use jiff::Timestamp;
use pecule_keys::Kit;
use zeroize::Zeroizing;

/// The content of the printed kit.
pub struct KitPage {
    pub install: String,
    pub made_at: Timestamp,
    /// Secret key that opens the backups.
    pub secret: Zeroizing<String>,
    /// Public key that backups are sealed to.
    pub recipient: String,
    /// Public key that verifies the signature of manifests.
    pub signer: String,
    /// Short form of `signer`, to compare by eye.
    pub signer_fingerprint: String,
}

pub(crate) fn kit_page(kit: &Kit) -> KitPage {
    KitPage {
        install: kit.install.to_string(),
        made_at: Timestamp::from_second(kit.created).unwrap_or_default(),
        secret: kit.secret_text(),
        recipient: kit.recipient.to_string(),
        signer: kit.verifying_key.to_string(),
        signer_fingerprint: kit.verifying_key.fingerprint(),
    }
}

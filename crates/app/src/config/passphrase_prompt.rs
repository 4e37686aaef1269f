//! Asks for the passphrase of the master key.

use crate::error::Result;
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Asks for the passphrase of a master key, on behalf of a command.
#[derive(Clone)]
pub struct PassphrasePrompt(Arc<dyn Fn() -> Result<Zeroizing<String>> + Send + Sync>);

impl PassphrasePrompt {
    /// Wraps a function that asks for the passphrase.
    pub fn new(ask: impl Fn() -> Result<Zeroizing<String>> + Send + Sync + 'static) -> Self {
        Self(Arc::new(ask))
    }

    pub(crate) fn passphrase(&self) -> Result<Zeroizing<String>> {
        (self.0)()
    }
}

impl fmt::Debug for PassphrasePrompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Asks")
    }
}

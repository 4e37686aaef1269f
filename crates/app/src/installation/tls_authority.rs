//! Seals and opens the private key of the household's TLS certificate authority under the master key.
//!
//! Every use is recorded. Certificates are made where TLS is spoken.

use pecule_keys::installation::tls_authority;
use zeroize::Zeroizing;

use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::error::{Error, Result};

impl App {
    /// Seals the private key of a new authority.
    pub fn seal_authority(&self, key: &[u8]) -> Result<Vec<u8>> {
        let inner = self.inner();
        let sealed = tls_authority::seal(&inner.master, inner.keyring.install(), key)?;
        self.record(&AuditEvent::new("authority-made", "tls"))?;
        Ok(sealed)
    }

    /// Opens the authority's private key to sign one certificate.
    pub fn open_authority(&self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let inner = self.inner();
        let key = tls_authority::open(&inner.master, inner.keyring.install(), sealed)
            .map_err(|error| Error::Installation(error.to_string()))?;
        self.record(&AuditEvent::new("certificate-issued", "tls"))?;
        Ok(key)
    }
}

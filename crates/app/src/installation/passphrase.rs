//! Adds or removes the passphrase of the master key on the disk.

use std::sync::Arc;

use pecule_keys::installation::passphrase;
use pecule_keys::installation::passphrase_file::MasterKeyFiles;
use zeroize::Zeroizing;

use crate::audit_event::AuditEvent;
use crate::clock::Clock;
use crate::config::data_location::DataLocation;
use crate::error::{Error, Reason, Result};

/// The protection of the master key on the disk.
pub enum MasterKeyProtection {
    /// In the clear: the program starts without help.
    Plain,
    /// Encrypted with a passphrase, which is asked for at each start.
    Passphrase(Zeroizing<String>),
}

impl DataLocation {
    /// Changes the protection of the master key file; the key itself stays.
    ///
    /// # Errors
    ///
    /// [`Error::Installation`] for a key that is kept outside the data folder.
    pub fn rewrap(&self, wrapping: &MasterKeyProtection, clock: Arc<dyn Clock>) -> Result<()> {
        if let Some(elsewhere) = &self.master_key {
            return Err(Error::Installation(format!(
                "{}: the master key is kept elsewhere; wrap it there, or move it into the data folder first",
                elsewhere.display()
            )));
        }
        if let MasterKeyProtection::Passphrase(passphrase) = wrapping {
            passphrase::check(passphrase)
                .map_err(|_guessable| Error::invalid("passphrase", Reason::PasswordTooWeak))?;
        }
        // A key that does not open the installation must not be stored.
        let app = self.open(clock)?;
        let plain = self.data.join("master.key");
        let forms = MasterKeyFiles { plain: &plain, wrapped: &self.wrapped_key() };
        let master = &app.inner().master;
        let action = match wrapping {
            MasterKeyProtection::Plain => {
                forms.unwrap(master)?;
                "master-key-unwrapped"
            }
            MasterKeyProtection::Passphrase(passphrase) => {
                forms.wrap(master, passphrase)?;
                "master-key-wrapped"
            }
        };
        app.record(&AuditEvent::new(action, "master-key"))
    }
}

//! The master key on the disk: in the clear for its owner alone, or under a passphrase.

use std::sync::Arc;

use pecule_keys::installation::passphrase;
use pecule_keys::installation::passphrase_file::Forms;
use zeroize::Zeroizing;

use crate::audit_event::Deed;
use crate::clock::Clock;
use crate::error::{Error, Reason, Result};
use crate::installation::open::Place;

/// How the master key is to lie on the disk.
pub enum Wrapping {
    /// In the clear: the program starts by itself.
    Plain,
    /// Under a passphrase, asked for at each start.
    Passphrase(Zeroizing<String>),
}

impl Place {
    /// Changes how the master key lies on the disk; what it opens stays as it is.
    ///
    /// A key that is kept elsewhere is whoever keeps it there's to change.
    pub fn rewrap(&self, wrapping: &Wrapping, clock: Arc<dyn Clock>) -> Result<()> {
        if let Some(elsewhere) = &self.master_key {
            return Err(Error::Installation(format!(
                "{}: the master key is kept elsewhere; wrap it there, or move it into the data folder first",
                elsewhere.display()
            )));
        }
        if let Wrapping::Passphrase(passphrase) = wrapping {
            passphrase::check(passphrase)
                .map_err(|_guessable| Error::invalid("passphrase", Reason::PasswordTooWeak))?;
        }
        // Opened first: a key that opens nothing is not worth keeping in another form.
        let app = self.open(clock)?;
        let plain = self.data.join("master.key");
        let forms = Forms { plain: &plain, wrapped: &self.wrapped_key() };
        let master = &app.inner().master;
        let action = match wrapping {
            Wrapping::Plain => {
                forms.unwrap(master)?;
                "master-key-unwrapped"
            }
            Wrapping::Passphrase(passphrase) => {
                forms.wrap(master, passphrase)?;
                "master-key-wrapped"
            }
        };
        app.record(&Deed::new(action, "master-key"))
    }
}

//! Signs and verifies access tokens; after a rotation the previous key stays valid for a while.
//!
//! A command may rotate the key while a server runs. The server therefore checks the file of the keyring
//! at each use and reads it again if it was replaced.

use std::fs;
use std::path::Path;
use std::sync::{Arc, PoisonError};

use pecule_keys::auth::jwt::{AccessTokens, Claims, TokenProblem};
use pecule_keys::{Keyring, MasterKey};

use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::error::{Error, Refusal, Result};
use crate::state::access_token_keys::FileStamp;
use crate::state::access_token_keys::KeyVersion;
use crate::state::access_token_keys::LoadedKeys;

impl App {
    /// Issues an access token under the current key.
    pub(crate) fn issue_token(&self, claims: &Claims, now: i64) -> Result<String> {
        let editions = self.editions()?;
        let present = editions.iter().find(|edition| edition.until.is_none());
        let present = present.ok_or_else(|| Error::internal("no key signs access tokens"))?;
        present.tokens.issue(claims, now).map_err(Error::internal)
    }

    /// Verifies an access token under any valid key.
    ///
    /// # Errors
    ///
    /// [`Refusal::BadToken`]; a forged token also counts towards an alert.
    pub(crate) fn verify_token(&self, jwt: &str, now: i64) -> Result<Claims> {
        for edition in self.editions()?.iter().rev() {
            match edition.tokens.verify(jwt, now) {
                // The header names another key.
                Err(TokenProblem::WrongHeader) => {}
                Err(TokenProblem::Expired | TokenProblem::TooEarly) => {
                    return Err(Refusal::BadToken.into());
                }
                Err(_forged) => break,
                Ok(_late) if edition.until.is_some_and(|until| until <= now) => {
                    return Err(Refusal::BadToken.into());
                }
                Ok(claims) => return Ok(claims),
            }
        }
        self.record_forged_token()?;
        Err(Refusal::BadToken.into())
    }

    /// Rotates the key that signs access tokens. Programs stay signed in.
    pub fn rotate_token_keys(&self) -> Result<()> {
        let now = self.inner().clock.now().as_second();
        self.change_keyring(&AuditEvent::new("token-key-renewed", "jwt"), |keyring| {
            Ok(keyring.rotate_tokens(now)?)
        })
    }

    fn editions(&self) -> Result<Arc<Vec<KeyVersion>>> {
        let inner = self.inner();
        let mut kept = inner.tokens.0.lock().unwrap_or_else(PoisonError::into_inner);
        // The stamp is taken before reading, so that a file replaced in between is read again.
        let of = mark(&inner.folder.keyring());
        if let Some(read) = kept.as_ref().filter(|read| read.of == of) {
            return Ok(Arc::clone(&read.editions));
        }
        let editions = Arc::new(editions(&self.read_keyring()?, &inner.master));
        *kept = Some(LoadedKeys { of, editions: Arc::clone(&editions) });
        Ok(editions)
    }
}

pub(crate) fn editions(keyring: &Keyring, master: &MasterKey) -> Vec<KeyVersion> {
    let keys = keyring.token_keys().iter();
    keys.map(|key| KeyVersion {
        tokens: AccessTokens::new(master, keyring.install(), &key.kid),
        until: key.until,
    })
    .collect()
}

fn mark(path: &Path) -> FileStamp {
    let file = fs::metadata(path).ok()?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&file);
    #[cfg(not(unix))]
    let number = 0;
    Some((file.modified().ok()?, file.len(), number))
}

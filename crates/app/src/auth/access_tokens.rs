//! The keys that sign access tokens: the present edition issues, the one before still counts for a while.
//!
//! A command may renew the key while a server runs: the server looks at the keyring's file each time, which
//! costs next to nothing, and reads it again when it was replaced.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use pecule_keys::auth::jwt::{AccessTokens, Claims, TokenProblem};
use pecule_keys::{Keyring, MasterKey};

use crate::App;
use crate::audit_event::Deed;
use crate::error::{Error, Refusal, Result};

/// The editions as they were last read.
#[derive(Default)]
pub(crate) struct TokenKeys(Mutex<Option<Read>>);

/// What was read, and of which file.
#[derive(Clone)]
struct Read {
    of: Mark,
    editions: Arc<Vec<Edition>>,
}

/// One edition, and until when its tokens count where another signs.
struct Edition {
    tokens: AccessTokens,
    until: Option<i64>,
}

/// By what a file that was replaced is told from the one before.
type Mark = Option<(SystemTime, u64, u64)>;

impl App {
    /// Issues an access token under the present edition.
    pub(crate) fn issue_token(&self, claims: &Claims, now: i64) -> Result<String> {
        let editions = self.editions()?;
        let present = editions.iter().find(|edition| edition.until.is_none());
        let present = present.ok_or_else(|| Error::internal("no key signs access tokens"))?;
        present.tokens.issue(claims, now).map_err(Error::internal)
    }

    /// Verifies an access token under whichever edition still counts.
    pub(crate) fn verify_token(&self, jwt: &str, now: i64) -> Result<Claims> {
        for edition in self.editions()?.iter().rev() {
            match edition.tokens.verify(jwt, now) {
                // The header names another edition, or is none of ours.
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
        self.saw_forged_token()?;
        Err(Refusal::BadToken.into())
    }

    /// Lets a new key sign access tokens; programs that are signed in go on without noticing.
    pub fn rotate_token_keys(&self) -> Result<()> {
        let now = self.inner().clock.now().as_second();
        self.change_keyring(&Deed::new("token-key-renewed", "jwt"), |keyring| {
            Ok(keyring.rotate_tokens(now)?)
        })
    }

    fn editions(&self) -> Result<Arc<Vec<Edition>>> {
        let inner = self.inner();
        let mut kept = inner.tokens.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Looked at before it is read: a file that is replaced in between is read once more.
        let of = mark(&inner.folder.keyring());
        if let Some(read) = kept.as_ref().filter(|read| read.of == of) {
            return Ok(Arc::clone(&read.editions));
        }
        let editions = Arc::new(editions(&self.read_keyring()?, &inner.master));
        *kept = Some(Read { of, editions: Arc::clone(&editions) });
        Ok(editions)
    }
}

fn editions(keyring: &Keyring, master: &MasterKey) -> Vec<Edition> {
    let keys = keyring.token_keys().iter();
    keys.map(|key| Edition {
        tokens: AccessTokens::new(master, keyring.install(), &key.kid),
        until: key.until,
    })
    .collect()
}

fn mark(path: &Path) -> Mark {
    let file = fs::metadata(path).ok()?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&file);
    #[cfg(not(unix))]
    let number = 0;
    Some((file.modified().ok()?, file.len(), number))
}

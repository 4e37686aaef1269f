//! Reports the keys of an installation, with location and age, but never a key itself.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use pecule_domain::id::BooksId;
use serde::Serialize;

use crate::app::App;
use crate::clock::Clock;
use crate::config::data_location::DataLocation;
use crate::error::Result;

/// The keys of an installation.
#[derive(Debug, Clone, Serialize)]
pub struct KeysStatus {
    pub install: String,
    /// Number of changes of the keyring, including its creation.
    pub generation: u64,
    pub master: MasterStatus,
    /// Keys of the household's file, the present one last.
    pub household: Vec<KeyStatus>,
    /// Versions of the key that signs access tokens, the present one last.
    pub tokens: Vec<KeyStatus>,
    /// Recipients that can open the backups.
    pub recipients: Vec<RecipientStatus>,
    /// Public key that verifies the signature of manifests.
    pub signer: String,
    /// Short form of `signer`.
    pub signer_fingerprint: String,
    pub books: Vec<BooksKeyStatus>,
}

/// Location of the master key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MasterStatus {
    pub path: String,
    /// `plain`, `passphrase`, `both` (an interrupted change, to be repeated) or `elsewhere`.
    pub form: &'static str,
    /// File mode, such as `600`; null on systems without modes.
    pub mode: Option<String>,
}

/// The state of one key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyStatus {
    /// Name of the key.
    pub kid: String,
    /// `current`, `pending`, `retained`, or `previous` for tokens.
    pub state: &'static str,
    pub created_at: Timestamp,
    pub age_days: i64,
    /// End of validity of a replaced key.
    pub until: Option<Timestamp>,
}

/// A recipient of backups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecipientStatus {
    /// Name of the key's owner.
    pub label: String,
    pub key: String,
    /// Short form of the key.
    pub fingerprint: String,
    pub added_at: Timestamp,
}

/// The key of one set of books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BooksKeyStatus {
    pub id: BooksId,
    pub created_at: Timestamp,
    pub age_days: i64,
    /// Whether a renewal was interrupted; the next opening completes it.
    pub pending: bool,
    /// Whether the previous key and file are kept until the next successful drill.
    pub retained: bool,
    /// Whether the key will be renewed at an owner's next sign-in.
    pub due: bool,
}

impl DataLocation {
    /// Lists the keys of the installation.
    pub fn keys_status(&self, clock: Arc<dyn Clock>) -> Result<KeysStatus> {
        let app = self.open(clock)?;
        let keyring = app.read_keyring()?;
        let household = keyring
            .household_keys()
            .into_iter()
            .map(|key| app.key(key.kid, key.state.word(), key.created, None));
        let tokens = keyring.token_keys().iter().map(|key| {
            let state = if key.until.is_some() { "previous" } else { "current" };
            app.key(key.kid.clone(), state, key.created, key.until)
        });
        let recipients = keyring.recipients().iter().map(|known| RecipientStatus {
            label: known.label.clone(),
            key: known.key.to_string(),
            fingerprint: known.key.fingerprint(),
            added_at: moment(known.added),
        });
        Ok(KeysStatus {
            install: keyring.install().to_string(),
            generation: keyring.generation(),
            master: self.master_status(),
            household: household.collect(),
            tokens: tokens.collect(),
            recipients: recipients.collect(),
            signer: keyring.verifying_key().to_string(),
            signer_fingerprint: keyring.verifying_key().fingerprint(),
            books: app.books_keys()?,
        })
    }

    fn master_status(&self) -> MasterStatus {
        let (plain, wrapped) = (self.data.join("master.key"), self.wrapped_key());
        let (path, form) = match &self.master_key {
            Some(elsewhere) => (elsewhere.clone(), "elsewhere"),
            None if plain.exists() && wrapped.exists() => (plain, "both"),
            None if wrapped.exists() => (wrapped, "passphrase"),
            None => (plain, "plain"),
        };
        MasterStatus { mode: mode(&path), path: path.display().to_string(), form }
    }
}

impl App {
    fn key(&self, kid: String, state: &'static str, created: i64, until: Option<i64>) -> KeyStatus {
        let created_at = moment(created);
        KeyStatus {
            kid,
            state,
            created_at,
            age_days: self.days_since(created_at),
            until: until.map(moment),
        }
    }

    fn books_keys(&self) -> Result<Vec<BooksKeyStatus>> {
        let (shelves, standings) = self
            .inner()
            .household
            .read(|view| Ok::<_, pecule_store::Error>((view.shelves()?, view.key_standings()?)))?;
        let made = |id| {
            let shelf = shelves.iter().find(|shelf| shelf.id == id);
            shelf.map(|shelf| shelf.created_at).unwrap_or_default()
        };
        let line = |standing: &pecule_store::household::books::key_rotations::RotationState| {
            let created_at = standing.renewed_at.unwrap_or_else(|| made(standing.books));
            BooksKeyStatus {
                id: standing.books,
                created_at,
                age_days: self.days_since(created_at),
                pending: standing.pending,
                retained: standing.retained,
                due: standing.due,
            }
        };
        Ok(standings.iter().map(line).collect())
    }

    fn days_since(&self, then: Timestamp) -> i64 {
        self.clock().now().duration_since(then).as_hours() / 24
    }
}

fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or_default()
}

/// Returns the permission bits of a file in octal, as for `chmod`.
fn mode(path: &Path) -> Option<String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let file = fs::metadata(path).ok()?;
        Some(format!("{:03o}", file.permissions().mode() & 0o777))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

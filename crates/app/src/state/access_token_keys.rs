//! Keys that sign access tokens, loaded from the keyring.

use pecule_keys::auth::jwt::AccessTokens;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::SystemTime;

/// The keys as they were last read.
#[derive(Default)]
pub(crate) struct AccessTokenKeys(pub(crate) Mutex<Option<LoadedKeys>>);

/// Loaded keys, with the stamp of their file.
#[derive(Clone)]
pub(crate) struct LoadedKeys {
    pub(crate) of: FileStamp,
    pub(crate) editions: Arc<Vec<KeyVersion>>,
}

/// A version of the key; `until` is when a previous one expires, in Unix seconds.
pub(crate) struct KeyVersion {
    pub(crate) tokens: AccessTokens,
    pub(crate) until: Option<i64>,
}

/// Modification time, length and inode: changes when the keyring file is replaced.
pub(crate) type FileStamp = Option<(SystemTime, u64, u64)>;

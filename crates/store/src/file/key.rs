//! Holds the encryption key of one file.

use std::fmt::{self, Write as _};

use zeroize::Zeroizing;

/// The 32 random bytes that encrypt one file.
///
/// It is never kept as text, because SQLCipher treats anything but 64 hexadecimal digits as a
/// passphrase.
#[derive(Clone)]
pub struct FileKey(Zeroizing<[u8; 32]>);

/// States whether the caller has verified the key before opening the file.
///
/// SQLCipher reports a wrong key and a damaged first page with the same error, so another proof is
/// needed. The keyring keeps a check value of the household's key, and a grant is sealed with
/// authentication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyProof {
    /// The key was verified. A file that does not open with it is damaged.
    Checked,
    /// The key is unverified. A file that does not open is reported as `WrongKey`.
    Unchecked,
}

impl FileKey {
    /// Takes over the bytes; the caller must wipe its own copy.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Returns the statement that passes the key to a connection, the only place where the key is
    /// text.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(96));
        text.push_str("PRAGMA key = \"x'");
        for byte in self.0.iter() {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text.push_str("'\"");
        text
    }
}

impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKey(…)")
    }
}

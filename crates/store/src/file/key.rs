//! The key of one file.

use std::fmt::{self, Write as _};

use zeroize::Zeroizing;

/// The 32 random bytes that one file is encrypted with.
///
/// Never a text: SQLCipher takes anything but exactly 64 hexadecimal digits for a passphrase.
#[derive(Clone)]
pub struct FileKey(Zeroizing<[u8; 32]>);

/// What the caller knows about the key before the file is tried.
///
/// SQLCipher gives one and the same answer to a wrong key and to a damaged first page, so the answer
/// has to come from elsewhere: the keyring keeps a check value of the household's key, and a grant is
/// sealed with authentication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyProof {
    /// The key was verified elsewhere: a file that does not open with it is damaged.
    Checked,
    /// Nothing vouches for the key: a file that does not open is reported as `WrongKey`.
    Unchecked,
}

impl FileKey {
    /// Takes the bytes over; the caller wipes its own copy.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The statement that hands the key to a connection, the only place where it is text.
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

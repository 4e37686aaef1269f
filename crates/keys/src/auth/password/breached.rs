//! Searches a list of breached passwords on the disk, with a binary search over sorted SHA-1 hashes.
//!
//! The format is that of Have I Been Pwned, ordered by hash: one hexadecimal hash per line, with or without
//! `:count`. SHA-1 only identifies entries of that list; no protection depends on it.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use sha1::{Digest, Sha1};
use thiserror::Error;
use zeroize::Zeroizing;

/// The length of a hash, in characters.
const HASH: usize = 40;
/// The bytes of one read. More than twice the length of a line, so that a read contains a complete line.
const LOOK: u64 = 256;

/// A list of breached passwords on the disk.
#[derive(Debug, Clone)]
pub struct Breached {
    path: PathBuf,
}

/// The error for an unusable list.
#[derive(Debug, Error)]
pub enum BreachedError {
    /// The file cannot be read.
    #[error("{path}: the list of breached passwords cannot be read: {cause}")]
    Io { path: PathBuf, cause: io::Error },
    /// A line does not begin with a hash.
    #[error(
        "{0}: a line does not begin with 40 hexadecimal digits: give the list ordered by SHA-1 hash"
    )]
    NotAList(PathBuf),
}

/// A line of the list.
struct Line {
    /// The offset of the line, in bytes.
    start: u64,
    hash: Zeroizing<String>,
    /// The offset of the next line, in bytes.
    next: u64,
}

impl Breached {
    /// Opens a list, and checks the lines that a first search reads.
    pub fn open(path: &Path) -> Result<Self, BreachedError> {
        let list = Self { path: path.to_owned() };
        list.search(&"0".repeat(HASH))?;
        Ok(list)
    }

    /// Returns whether the list contains a password.
    pub fn holds(&self, password: &str) -> Result<bool, BreachedError> {
        self.search(&crate::crypto::encoding::to_hex(&Sha1::digest(password.as_bytes()), 0, ""))
    }

    fn search(&self, wanted: &str) -> Result<bool, BreachedError> {
        let io = |cause| BreachedError::Io { path: self.path.clone(), cause };
        let mut file = File::open(&self.path).map_err(io)?;
        let length = file.metadata().map_err(io)?.len();
        // The wanted line begins in [low, high).
        let (mut low, mut high) = (0_u64, length);
        while low < high {
            let middle = low.midpoint(high);
            let Some(Line { start, hash, next }) = self.line_at(&mut file, middle, low)? else {
                high = middle;
                continue;
            };
            if start >= high {
                high = middle;
                continue;
            }
            match order(&hash, wanted) {
                Ordering::Equal => return Ok(true),
                Ordering::Less => low = next,
                Ordering::Greater => high = middle,
            }
        }
        Ok(false)
    }

    /// Returns the first line that begins at or after `place`, or `None` at the end of the list.
    fn line_at(
        &self,
        file: &mut File,
        place: u64,
        low: u64,
    ) -> Result<Option<Line>, BreachedError> {
        let io = |cause| BreachedError::Io { path: self.path.clone(), cause };
        let bad = || BreachedError::NotAList(self.path.clone());
        // The preceding byte shows whether a line begins at `place`. A line always begins at `low`.
        let from = if place > low { place.saturating_sub(1) } else { place };
        file.seek(SeekFrom::Start(from)).map_err(io)?;
        let mut seen = Vec::new();
        file.take(LOOK).read_to_end(&mut seen).map_err(io)?;
        let skipped = if place > low {
            match seen.iter().position(|byte| *byte == b'\n') {
                Some(end) => end.saturating_add(1),
                None if seen.len() < usize::try_from(LOOK).unwrap_or_default() => return Ok(None),
                None => return Err(bad()),
            }
        } else {
            0
        };
        let line = seen.get(skipped..).unwrap_or_default();
        if line.is_empty() {
            return Ok(None);
        }
        let hash =
            line.get(..HASH).and_then(|hash| std::str::from_utf8(hash).ok()).ok_or_else(bad)?;
        let after = line.get(HASH);
        let ends = after.is_none_or(|byte| matches!(byte, b':' | b'\r' | b'\n'));
        if !ends || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(bad());
        }
        let rest = line.iter().position(|byte| *byte == b'\n').map_or(line.len(), |end| end + 1);
        let wide = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let start = from.saturating_add(wide(skipped));
        let next = start.saturating_add(wide(rest));
        Ok(Some(Line { start, hash: Zeroizing::new(hash.to_owned()), next }))
    }
}

/// Compares two hashes, ignoring case.
fn order(one: &str, other: &str) -> Ordering {
    let lower = |text: &str| text.bytes().map(|byte| byte.to_ascii_lowercase()).collect::<Vec<_>>();
    lower(one).cmp(&lower(other))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use sha1::{Digest, Sha1};

    use super::{Breached, BreachedError};

    fn list(passwords: &[String], end: &str, count: bool) -> tempfile::NamedTempFile {
        let mut hashes: Vec<String> = passwords
            .iter()
            .map(|word| crate::crypto::encoding::to_hex(&Sha1::digest(word), 0, "").to_uppercase())
            .collect();
        hashes.sort();
        let mut file = tempfile::NamedTempFile::new().unwrap();
        for (place, hash) in hashes.iter().enumerate() {
            let count = if count { format!(":{}", place * place) } else { String::new() };
            write!(file, "{hash}{count}{end}").unwrap();
        }
        file
    }

    #[test]
    fn every_entry_is_found_and_nothing_else() {
        for size in [0, 1, 2, 3, 17, 500] {
            for (end, count) in [("\n", true), ("\r\n", true), ("\n", false)] {
                let known: Vec<String> = (0..size).map(|n| format!("motdepasse{n}")).collect();
                let file = list(&known, end, count);
                let breached = Breached::open(file.path()).unwrap();
                for word in &known {
                    assert!(breached.holds(word).unwrap(), "{word} of {size}");
                    assert!(!breached.holds(&format!("{word} ")).unwrap());
                }
                assert!(!breached.holds("corail velours trapèze 93 hublot").unwrap());
            }
        }
    }

    #[test]
    fn the_last_line_needs_no_end() {
        let hash = crate::crypto::encoding::to_hex(&Sha1::digest("azerty"), 0, "");
        let mut file = tempfile::NamedTempFile::new().unwrap();
        write!(file, "{}:1\n{hash}", "0".repeat(40)).unwrap();
        assert!(Breached::open(file.path()).unwrap().holds("azerty").unwrap());
    }

    #[test]
    fn what_is_no_list_is_refused() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        write!(file, "azerty\nmotdepasse\n").unwrap();
        assert!(matches!(Breached::open(file.path()), Err(BreachedError::NotAList(_))));
        let nowhere = file.path().with_extension("none");
        assert!(matches!(Breached::open(&nowhere), Err(BreachedError::Io { .. })));
    }
}

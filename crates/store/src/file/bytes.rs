//! Hashes, copies and writes whole files. A new file appears under its name only once it is
//! complete.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};
use crate::file::fs::{private, sync_folder};
use crate::file::open::put_in_place;

/// The size of the read buffer, in bytes.
const PIECE: usize = 1 << 16;
/// The suffix of a file until it is complete.
const UNFINISHED: &str = ".part";

/// The length of a byte stream and its SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// The number of bytes.
    pub length: u64,
    pub sha256: [u8; 32],
}

/// A reader or writer that hashes and counts the bytes passing through.
#[derive(Debug)]
pub struct Hashing<T> {
    inner: T,
    hash: Sha256,
    length: u64,
}

impl<T> Hashing<T> {
    /// Wraps a reader or writer.
    pub fn new(inner: T) -> Self {
        Self { inner, hash: Sha256::new(), length: 0 }
    }

    /// Returns the inner reader or writer and the count.
    pub fn finish(self) -> (T, Count) {
        (self.inner, Count { length: self.length, sha256: self.hash.finalize().into() })
    }

    fn note(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.length = self.length.saturating_add(u64::try_from(bytes.len()).unwrap_or_default());
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(bytes)?;
        self.note(bytes.get(..count).unwrap_or_default());
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.note(into.get(..count).unwrap_or_default());
        Ok(count)
    }
}

/// Counts a whole file; `tell` receives the number of bytes read so far.
pub fn count(path: &Path, tell: impl FnMut(u64)) -> Result<Count> {
    let file = File::open(path).map_err(Error::io(path))?;
    pour(file, &mut io::sink(), tell).map_err(Error::io(path))
}

/// Counts a whole file after asking the system to drop its cached pages (Linux only), so that the
/// disk is read.
pub fn count_from_disk(path: &Path, tell: impl FnMut(u64)) -> Result<Count> {
    let file = File::open(path).map_err(Error::io(path))?;
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{Advice, fadvise};
        // The advice is optional: without it the bytes are right as well.
        let _ = fadvise(&file, 0, None, Advice::DontNeed);
    }
    pour(file, &mut io::sink(), tell).map_err(Error::io(path))
}

/// Copies a source to a sink and counts the bytes.
pub fn pour(
    source: impl Read,
    sink: &mut impl Write,
    mut tell: impl FnMut(u64),
) -> io::Result<Count> {
    let mut source = Hashing::new(source);
    let mut buffer = vec![0_u8; PIECE];
    loop {
        let read = source.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
            return Ok(source.finish().1);
        };
        sink.write_all(bytes)?;
        tell(source.length);
    }
}

/// Copies a file into a new one with mode 0600.
///
/// Never copy a database that this process has open: closing the source would drop the locks of its
/// connections.
pub fn copy(from: &Path, to: &Path) -> Result<Count> {
    let source = File::open(from).map_err(Error::io(from))?;
    let mut sink = new_file(to)?;
    let counted = pour(source, &mut sink, |_far| ()).map_err(Error::io(to))?;
    sink.sync_all().map_err(Error::io(to))?;
    Ok(counted)
}

/// Creates a file with mode 0600.
pub fn new_file(path: &Path) -> Result<File> {
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    private(&mut options);
    options.open(path).map_err(Error::io(path))
}

/// A file that is being written under a temporary name. It is renamed when complete, and removed
/// when dropped.
#[derive(Debug)]
pub struct PendingFile {
    path: PathBuf,
    wanted: PathBuf,
    file: BufWriter<File>,
    published: bool,
}

impl PendingFile {
    /// Creates the temporary file for a name in a folder; fails if the name is taken.
    pub fn begin(folder: &Path, name: &str) -> Result<Self> {
        let wanted = folder.join(name);
        if wanted.symlink_metadata().is_ok() {
            return Err(Error::Exists(wanted));
        }
        let path = folder.join(format!(".{name}{UNFINISHED}"));
        let file = BufWriter::with_capacity(PIECE, new_file(&path)?);
        Ok(Self { path, wanted, file, published: false })
    }

    /// Flushes the file to the disk and gives it its name.
    pub fn publish(mut self) -> Result<PathBuf> {
        self.file.flush().map_err(Error::io(&self.path))?;
        self.file.get_ref().sync_all().map_err(Error::io(&self.path))?;
        put_in_place(&self.path, &self.wanted)?;
        let _ = fs::remove_file(&self.path);
        self.published = true;
        self.wanted.parent().map_or(Ok(()), sync_folder)?;
        Ok(self.wanted.clone())
    }
}

impl Write for PendingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for PendingFile {
    fn drop(&mut self) {
        if !self.published {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Removes the unfinished files of an interrupted run from a folder.
pub fn remove_unfinished(folder: &Path, prefix: &str) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(Error::io(folder))? {
        let entry = entry.map_err(Error::io(folder))?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if name.ends_with(UNFINISHED)
            && name.strip_prefix('.').is_some_and(|n| n.starts_with(prefix))
        {
            fs::remove_file(entry.path()).map_err(Error::io(folder))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::{PendingFile, copy, count, remove_unfinished};
    use crate::error::Error;

    #[test]
    fn a_file_has_its_name_only_when_it_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        let mut draft = PendingFile::begin(folder.path(), "pecule-a.age").unwrap();
        draft.write_all(b"half").unwrap();
        drop(draft);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let mut draft = PendingFile::begin(folder.path(), "pecule-a.age").unwrap();
        draft.write_all(b"whole").unwrap();
        let path = draft.publish().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"whole");
        let again = PendingFile::begin(folder.path(), "pecule-a.age").unwrap_err();
        assert!(matches!(again, Error::Exists(_)));
        // The earlier file must be kept.
        let mut late = PendingFile::begin(folder.path(), "pecule-b.age").unwrap();
        late.write_all(b"late").unwrap();
        std::fs::write(folder.path().join("pecule-b.age"), b"first").unwrap();
        assert!(matches!(late.publish(), Err(Error::Exists(_))));
        assert_eq!(std::fs::read(folder.path().join("pecule-b.age")).unwrap(), b"first");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn only_our_own_unfinished_files_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".pecule-a.age.part", ".other.part", "pecule-a.age", "x.part"] {
            std::fs::write(folder.path().join(name), b"x").unwrap();
        }
        remove_unfinished(folder.path(), "pecule-").unwrap();
        assert!(!folder.path().join(".pecule-a.age.part").exists());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn a_copy_counts_what_it_copies() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        std::fs::write(&from, vec![5; 200_000]).unwrap();
        let copied = copy(&from, &to).unwrap();
        assert_eq!(copied.length, 200_000);
        assert_eq!(copied, count(&to, |_far| ()).unwrap());
        assert_eq!(copied.sha256, crate::file::database::digest(&from).unwrap());
        assert!(copy(&from, &to).is_err());
    }
}

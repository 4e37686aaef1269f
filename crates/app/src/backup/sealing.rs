//! Writes the file of a backup, a tar with the signed manifest first, sealed with age.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use pecule_keys::crypto::stream_cipher::Sealing;
use pecule_keys::{PublicKey, SigningKey};
use pecule_store::file::bytes;
use pecule_store::file::bytes::{Count, Hashing, PendingFile};

use crate::backup::copies::{Content, CopiedPart, io};
use crate::backup::job_progress::ProgressReporter;
use crate::backup::manifest::{MANIFEST, Manifest, SIGNATURE};
use crate::error::{Error, Result};

/// Seals copies into a new file and returns its path and counts; `noted` is called before it gets its
/// name.
pub(crate) fn seal(
    draft: PendingFile,
    to: &[PublicKey],
    (manifest, signer): (&Manifest, &SigningKey),
    copies: &[CopiedPart],
    (teller, noted): (&ProgressReporter<'_>, &dyn Fn(Count) -> Result<()>),
) -> Result<(PathBuf, Count)> {
    let there = Path::new("backup");
    let sealing = Sealing::begin(Hashing::new(draft), to)
        .map_err(|error| Error::Installation(error.to_string()))?
        .map_err(|error| io(there, &error))?;
    let total = manifest.length();
    let mut archive = Archive { tar: tar::Builder::new(sealing), at: manifest.made_at.as_second() };
    let text = serde_json::to_vec_pretty(manifest).map_err(Error::internal)?;
    archive.add(MANIFEST, text.as_slice(), text.len())?;
    let signature = signer.sign(&text);
    archive.add(SIGNATURE, signature.as_slice(), signature.len())?;
    let mut done = 0;
    for copy in copies {
        teller.tell("seal", done, total);
        let mut add = |content: &mut dyn Read| {
            let told = ProgressReader { inner: content, done: &mut done, total, teller };
            archive.add(&copy.entry.name, told, copy.entry.length)
        };
        match &copy.content {
            Content::File(path) => add(&mut File::open(path).map_err(|error| io(path, &error))?)?,
            Content::Kept(bytes) => add(&mut bytes.as_slice())?,
        }
    }
    let sealing = archive.tar.into_inner().map_err(|error| io(there, &error))?;
    let hashing = sealing.finish().map_err(|error| io(there, &error))?;
    let (draft, counted) = hashing.finish();
    // Recorded before the rename, so that every named file is known.
    noted(counted)?;
    Ok((draft.publish()?, counted))
}

/// Reads a file back from disk and refuses it if it differs from the data written.
pub(crate) fn compare(path: &Path, written: Count, teller: &ProgressReporter<'_>) -> Result<()> {
    let found = bytes::count_from_disk(path, |far| teller.tell("compare", far, written.length))?;
    if found == written {
        return Ok(());
    }
    Err(Error::Installation(format!(
        "{}: what was read back is not what was written; this disk cannot be trusted",
        path.display()
    )))
}

struct Archive<W: Write> {
    tar: tar::Builder<W>,
    at: i64,
}

impl<W: Write> Archive<W> {
    fn add<L>(&mut self, name: &str, content: impl Read, length: L) -> Result<()>
    where
        L: TryInto<u64>,
    {
        let length = length.try_into().map_err(|_too_long| Error::internal("a file too long"))?;
        let mut header = tar::Header::new_gnu();
        header.set_size(length);
        header.set_mode(0o600);
        header.set_mtime(u64::try_from(self.at).unwrap_or_default());
        self.tar
            .append_data(&mut header, name, content.take(length))
            .map_err(|error| io(Path::new(name), &error))
    }
}

/// Reports progress while a file is read.
struct ProgressReader<'a, R> {
    inner: R,
    done: &'a mut u64,
    total: u64,
    teller: &'a ProgressReporter<'a>,
}

impl<R: Read> Read for ProgressReader<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(into)?;
        *self.done = self.done.saturating_add(u64::try_from(read).unwrap_or_default());
        self.teller.tell("seal", *self.done, self.total);
        Ok(read)
    }
}

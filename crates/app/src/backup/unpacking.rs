//! Unpacks a backup into a private folder. File names and lengths must match the manifest.
//!
//! Nothing is trusted before the end of the sealed file is reached.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use pecule_keys::crypto::stream_cipher::Unsealing;
use pecule_keys::identity::SealError;
use pecule_keys::{Identity, VerifyingKey};
use pecule_store::file::bytes;
use pecule_store::file::bytes::{Count, Hashing};
use pecule_store::file::temp_dir::TempDir;
use zeroize::Zeroizing;

use crate::backup::copies::io as refused;
use crate::backup::job_progress::ProgressReporter;
use crate::backup::manifest::{Digest, MANIFEST, Manifest, ManifestPart, SIGNATURE};
use crate::error::bad_backup::BadBackup;
use crate::error::{Error, Result};

/// First bytes of every age file.
const SEALED: &[u8] = b"age-encryption.org/v1";
/// Longest manifest accepted.
const LONGEST_MANIFEST: u64 = 1 << 20;
/// Longest master key accepted.
const LONGEST_KEY: u64 = 64;
/// Longest end of a tar archive accepted.
const LONGEST_END: u64 = 1 << 16;

/// Whether a file starts like an age file.
pub(crate) fn is_sealed(path: &Path) -> Result<bool> {
    let mut head = Vec::new();
    let most = u64::try_from(SEALED.len()).map_err(Error::internal)?;
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut head));
    read.map_err(|error| refused(path, &error))?;
    Ok(head == SEALED)
}

/// A backup unpacked in a private folder; all files match the manifest.
#[derive(Debug)]
pub(crate) struct Unpacked {
    pub(crate) manifest: Manifest,
    /// Length and digest of the sealed file.
    pub(crate) sealed: Count,
    /// The master key, never written to disk here.
    pub(crate) master: Zeroizing<Vec<u8>>,
    text: Vec<u8>,
    signature: Vec<u8>,
    folder: PathBuf,
}

/// The content read so far.
struct Contents {
    manifest: Manifest,
    master: Zeroizing<Vec<u8>>,
    text: Vec<u8>,
    signature: Vec<u8>,
}

type Sealed = Unsealing<BufReader<ProgressReader<Hashing<File>>>>;

/// A reader whose state stays accessible after another reader has taken it over.
struct ProgressReader<R>(std::rc::Rc<std::cell::RefCell<R>>);

impl<R: Read> Read for ProgressReader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.borrow_mut().read(into)
    }
}

impl Unpacked {
    /// Path of an unpacked file.
    pub(crate) fn path(&self, part: ManifestPart) -> PathBuf {
        self.folder.join(part.name())
    }

    /// Verifies the signature of the manifest.
    pub(crate) fn verify(&self, signer: &VerifyingKey) -> Result<(), BadBackup> {
        if self.manifest.signer != *signer {
            return Err(BadBackup::OtherSigner);
        }
        signer.verify(&self.text, &self.signature).map_err(|_mismatch| BadBackup::OtherSigner)
    }
}

/// Unpacks a backup into an empty temporary folder.
pub(crate) fn unpack(
    source: &Path,
    identity: &Identity,
    shop: &TempDir,
    teller: &ProgressReporter<'_>,
) -> Result<Unpacked> {
    let file = File::open(source).map_err(|error| refused(source, &error))?;
    let room = file.metadata().map_err(|error| refused(source, &error))?.len();
    let hashing = std::rc::Rc::new(std::cell::RefCell::new(Hashing::new(file)));
    let reader = BufReader::with_capacity(1 << 16, ProgressReader(std::rc::Rc::clone(&hashing)));
    let opened: Sealed = Unsealing::begin(reader, identity).map_err(|error| match error {
        SealError::NotForThisIdentity => BadBackup::OtherKey,
        SealError::Damaged | SealError::NoRecipient | SealError::NoRandomness(_) => {
            BadBackup::NotOne
        }
    })?;
    shop.folder("books")?;
    let Contents { manifest, master, text, signature } =
        contents(opened, shop.path(), room, teller)?;
    let Ok(hashing) = std::rc::Rc::try_unwrap(hashing) else {
        return Err(Error::internal("the backup is still being read"));
    };
    let sealed = hashing.into_inner().finish().1;
    if sealed.length != room {
        return Err(BadBackup::Damaged("something follows its end").into());
    }
    Ok(Unpacked { manifest, sealed, master, text, signature, folder: shop.path().to_owned() })
}

/// Reads manifest, signature and files in their fixed order, then the end.
fn contents(
    opened: Sealed,
    folder: &Path,
    room: u64,
    teller: &ProgressReporter<'_>,
) -> Result<Contents> {
    let mut archive = tar::Archive::new(opened);
    // Raw: long names, links and extensions then appear as separate entries, which are refused.
    let mut entries = archive.entries().map_err(cut)?.raw(true);
    let mut next = |name: &str| -> Result<tar::Entry<'_, Sealed>> {
        let entry = entries.next().ok_or(BadBackup::Damaged("a file is missing"))?.map_err(cut)?;
        let plain = entry.header().entry_type() == tar::EntryType::Regular;
        if plain && *entry.path_bytes() == *name.as_bytes() {
            return Ok(entry);
        }
        Err(BadBackup::Damaged("it holds something else than its manifest says").into())
    };
    let text = short(next(MANIFEST)?, LONGEST_MANIFEST)?;
    let manifest = Manifest::read(&text)?;
    let total = manifest.length();
    if total > room {
        return Err(BadBackup::Damaged("it is shorter than its manifest says").into());
    }
    let signature = short(next(SIGNATURE)?, 64)?;
    let mut done = 0;
    let mut master = Zeroizing::new(Vec::new());
    for wanted in &manifest.files {
        teller.tell("open", done, total);
        let mut entry = next(&wanted.name)?;
        if entry.size() != wanted.length {
            return Err(BadBackup::Altered(wanted.name.clone()).into());
        }
        let far = |far| teller.tell("open", done + far, total);
        let found = if wanted.part() == Some(ManifestPart::MasterKey) {
            if wanted.length > LONGEST_KEY {
                return Err(BadBackup::Altered(wanted.name.clone()).into());
            }
            bytes::pour(&mut entry, &mut *master, far).map_err(cut)?
        } else {
            let path = folder.join(&wanted.name);
            let mut sink = bytes::new_file(&path)?;
            let found = bytes::pour(&mut entry, &mut sink, far);
            sink.sync_all().map_err(|error| refused(&path, &error))?;
            found.map_err(|error| cut_or_full(&path, error))?
        };
        if found.length != wanted.length || Digest(found.sha256) != wanted.sha256 {
            return Err(BadBackup::Altered(wanted.name.clone()).into());
        }
        done += found.length;
    }
    if entries.next().is_some() {
        return Err(BadBackup::Damaged("it holds more than its manifest says").into());
    }
    end(archive.into_inner())?;
    Ok(Contents { manifest, master, text, signature })
}

/// Reads to the end, where age reports a truncated file.
fn end(opened: Sealed) -> Result<()> {
    let mut rest = Vec::new();
    opened.take(LONGEST_END + 1).read_to_end(&mut rest).map_err(cut)?;
    let zeros = rest.iter().all(|byte| *byte == 0);
    if zeros && u64::try_from(rest.len()).is_ok_and(|length| length <= LONGEST_END) {
        return Ok(());
    }
    Err(BadBackup::Damaged("something follows its last file").into())
}

fn short(entry: tar::Entry<'_, Sealed>, longest: u64) -> Result<Vec<u8>> {
    if entry.size() > longest {
        return Err(BadBackup::Damaged("its manifest is too long").into());
    }
    let mut text = Vec::new();
    entry.take(longest).read_to_end(&mut text).map_err(cut)?;
    Ok(text)
}

fn cut(_error: io::Error) -> Error {
    BadBackup::Damaged("it is cut short or altered").into()
}

/// Tells a damaged backup from a full disk: both end the copying of a file with an I/O error.
fn cut_or_full(path: &Path, error: io::Error) -> Error {
    if error.raw_os_error().is_some() { refused(path, &error) } else { cut(error) }
}

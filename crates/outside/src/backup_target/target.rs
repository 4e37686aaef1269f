//! Uploads, reads back, lists and deletes files at a backup target.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use futures_util::TryStreamExt as _;
use opendal::Operator;
use opendal::layers::{RetryEvent, RetryLayer, TimeoutLayer};
use opendal::services::{Fs, S3, Webdav};
use sha2::{Digest as _, Sha256};

use crate::backup_target::error::TargetError;
use crate::backup_target::location::{BackupLocation, Credentials};
use crate::backup_target::source::Source;
use crate::backup_target::{folder, webdav};
use crate::client;
use crate::runtime::wait;

/// The timeout of a request, and of one piece of a file.
const QUESTION: Duration = Duration::from_secs(30);
const PIECE: Duration = Duration::from_mins(5);
/// Both timeouts for a request from the user interface.
const HURRY: Duration = Duration::from_secs(8);
/// The number of immediate retries over a network; later retries are scheduled by the caller.
const AGAIN: usize = 2;
/// The size of an uploaded piece in bytes; S3 accepts 10 000 pieces per file.
const CHUNK: usize = 8 * 1024 * 1024;
/// The suffix of a file until it is complete.
const PART: &str = ".part";

/// An open backup target.
pub struct Target {
    place: BackupLocation,
    credentials: Option<Credentials>,
    mark: String,
    operator: Operator,
}

/// The length of a file and its SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest {
    /// The length of the file.
    pub bytes: u64,
    pub sha256: [u8; 32],
}

/// A file at a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub name: String,
    pub bytes: u64,
}

impl Target {
    /// Opens a target; `mark` identifies the marker of a folder.
    pub fn open(
        place: &BackupLocation,
        credentials: Option<&Credentials>,
        mark: &str,
    ) -> Result<Self, TargetError> {
        if place.flaw().is_some() || (place.wants_credentials() && credentials.is_none()) {
            return Err(TargetError::Unclear);
        }
        let layers = TimeoutLayer::new().with_timeout(QUESTION).with_io_timeout(PIECE);
        // Do not retry local folders: the error will not change.
        let times = if matches!(place, BackupLocation::Folder { .. }) { 0 } else { AGAIN };
        let again = RetryLayer::new().with_max_times(times);
        let again = again.with_min_delay(Duration::from_millis(300)).with_notify(unsaid);
        let operator = operator(place, credentials)?.layer(layers).layer(again);
        Ok(Self {
            place: place.clone(),
            credentials: credentials.cloned(),
            mark: mark.to_owned(),
            operator,
        })
    }

    /// Returns the target with timeouts of 8 s, for requests from the user interface.
    #[must_use]
    pub fn hurried(mut self) -> Self {
        let layer = TimeoutLayer::new().with_timeout(HURRY).with_io_timeout(HURRY);
        self.operator = self.operator.layer(layer);
        self
    }

    /// Writes the marker into a folder; does nothing at other targets.
    pub fn mark(&self) -> Result<(), TargetError> {
        self.folder().map_or(Ok(()), |path| folder::mark(path, &self.mark))
    }

    /// Removes the marker from a folder.
    pub fn unmark(&self) {
        if let Some(path) = self.folder() {
            folder::unmark(path, &self.mark);
        }
    }

    /// Uploads a file under a name; `told` receives the number of bytes sent.
    ///
    /// The file appears under its name only when complete. Fails with `Exists` if the name is
    /// taken.
    pub fn put(
        &self,
        path: &Path,
        name: &str,
        told: &(dyn Fn(u64) + Sync),
    ) -> Result<(), TargetError> {
        self.carry(&Source::File { path, told }, name)
    }

    /// Reads a whole file back and returns its digest.
    pub fn digest(&self, name: &str) -> Result<Digest, TargetError> {
        self.fetch(name, &mut std::io::sink())
    }

    /// Downloads a file.
    pub fn fetch(&self, name: &str, into: &mut dyn Write) -> Result<Digest, TargetError> {
        self.recognise()?;
        wait(async {
            let reader = self.operator.reader(plain(name)?).await?;
            let mut pieces = reader.into_bytes_stream(..).await?;
            let mut seen = Seen::default();
            while let Some(piece) = pieces.try_next().await.map_err(|error| of_stream(&error))? {
                seen.update(&piece);
                into.write_all(&piece).map_err(|_full| TargetError::Source)?;
            }
            Ok(seen.digest())
        })
    }

    /// Returns the complete files at the target.
    pub fn list(&self) -> Result<Vec<Stored>, TargetError> {
        self.recognise()?;
        wait(async {
            let entries = match self.operator.list("/").await {
                Ok(entries) => entries,
                // The folder is created by the first upload.
                Err(error) if error.kind() == opendal::ErrorKind::NotFound => return Ok(Vec::new()),
                Err(error) => return Err(error.into()),
            };
            let files = entries.into_iter().filter(|entry| {
                entry.metadata().mode().is_file() && plain(entry.name()).is_ok_and(is_whole)
            });
            Ok(files
                .map(|entry| Stored {
                    name: entry.name().to_owned(),
                    bytes: entry.metadata().content_length(),
                })
                .collect())
        })
    }

    /// Deletes a file, if it exists.
    pub fn delete(&self, name: &str) -> Result<(), TargetError> {
        self.recognise()?;
        wait(async { Ok(self.operator.delete(plain(name)?).await?) })
    }

    /// Tests the target by writing, reading back, comparing and deleting a few bytes.
    pub fn try_out(&self, bytes: &[u8]) -> Result<(), TargetError> {
        let mut name = String::from("pecule-try-");
        for byte in bytes.iter().take(8) {
            // Writing to a String cannot fail.
            let _ = write!(name, "{byte:02x}");
        }
        self.carry(&Source::Bytes(bytes), &name)?;
        let mut back = Vec::new();
        let read = self.fetch(&name, &mut back);
        let gone = self.delete(&name);
        read?;
        gone?;
        if back == bytes { Ok(()) } else { Err(TargetError::Different) }
    }

    fn folder(&self) -> Option<&PathBuf> {
        match &self.place {
            BackupLocation::Folder { path } => Some(path),
            BackupLocation::S3 { .. } | BackupLocation::WebDav { .. } => None,
        }
    }

    fn recognise(&self) -> Result<(), TargetError> {
        self.folder().map_or(Ok(()), |path| folder::recognise(path, &self.mark))
    }

    fn carry(&self, source: &Source<'_>, name: &str) -> Result<(), TargetError> {
        self.recognise()?;
        let name = plain(name)?;
        let part = format!("{name}{PART}");
        wait(async {
            if self.operator.exists(name).await? {
                return Err(TargetError::Exists);
            }
            match &self.place {
                // An object of this store appears only when it is complete.
                BackupLocation::S3 { .. } => return self.write(source, name).await,
                BackupLocation::Folder { .. } => self.write(source, &part).await,
                BackupLocation::WebDav { url, prefix } => {
                    self.operator.create_dir("/").await?;
                    let credentials = self.credentials.as_ref().ok_or(TargetError::Unclear)?;
                    let path = format!("{}/{part}", prefix.trim_matches('/'));
                    webdav::put(url, path.trim_matches('/'), credentials, source).await
                }
            }?;
            Ok(self.operator.rename(&part, name).await?)
        })
        .inspect_err(|_trouble| self.sweep(&part))?;
        self.folder().map_or(Ok(()), |path| folder::sync(path))
    }

    /// Deletes the rest of an interrupted upload, as far as the target is reachable.
    fn sweep(&self, part: &str) {
        if !matches!(self.place, BackupLocation::S3 { .. }) {
            let _ = wait(async { Ok(self.operator.delete(part).await?) });
        }
    }

    async fn write(&self, source: &Source<'_>, name: &str) -> Result<(), TargetError> {
        let mut writer = self.operator.writer_with(name).chunk(CHUNK).await?;
        let sent = async {
            match source {
                Source::Bytes(bytes) => writer.write(bytes.to_vec()).await?,
                Source::File { path, told } => {
                    let mut file = File::open(path).map_err(|_gone| TargetError::Source)?;
                    let mut gone = 0;
                    loop {
                        let mut piece = Vec::with_capacity(CHUNK);
                        let most = u64::try_from(CHUNK).unwrap_or(u64::MAX);
                        let read = std::io::Read::by_ref(&mut file)
                            .take(most)
                            .read_to_end(&mut piece)
                            .map_err(|_gone| TargetError::Source)?;
                        if read == 0 {
                            break;
                        }
                        writer.write(piece).await?;
                        gone += u64::try_from(read).unwrap_or_default();
                        told(gone);
                    }
                }
            }
            writer.close().await?;
            Ok(())
        }
        .await;
        if sent.is_err() {
            // Without this, the store keeps the pieces of an unfinished upload.
            let _ = writer.abort().await;
        }
        sent
    }
}

/// A reader that hashes and counts what has been read.
#[derive(Default)]
struct Seen {
    bytes: u64,
    hash: Sha256,
}

impl Seen {
    fn update(&mut self, piece: &[u8]) {
        self.bytes += u64::try_from(piece.len()).unwrap_or_default();
        self.hash.update(piece);
    }

    fn digest(self) -> Digest {
        Digest { bytes: self.bytes, sha256: self.hash.finalize().into() }
    }
}

impl Digest {
    /// Returns the digest of a local file.
    pub fn of_file(path: &Path) -> Result<Self, TargetError> {
        let mut file = File::open(path).map_err(|_gone| TargetError::Source)?;
        let (mut seen, mut piece) = (Seen::default(), vec![0; 256 * 1024]);
        loop {
            match file.read(&mut piece).map_err(|_gone| TargetError::Source)? {
                0 => return Ok(seen.digest()),
                read => seen.update(piece.get(..read).unwrap_or_default()),
            }
        }
    }
}

/// Converts an I/O error of a stream, which may wrap an error of this crate.
fn of_stream(error: &std::io::Error) -> TargetError {
    let beneath = error.get_ref().and_then(|beneath| beneath.downcast_ref::<opendal::Error>());
    match beneath.map(opendal::Error::kind) {
        Some(opendal::ErrorKind::NotFound) => TargetError::Missing,
        Some(opendal::ErrorKind::PermissionDenied) => TargetError::Refused,
        _ if error.kind() == std::io::ErrorKind::NotFound => TargetError::Missing,
        _ if error.kind() == std::io::ErrorKind::PermissionDenied => TargetError::Refused,
        _ => TargetError::Unreachable,
    }
}

/// Returns whether a name is not that of an interrupted upload.
fn is_whole(name: &str) -> bool {
    !name.ends_with(PART)
}

/// Returns the name, or an error if it is a path.
fn plain(name: &str) -> Result<&str, TargetError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    if !name.is_empty() && !name.starts_with('.') && name.chars().all(plain) {
        Ok(name)
    } else {
        Err(TargetError::Unclear)
    }
}

/// Retries are not logged; the caller logs the final result.
fn unsaid(_event: RetryEvent<'_>) {}

fn operator(
    place: &BackupLocation,
    credentials: Option<&Credentials>,
) -> Result<Operator, TargetError> {
    let (name, secret) =
        credentials.map_or(("", ""), |given| (given.name.as_str(), given.secret.as_str()));
    let made = match place {
        BackupLocation::Folder { path } => {
            // Check first, because the service would create a missing folder.
            folder::require(path)?;
            Operator::new(Fs::default().root(path.to_str().ok_or(TargetError::Unclear)?))
        }
        BackupLocation::S3 { endpoint, bucket, region, prefix } => Operator::new(
            S3::default()
                .endpoint(endpoint)
                .bucket(bucket)
                .region(region)
                .root(prefix)
                .access_key_id(name)
                .secret_access_key(secret)
                .disable_config_load()
                .disable_ec2_metadata(),
        ),
        BackupLocation::WebDav { url, prefix } => Operator::new(
            Webdav::default().endpoint(url).root(prefix).username(name).password(secret),
        ),
    };
    let made = made?;
    let transport = client::transport().ok_or(TargetError::Unclear)?;
    let context = made.base_context().clone().with_http_transport(transport);
    Ok(made.with_context(context))
}

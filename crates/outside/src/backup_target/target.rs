//! A place at work: files are put there, read back, listed, deleted.

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

use crate::backup_target::error::Trouble;
use crate::backup_target::location::{Credentials, Place};
use crate::backup_target::{folder, webdav};
use crate::client;
use crate::runtime::wait;

/// How long a question may take, and one piece of a file.
const QUESTION: Duration = Duration::from_secs(30);
const PIECE: Duration = Duration::from_mins(5);
/// How long each may take while somebody waits in front of a screen.
const HURRY: Duration = Duration::from_secs(8);
/// How often something is tried again at once over a network; later is the schedule's matter.
const AGAIN: usize = 2;
/// How much is sent at once; S3 takes 10 000 such pieces.
const CHUNK: usize = 8 * 1024 * 1024;
/// How the name of a file ends until it is whole.
const PART: &str = ".part";

/// A place at work.
pub struct Target {
    place: Place,
    credentials: Option<Credentials>,
    mark: String,
    operator: Operator,
}

/// What is sent.
pub(crate) enum Source<'a> {
    /// A file, and whoever hears how much of it is gone.
    File { path: &'a Path, told: &'a (dyn Fn(u64) + Sync) },
    /// A few bytes.
    Bytes(&'a [u8]),
}

/// What a file is: how long, and which bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest {
    /// How many bytes.
    pub bytes: u64,
    /// Their SHA-256.
    pub sha256: [u8; 32],
}

/// A file that lies at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
}

impl Target {
    /// Gets ready to work at a place; `mark` is by what a folder is known again.
    pub fn open(
        place: &Place,
        credentials: Option<&Credentials>,
        mark: &str,
    ) -> Result<Self, Trouble> {
        if place.flaw().is_some() || (place.wants_credentials() && credentials.is_none()) {
            return Err(Trouble::Unclear);
        }
        let layers = TimeoutLayer::new().with_timeout(QUESTION).with_io_timeout(PIECE);
        // A disk that says no says it again.
        let times = if matches!(place, Place::Folder { .. }) { 0 } else { AGAIN };
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

    /// The same place for somebody who waits in front of a screen: it answers at once, or it does not.
    #[must_use]
    pub fn hurried(mut self) -> Self {
        let layer = TimeoutLayer::new().with_timeout(HURRY).with_io_timeout(HURRY);
        self.operator = self.operator.layer(layer);
        self
    }

    /// Leaves in a folder what it is known by; elsewhere there is nothing to leave.
    pub fn mark(&self) -> Result<(), Trouble> {
        self.folder().map_or(Ok(()), |path| folder::mark(path, &self.mark))
    }

    /// Takes away what a folder was known by.
    pub fn unmark(&self) {
        if let Some(path) = self.folder() {
            folder::unmark(path, &self.mark);
        }
    }

    /// Carries a file there under a name, and tells how many of its bytes are gone.
    ///
    /// It gets its name only when it is whole; nothing is written over.
    pub fn put(&self, path: &Path, name: &str, told: &(dyn Fn(u64) + Sync)) -> Result<(), Trouble> {
        self.carry(&Source::File { path, told }, name)
    }

    /// What lies there under a name, read back from the first to the last byte.
    pub fn digest(&self, name: &str) -> Result<Digest, Trouble> {
        self.fetch(name, &mut std::io::sink())
    }

    /// Brings a file back.
    pub fn fetch(&self, name: &str, into: &mut dyn Write) -> Result<Digest, Trouble> {
        self.recognise()?;
        wait(async {
            let reader = self.operator.reader(plain(name)?).await?;
            let mut pieces = reader.into_bytes_stream(..).await?;
            let mut seen = Seen::default();
            while let Some(piece) = pieces.try_next().await.map_err(|error| of_stream(&error))? {
                seen.update(&piece);
                into.write_all(&piece).map_err(|_full| Trouble::Source)?;
            }
            Ok(seen.digest())
        })
    }

    /// The files that lie there.
    pub fn list(&self) -> Result<Vec<Stored>, Trouble> {
        self.recognise()?;
        wait(async {
            let entries = match self.operator.list("/").await {
                Ok(entries) => entries,
                // A folder that the first file will make.
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

    /// Deletes a file; one that is not there counts as deleted.
    pub fn delete(&self, name: &str) -> Result<(), Trouble> {
        self.recognise()?;
        wait(async { Ok(self.operator.delete(plain(name)?).await?) })
    }

    /// Writes a few bytes, reads them back, compares and deletes them.
    pub fn try_out(&self, bytes: &[u8]) -> Result<(), Trouble> {
        let mut name = String::from("pecule-try-");
        for byte in bytes.iter().take(8) {
            // Writing into a String cannot fail.
            let _ = write!(name, "{byte:02x}");
        }
        self.carry(&Source::Bytes(bytes), &name)?;
        let mut back = Vec::new();
        let read = self.fetch(&name, &mut back);
        let gone = self.delete(&name);
        read?;
        gone?;
        if back == bytes { Ok(()) } else { Err(Trouble::Different) }
    }

    fn folder(&self) -> Option<&PathBuf> {
        match &self.place {
            Place::Folder { path } => Some(path),
            Place::S3 { .. } | Place::WebDav { .. } => None,
        }
    }

    fn recognise(&self) -> Result<(), Trouble> {
        self.folder().map_or(Ok(()), |path| folder::recognise(path, &self.mark))
    }

    fn carry(&self, source: &Source<'_>, name: &str) -> Result<(), Trouble> {
        self.recognise()?;
        let name = plain(name)?;
        let part = format!("{name}{PART}");
        wait(async {
            if self.operator.exists(name).await? {
                return Err(Trouble::Exists);
            }
            match &self.place {
                // The store shows an object only when it is whole.
                Place::S3 { .. } => return self.write(source, name).await,
                Place::Folder { .. } => self.write(source, &part).await,
                Place::WebDav { url, prefix } => {
                    self.operator.create_dir("/").await?;
                    let credentials = self.credentials.as_ref().ok_or(Trouble::Unclear)?;
                    let path = format!("{}/{part}", prefix.trim_matches('/'));
                    webdav::put(url, path.trim_matches('/'), credentials, source).await
                }
            }?;
            Ok(self.operator.rename(&part, name).await?)
        })
        .inspect_err(|_trouble| self.sweep(&part))?;
        self.folder().map_or(Ok(()), |path| folder::sync(path))
    }

    /// Takes away what a broken transfer left, as far as it can be reached.
    fn sweep(&self, part: &str) {
        if !matches!(self.place, Place::S3 { .. }) {
            let _ = wait(async { Ok(self.operator.delete(part).await?) });
        }
    }

    async fn write(&self, source: &Source<'_>, name: &str) -> Result<(), Trouble> {
        let mut writer = self.operator.writer_with(name).chunk(CHUNK).await?;
        let sent = async {
            match source {
                Source::Bytes(bytes) => writer.write(bytes.to_vec()).await?,
                Source::File { path, told } => {
                    let mut file = File::open(path).map_err(|_gone| Trouble::Source)?;
                    let mut gone = 0;
                    loop {
                        let mut piece = Vec::with_capacity(CHUNK);
                        let most = u64::try_from(CHUNK).unwrap_or(u64::MAX);
                        let read = std::io::Read::by_ref(&mut file)
                            .take(most)
                            .read_to_end(&mut piece)
                            .map_err(|_gone| Trouble::Source)?;
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
            // A store keeps the pieces of a transfer that is not called off.
            let _ = writer.abort().await;
        }
        sent
    }
}

/// What has been read so far.
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
    /// What a file on this machine is.
    pub fn of_file(path: &Path) -> Result<Self, Trouble> {
        let mut file = File::open(path).map_err(|_gone| Trouble::Source)?;
        let (mut seen, mut piece) = (Seen::default(), vec![0; 256 * 1024]);
        loop {
            match file.read(&mut piece).map_err(|_gone| Trouble::Source)? {
                0 => return Ok(seen.digest()),
                read => seen.update(piece.get(..read).unwrap_or_default()),
            }
        }
    }
}

/// A stream of a file speaks in errors of files, with ours beneath.
fn of_stream(error: &std::io::Error) -> Trouble {
    let beneath = error.get_ref().and_then(|beneath| beneath.downcast_ref::<opendal::Error>());
    match beneath.map(opendal::Error::kind) {
        Some(opendal::ErrorKind::NotFound) => Trouble::Missing,
        Some(opendal::ErrorKind::PermissionDenied) => Trouble::Refused,
        _ if error.kind() == std::io::ErrorKind::NotFound => Trouble::Missing,
        _ if error.kind() == std::io::ErrorKind::PermissionDenied => Trouble::Refused,
        _ => Trouble::Unreachable,
    }
}

/// Whether a name is not that of a transfer that was broken off.
fn is_whole(name: &str) -> bool {
    !name.ends_with(PART)
}

/// A name that is a name and no path.
fn plain(name: &str) -> Result<&str, Trouble> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    if !name.is_empty() && !name.starts_with('.') && name.chars().all(plain) {
        Ok(name)
    } else {
        Err(Trouble::Unclear)
    }
}

/// A further try is no news: what came of the last one is told by whoever asked.
fn unsaid(_event: RetryEvent<'_>) {}

fn operator(place: &Place, credentials: Option<&Credentials>) -> Result<Operator, Trouble> {
    let (name, secret) =
        credentials.map_or(("", ""), |given| (given.name.as_str(), given.secret.as_str()));
    let made = match place {
        Place::Folder { path } => {
            // Checked first: the service would make a folder that is not there.
            folder::require(path)?;
            Operator::new(Fs::default().root(path.to_str().ok_or(Trouble::Unclear)?))
        }
        Place::S3 { endpoint, bucket, region, prefix } => Operator::new(
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
        Place::WebDav { url, prefix } => Operator::new(
            Webdav::default().endpoint(url).root(prefix).username(name).password(secret),
        ),
    };
    let made = made?;
    let transport = client::transport().ok_or(Trouble::Unclear)?;
    let context = made.base_context().clone().with_http_transport(transport);
    Ok(made.with_context(context))
}

//! Describes the content of a backup in a manifest signed by the installation.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use pecule_domain::id::{BackupId, BooksId};
use pecule_keys::VerifyingKey;
use pecule_store::read_only_copy::FileCounts;
use serde::{Deserialize, Serialize};

use crate::error::bad_backup::BadBackup;

/// Version of the format that this program writes.
pub(crate) const FORMAT: u32 = 1;
/// File name of the manifest.
pub(crate) const MANIFEST: &str = "manifest.json";
/// File name of its signature.
pub(crate) const SIGNATURE: &str = "manifest.sig";

/// The content of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) format: u32,
    /// Version of the program that wrote the backup.
    pub(crate) program: String,
    pub(crate) install: String,
    pub(crate) backup: BackupId,
    pub(crate) made_at: Timestamp,
    /// Generation of the household's keyring at that time.
    pub(crate) generation: u64,
    /// Public key that verifies the signature.
    pub(crate) signer: VerifyingKey,
    /// Fingerprints of the recipients that can open the backup.
    pub(crate) recipients: Vec<String>,
    /// Fingerprint of the recipient made for drills.
    pub(crate) drill: String,
    /// In the order of the archive.
    pub(crate) files: Vec<Entry>,
}

/// One file of the backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// File name inside, which determines its [`ManifestPart`].
    pub(crate) name: String,
    /// Length in bytes.
    pub(crate) length: u64,
    pub(crate) sha256: Digest,
    /// Only for books.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) state: Option<FileState>,
    /// Counts of a database, if it could be opened.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) stock: Option<Counted>,
    /// Keyed fingerprint of the totals of books.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) totals: Option<Totals>,
}

/// State of books when they were copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FileState {
    /// The key was in memory: the copy was opened and checked.
    Open,
    /// Closed after both checks, and unchanged since.
    Settled,
    /// Not closed cleanly, and no key was available.
    Unsettled,
}

/// Counts of a database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counted {
    /// Version of the schema.
    pub(crate) schema: u64,
    /// Rows per table.
    pub(crate) rows: BTreeMap<String, u64>,
    /// Entries of the audit log.
    pub(crate) journal: i64,
    /// Code of the last entry.
    pub(crate) head: Digest,
}

/// Totals of books, as a fingerprint that only holders of their key can compute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Totals {
    /// Version of the computation.
    pub(crate) version: u32,
    pub(crate) on: Date,
    /// Fingerprint under the books' key.
    pub(crate) fingerprint: Digest,
}

/// 32 bytes, as hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct Digest(pub(crate) [u8; 32]);

/// Kind of a file inside, derived from its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ManifestPart {
    /// household.db.
    Household,
    /// The file of one set of books.
    Books(BooksId),
    /// The write-ahead log beside it.
    BooksLog(BooksId),
    /// keyring.json.
    Keyring,
    /// master.key.
    MasterKey,
}

/// The version field alone, readable in a manifest of any version.
#[derive(Deserialize)]
struct VersionOnly {
    format: u32,
}

impl Manifest {
    /// Parses a manifest; tells a newer format from damage.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, BadBackup> {
        let Ok(VersionOnly { format }) = serde_json::from_slice(bytes) else {
            return Err(BadBackup::Damaged("its manifest cannot be read"));
        };
        if format != FORMAT {
            return Err(BadBackup::Newer(format));
        }
        let manifest: Self = serde_json::from_slice(bytes)
            .map_err(|_unclear| BadBackup::Damaged("its manifest cannot be read"))?;
        manifest.check()?;
        Ok(manifest)
    }

    /// Refuses missing, duplicate or unknown files.
    fn check(&self) -> Result<(), BadBackup> {
        let mut names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        let has = |wanted| self.files.iter().any(|file| file.part() == Some(wanted));
        let whole = names.len() == count
            && self.files.iter().all(|file| file.part().is_some())
            && [ManifestPart::Household, ManifestPart::Keyring, ManifestPart::MasterKey]
                .into_iter()
                .all(has);
        if whole { Ok(()) } else { Err(BadBackup::Damaged("its manifest names other files")) }
    }

    /// Returns the entry of one file.
    pub(crate) fn entry(&self, part: ManifestPart) -> Result<&Entry, BadBackup> {
        let found = self.files.iter().find(|file| file.part() == Some(part));
        found.ok_or(BadBackup::Damaged("its manifest names other files"))
    }

    /// Iterates over the books inside.
    pub(crate) fn books(&self) -> impl Iterator<Item = (BooksId, &Entry)> {
        self.files.iter().filter_map(|file| match file.part() {
            Some(ManifestPart::Books(id)) => Some((id, file)),
            Some(
                ManifestPart::Household
                | ManifestPart::BooksLog(_)
                | ManifestPart::Keyring
                | ManifestPart::MasterKey,
            )
            | None => None,
        })
    }

    /// Total length of all files, in bytes.
    pub(crate) fn length(&self) -> u64 {
        self.files.iter().fold(0, |sum, file| sum.saturating_add(file.length))
    }
}

impl Entry {
    /// The kind of this file; `None` for an unknown name.
    pub(crate) fn part(&self) -> Option<ManifestPart> {
        match self.name.as_str() {
            "household.db" => Some(ManifestPart::Household),
            "keyring.json" => Some(ManifestPart::Keyring),
            "master.key" => Some(ManifestPart::MasterKey),
            other => {
                let name = other.strip_prefix("books/")?;
                let (id, log) = match name.strip_suffix("-wal") {
                    Some(rest) => (rest, true),
                    None => (name, false),
                };
                let text = id.strip_suffix(".db")?;
                let id: BooksId = text.parse().ok()?;
                // Only the canonical spelling of an identity is accepted.
                (id.to_string() == text).then_some(if log {
                    ManifestPart::BooksLog(id)
                } else {
                    ManifestPart::Books(id)
                })
            }
        }
    }
}

impl ManifestPart {
    /// File name inside.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Household => "household.db".to_owned(),
            Self::Keyring => "keyring.json".to_owned(),
            Self::MasterKey => "master.key".to_owned(),
            Self::Books(id) => format!("books/{id}.db"),
            Self::BooksLog(id) => format!("books/{id}.db-wal"),
        }
    }
}

impl From<FileCounts> for Counted {
    fn from(stock: FileCounts) -> Self {
        Self {
            schema: stock.schema,
            rows: stock.rows,
            journal: stock.head.seq,
            head: Digest(stock.head.mac),
        }
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 32];
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err("64 hexadecimal digits are needed");
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_other| "not hexadecimal")?;
            // `from_str_radix` would accept a sign.
            if !pair.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return Err("not hexadecimal");
            }
            *byte = u8::from_str_radix(pair, 16).map_err(|_other| "not hexadecimal")?;
        }
        Ok(Self(bytes))
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

impl TryFrom<String> for Digest {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

//! The manifest: what a backup holds, signed by the installation that made it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use pecule_domain::id::{BackupId, BooksId};
use pecule_keys::VerifyingKey;
use pecule_store::read_only_copy::Stock;
use serde::{Deserialize, Serialize};

use crate::error::bad_backup::BadBackup;

/// The shape of backups that this program writes.
pub(crate) const FORMAT: u32 = 1;
/// The manifest's name inside.
pub(crate) const MANIFEST: &str = "manifest.json";
/// The name of its signature.
pub(crate) const SIGNATURE: &str = "manifest.sig";

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    /// The shape.
    pub(crate) format: u32,
    /// The version of the program that wrote it.
    pub(crate) program: String,
    /// The installation.
    pub(crate) install: String,
    /// Which backup.
    pub(crate) backup: BackupId,
    /// When.
    pub(crate) made_at: Timestamp,
    /// The household's generation then.
    pub(crate) generation: u64,
    /// The public key that the signature is checked with.
    pub(crate) signer: VerifyingKey,
    /// The fingerprints of those who can open it.
    pub(crate) recipients: Vec<String>,
    /// The fingerprint of the recipient that was made for its drills.
    pub(crate) drill: String,
    /// The files, in their order.
    pub(crate) files: Vec<Entry>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// Its name inside, which also says what it is.
    pub(crate) name: String,
    /// How many bytes it has.
    pub(crate) length: u64,
    /// Their SHA-256.
    pub(crate) sha256: Digest,
    /// How books were found.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) state: Option<Found>,
    /// What a database holds, where it could be opened.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) stock: Option<Counted>,
    /// What books add up to, for whoever has their key.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) totals: Option<Totals>,
}

/// How books were found when they were copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Found {
    /// Their key was in memory: the copy was opened and checked.
    Open,
    /// Closed after both checks, and unchanged since.
    Settled,
    /// Not closed as they should be, and nobody was there who could open them.
    Unsettled,
}

/// What a database holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counted {
    /// How many steps of schema it has.
    pub(crate) schema: u64,
    /// How many rows each table has.
    pub(crate) rows: BTreeMap<String, u64>,
    /// How many entries its journal has.
    pub(crate) journal: i64,
    /// The code of the last one.
    pub(crate) head: Digest,
}

/// What books add up to, as only the holders of their key can compute it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Totals {
    /// The way of adding up.
    pub(crate) version: u32,
    /// The day.
    pub(crate) on: Date,
    /// The fingerprint under the books' key.
    pub(crate) fingerprint: Digest,
}

/// 32 bytes, as hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct Digest(pub(crate) [u8; 32]);

/// What a file inside is, as its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
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

/// Enough of a manifest of any shape to say which one it is.
#[derive(Deserialize)]
struct Shaped {
    format: u32,
}

impl Manifest {
    /// Reads a manifest; a shape of later is told apart from damage.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, BadBackup> {
        let Ok(Shaped { format }) = serde_json::from_slice(bytes) else {
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

    /// Refuses files that are missing, come twice, or are none of ours.
    fn check(&self) -> Result<(), BadBackup> {
        let mut names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        let has = |wanted| self.files.iter().any(|file| file.part() == Some(wanted));
        let whole = names.len() == count
            && self.files.iter().all(|file| file.part().is_some())
            && [Part::Household, Part::Keyring, Part::MasterKey].into_iter().all(has);
        if whole { Ok(()) } else { Err(BadBackup::Damaged("its manifest names other files")) }
    }

    /// The entry of one file.
    pub(crate) fn entry(&self, part: Part) -> Result<&Entry, BadBackup> {
        let found = self.files.iter().find(|file| file.part() == Some(part));
        found.ok_or(BadBackup::Damaged("its manifest names other files"))
    }

    /// Every set of books in it.
    pub(crate) fn books(&self) -> impl Iterator<Item = (BooksId, &Entry)> {
        self.files.iter().filter_map(|file| match file.part() {
            Some(Part::Books(id)) => Some((id, file)),
            Some(Part::Household | Part::BooksLog(_) | Part::Keyring | Part::MasterKey) | None => {
                None
            }
        })
    }

    /// How many bytes all its files have.
    pub(crate) fn length(&self) -> u64 {
        self.files.iter().fold(0, |sum, file| sum.saturating_add(file.length))
    }
}

impl Entry {
    /// What the file is, none where the name is none of ours.
    pub(crate) fn part(&self) -> Option<Part> {
        match self.name.as_str() {
            "household.db" => Some(Part::Household),
            "keyring.json" => Some(Part::Keyring),
            "master.key" => Some(Part::MasterKey),
            other => {
                let name = other.strip_prefix("books/")?;
                let (id, log) = match name.strip_suffix("-wal") {
                    Some(rest) => (rest, true),
                    None => (name, false),
                };
                let text = id.strip_suffix(".db")?;
                let id: BooksId = text.parse().ok()?;
                // One set of books has one name, in the one way that identities are written.
                (id.to_string() == text).then_some(if log {
                    Part::BooksLog(id)
                } else {
                    Part::Books(id)
                })
            }
        }
    }
}

impl Part {
    /// Its name inside.
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

impl From<Stock> for Counted {
    fn from(stock: Stock) -> Self {
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
            // A sign would be taken for a digit.
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

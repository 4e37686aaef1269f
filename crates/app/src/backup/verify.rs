//! Verifies an unpacked backup by opening, checking and counting every file whose key is available.
//!
//! Books without an available key are compared with a copy that was checked when the backup was made.

use std::fs;

use pecule_domain::id::BooksId;
use pecule_keys::crypto::mac::JournalKey;
use pecule_keys::{BooksKey, Keyring, MasterKey, VerifyingKey};
use pecule_store::books::Books;
use pecule_store::file::paths;
use pecule_store::household::books::list::{BooksRow, Grant};
use pecule_store::read_only_copy::ReadOnlyFile;
use pecule_store::{FileKey, Household, KeyProof};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::backup::manifest::{Counted, Digest, Entry, FileState, ManifestPart, Totals};
use crate::backup::totals;
use crate::backup::unpacking::Unpacked;
use crate::error::bad_backup::BadBackup;
use crate::error::{Error, Result};
use crate::installation::ids::{file_key, uuid_of};

/// How a file of a backup was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VerifiedHow {
    /// Opened, checked, migrated and recomputed.
    Recomputed,
    /// Bytes equal a copy that was opened and checked; the key is not available.
    EqualsCheckedCopy,
    /// Books that were not closed cleanly when the backup was made: not verified.
    Unsettled,
}

/// Result of a drill for one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FileProof {
    /// File name inside the backup.
    pub name: String,
    pub method: VerifiedHow,
    /// Length in bytes.
    pub bytes: u64,
}

/// The verified keys and household of a backup.
pub(crate) struct Sandbox {
    pub(crate) unpacked: Unpacked,
    pub(crate) master: MasterKey,
    pub(crate) keyring: Keyring,
    pub(crate) shelves: Vec<(BooksRow, Vec<Grant>)>,
}

/// Finds the key of books among the grants of a backup, if a signed-in person may open them.
pub(crate) type KeyOf<'a> = &'a dyn Fn(BooksId, &[Grant]) -> Option<BooksKey>;

impl Sandbox {
    /// Verifies the signature, keys and household of a backup.
    pub(crate) fn open(unpacked: Unpacked, signer: Option<&VerifyingKey>) -> Result<Self> {
        if let Some(signer) = signer {
            unpacked.verify(signer)?;
        }
        let master = MasterKey::from_slice(&unpacked.master)?;
        let keyring = fs::read(unpacked.path(ManifestPart::Keyring))
            .map_err(|_gone| BadBackup::Altered(ManifestPart::Keyring.name()))?;
        let keyring = Keyring::from_bytes(&keyring, &master)?;
        unpacked.verify(keyring.verifying_key())?;
        let manifest = &unpacked.manifest;
        if manifest.install != keyring.install().to_string()
            || manifest.generation != keyring.generation()
        {
            return Err(BadBackup::Altered(ManifestPart::Keyring.name()).into());
        }
        let shelves = household(&unpacked, &keyring, &master)?;
        Ok(Self { unpacked, master, keyring, shelves })
    }

    /// Verifies every file.
    pub(crate) fn prove(&self, key_of: KeyOf<'_>) -> Result<Vec<FileProof>> {
        let mut proofs = Vec::new();
        for entry in &self.unpacked.manifest.files {
            let method = match entry.part() {
                Some(ManifestPart::Books(id)) => self.books(id, entry, key_of)?,
                // Opened together with its books.
                Some(ManifestPart::BooksLog(_)) => continue,
                Some(ManifestPart::Household | ManifestPart::Keyring | ManifestPart::MasterKey)
                | None => VerifiedHow::Recomputed,
            };
            proofs.push(FileProof { name: entry.name.clone(), method, bytes: entry.length });
        }
        Ok(proofs)
    }

    fn books(&self, id: BooksId, entry: &Entry, key_of: KeyOf<'_>) -> Result<VerifiedHow> {
        let known = self.shelves.iter().find(|(shelf, _grants)| shelf.id == id);
        let (shelf, grants) = known.ok_or_else(|| BadBackup::Altered(entry.name.clone()))?;
        let path = self.unpacked.path(ManifestPart::Books(id));
        if paths::log_of(&path).exists() && entry.state != Some(FileState::Unsettled) {
            return Err(BadBackup::Altered(entry.name.clone()).into());
        }
        if let Some(key) = key_of(id, grants)
            && self.recompute(shelf, entry, &key)?
        {
            return Ok(VerifiedHow::Recomputed);
        }
        Ok(match entry.state {
            // Open books were checked when copied, settled books when closed; unpacking has already
            // compared the bytes.
            Some(FileState::Open | FileState::Settled) => VerifiedHow::EqualsCheckedCopy,
            Some(FileState::Unsettled) | None => VerifiedHow::Unsettled,
        })
    }

    /// Opens books in the sandbox, checks, counts and migrates them, and compares their totals.
    ///
    /// Returns `false` if the key is that of another time.
    fn recompute(&self, shelf: &BooksRow, entry: &Entry, key: &BooksKey) -> Result<bool> {
        let install = uuid_of(self.keyring.install());
        let path = self.unpacked.path(ManifestPart::Books(shelf.id));
        let file_key = FileKey::new(*key.bytes());
        // The bytes match the manifest, so a file that does not open has another key.
        let still =
            match ReadOnlyFile::books(&path, &file_key, KeyProof::Unchecked, install, shelf.id) {
                Err(pecule_store::Error::WrongKey(_)) => return Ok(false),
                opened => opened?,
            };
        still.check()?;
        let stock = still.stock()?;
        if stock.head.seq < shelf.head.seq {
            return Err(BadBackup::Unsound(format!(
                "{} is behind what the household knows of it",
                entry.name
            ))
            .into());
        }
        same(entry, &Counted::from(stock))?;
        drop(still);
        let books = Books::open(&path, &file_key, KeyProof::Checked, install, shelf.id)?;
        books.file().check()?;
        if let Some(before) = &entry.totals
            && before.version == totals::VERSION
        {
            let now = books.read(|view| totals::totals(view, before.on, key))?;
            same_totals(entry, before, &now)?;
        }
        books.close()?;
        Ok(true)
    }
}

/// Opens the household in the sandbox: checks it, its counts and its audit log, then migrates it.
fn household(
    unpacked: &Unpacked,
    keyring: &Keyring,
    master: &MasterKey,
) -> Result<Vec<(BooksRow, Vec<Grant>)>> {
    let entry = unpacked.manifest.entry(ManifestPart::Household)?;
    let path = unpacked.path(ManifestPart::Household);
    let key = file_key(&keyring.household_key(master)?);
    let install = uuid_of(keyring.install());
    let still = ReadOnlyFile::household(&path, &key, KeyProof::Checked, install)
        .map_err(BadBackup::of_store)?;
    still.check()?;
    same(entry, &Counted::from(still.stock()?))?;
    drop(still);
    let household = Household::open(&path, &key, KeyProof::Checked, install)?;
    household.file().check()?;
    let journal = JournalKey::household(master, keyring.install());
    let mac = |previous: &[u8; 32], fields: &[&[u8]]| journal.chain(previous, fields);
    let shelves = household.read(|view| {
        view.verify_audit_chain(&mac, None)?;
        let mut shelves = Vec::new();
        for shelf in view.shelves()? {
            let grants = view.grants_on(shelf.id)?;
            shelves.push((shelf, grants));
        }
        Ok::<_, pecule_store::Error>(shelves)
    })?;
    household.close()?;
    // The books in the backup must be exactly those that the household lists.
    let mut inside: Vec<BooksId> = unpacked.manifest.books().map(|(id, _entry)| id).collect();
    let mut known: Vec<BooksId> = shelves.iter().map(|(shelf, _grants)| shelf.id).collect();
    inside.sort();
    known.sort();
    if inside != known {
        return Err(
            BadBackup::Unsound("its books are not those of its household".to_owned()).into()
        );
    }
    Ok(shelves)
}

fn same(entry: &Entry, found: &Counted) -> Result<()> {
    if entry.stock.as_ref().is_none_or(|wanted| wanted == found) {
        return Ok(());
    }
    Err(Error::from(BadBackup::Unsound(format!("{} holds other rows than it did", entry.name))))
}

fn same_totals(entry: &Entry, before: &Totals, now: &Totals) -> Result<()> {
    let (Digest(before), Digest(now)) = (before.fingerprint, now.fingerprint);
    if before == now {
        return Ok(());
    }
    Err(Error::from(BadBackup::Unsound(format!("{} adds up to another total", entry.name))))
}

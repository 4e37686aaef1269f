//! Extracts books from a sealed export, a tar of encrypted files.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use pecule_domain::id::BooksId;
use pecule_keys::books::grants;
use pecule_keys::identity::SealError;
use pecule_keys::{BooksKey, Identity};
use pecule_store::file::bytes;

use crate::backup::copies::io;
use crate::error::bad_backup::BadBackup;
use crate::error::{Error, Result};

/// Longest sealed key accepted.
const LONGEST_KEY: u64 = 1 << 16;

/// Extracts one set of books from an export and opens its key.
pub(crate) fn take_out(
    parcel: &Path,
    id: BooksId,
    identity: &Identity,
    into: &Path,
) -> Result<BooksKey> {
    let file = fs::File::open(parcel).map_err(|error| io(parcel, &error))?;
    let room = file.metadata().map_err(|error| io(parcel, &error))?.len();
    let mut archive = tar::Archive::new(file);
    let unclear = |_error| BadBackup::Damaged("it is cut short or altered");
    let (mut copied, mut key) = (false, None);
    for entry in archive.entries().map_err(unclear)?.raw(true) {
        let mut entry = entry.map_err(unclear)?;
        let plain = entry.header().entry_type() == tar::EntryType::Regular && entry.size() <= room;
        let name = entry.path_bytes().into_owned();
        if plain && name == format!("books/{id}.db").as_bytes() && !copied {
            let mut sink = bytes::new_file(into)?;
            bytes::pour(&mut entry, &mut sink, |_far| ()).map_err(|error| io(into, &error))?;
            copied = true;
        } else if plain
            && name == format!("keys/{id}.age").as_bytes()
            && entry.size() <= LONGEST_KEY
        {
            let mut sealed = Vec::new();
            entry.read_to_end(&mut sealed).map_err(unclear)?;
            key = Some(open_then(identity, &sealed)?);
        }
    }
    key.filter(|_key| copied).ok_or_else(|| BadBackup::Without.into())
}

/// Opens a key of books that was sealed to this person's identity in an older copy.
pub(crate) fn open_then(identity: &Identity, sealed: &[u8]) -> Result<BooksKey> {
    grants::open_grant(identity, sealed).map_err(|error| match error {
        SealError::NotForThisIdentity => BadBackup::KeyOfThen.into(),
        other @ (SealError::NoRecipient | SealError::Damaged | SealError::NoRandomness(_)) => {
            Error::Installation(other.to_string())
        }
    })
}

//! Exports the books that a person owns in sealed form, for use without the household.
//!
//! The export is a tar of what is stored anyway: each set of books encrypted under its key, and that key
//! sealed to the person's identity. The identity is sealed under the password and the recovery code. The
//! recovery code opens it alone. The household's kit does not open it.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use jiff::Timestamp;
use pecule_domain::id::{BooksId, PersonId};
use pecule_store::file::bytes;
use pecule_store::file::temp_dir::TempDir;
use pecule_store::household::auth::slots::Slot;
use pecule_store::household::books::list::{Access, Grant};
use serde::{Deserialize, Serialize};

use crate::actors::person::Person;
use crate::error::{Error, Result};

/// The version of the file format.
const FORMAT: u32 = 1;
/// Explains in the archive how to open it.
const SAYS: &str = include_str!("sealed_export/README.txt");

/// A file to be handed over. It is deleted from the disk once it is closed.
#[derive(Debug)]
pub struct SealedBooks {
    /// The proposed file name.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    pub file: File,
}

/// Metadata of the export, stored in the clear as `about.json`; nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The version of the file format.
    pub format: u32,
    /// The identifier of the installation.
    pub install: String,
    pub person: PersonId,
    pub made_at: Timestamp,
    /// The slots that seal the identity, each with the key that it seals.
    pub slots: Vec<AboutSlot>,
    pub books: Vec<BooksId>,
}

/// A slot that seals the person's identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutSlot {
    /// `password` or `recovery`.
    pub kind: String,
    /// The identifier of the key that it seals.
    pub key_id: String,
}

impl Person {
    /// Exports every set of books that the person owns into one sealed file.
    pub fn sealed_books(&self) -> Result<SealedBooks> {
        self.require_confirmed()?;
        let inner = self.app().inner();
        let _turn = self.app().turn()?;
        let shop = TempDir::open(inner.folder.workshop())?;
        let now = inner.clock.now();
        let held = self.sound(self.held()?, false)?.into_iter().map(|held| held.grant);
        let own: Vec<Grant> = held.filter(|grant| grant.access == Access::Own).collect();
        let slots = inner.household.read(|view| view.slots(self.id()))?;
        let about = About {
            format: FORMAT,
            install: inner.keyring.install().to_string(),
            person: self.id(),
            made_at: now,
            slots: slots.iter().map(about).collect(),
            books: own.iter().map(|grant| grant.books).collect(),
        };
        let path = shop.path().join("books.tar");
        let mut tar = tar::Builder::new(bytes::new_file(&path)?);
        self.fill(&mut tar, &about, (&slots, &own), shop.path())?;
        let written = tar.into_inner().map_err(|error| Error::disk(&error))?;
        written.sync_all().map_err(|error| Error::disk(&error))?;
        let file = File::open(&path).map_err(|error| Error::disk(&error))?;
        let bytes = file.metadata().map_err(|error| Error::disk(&error))?.len();
        self.record_sealed_export()?;
        let day = now.strftime("%Y%m%d");
        Ok(SealedBooks { name: format!("pecule-books-{day}.tar"), bytes, file })
    }

    fn fill(
        &self,
        tar: &mut tar::Builder<File>,
        about: &About,
        (slots, own): (&[Slot], &[Grant]),
        shop: &Path,
    ) -> Result<()> {
        let text = serde_json::to_vec_pretty(about).map_err(Error::internal)?;
        put(tar, "README.txt", SAYS.as_bytes(), about.made_at)?;
        put(tar, "about.json", &text, about.made_at)?;
        for slot in slots {
            put(tar, &format!("slots/{}", slot.kind.word()), &slot.sealed, about.made_at)?;
        }
        for grant in own {
            let id = grant.books;
            put(tar, &format!("keys/{id}.age"), &grant.sealed, about.made_at)?;
            let copy = shop.join(format!("{id}.db"));
            self.open_books(grant)?.books.file().copy_to(&copy)?;
            tar.append_path_with_name(&copy, format!("books/{id}.db"))
                .map_err(|error| Error::disk(&error))?;
            fs::remove_file(&copy).map_err(|error| Error::disk(&error))?;
        }
        tar.get_mut().flush().map_err(|error| Error::disk(&error))
    }
}

fn about(slot: &Slot) -> AboutSlot {
    AboutSlot { kind: slot.kind.word().to_owned(), key_id: slot.key_id.clone() }
}

fn put(tar: &mut tar::Builder<File>, name: &str, content: &[u8], at: Timestamp) -> Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(u64::try_from(content.len()).unwrap_or(u64::MAX));
    header.set_mode(0o600);
    header.set_mtime(u64::try_from(at.as_second()).unwrap_or_default());
    tar.append_data(&mut header, name, content).map_err(|error| Error::disk(&error))
}

#[cfg(test)]
mod tests;

//! Compares a person's books with an older copy, and restores records or all of them.
//!
//! The copy comes from a backup or from a sealed export.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use pecule_domain::id::{AssetId, BackupId, BooksId, OperationId};
use pecule_keys::{BooksKey, KitText};
use pecule_store::books::changes::operations::Operation;
use pecule_store::books::{Books, Edit, View};
use pecule_store::file::temp_dir::TempDir;
use pecule_store::household::backup::backups::Task;
use pecule_store::household::books::list::Access;
use pecule_store::read_only_copy::ReadOnlyFile;
use pecule_store::{FileKey, KeyProof};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

pub use pecule_store::books::changes::selective_restore::RecordSelection;

use crate::actors::person::Person;
use crate::backup::backup_view::BackupView;
use crate::backup::job_progress::ProgressReporter;
use crate::backup::manifest::ManifestPart;
use crate::backup::restore_books::compare::Comparison;
use crate::backup::restore_books::extract;
use crate::backup::unpacking::{is_sealed, unpack};
use crate::backup::verify::Sandbox;
use crate::error::bad_backup::BadBackup;
use crate::error::{Error, Reason, Result};
use crate::installation::ids::uuid_of;
use crate::state::books_cache::OpenBooks;
use crate::wealth::compositions::check_every_day;
use crate::wealth::portfolio::Portfolio;

/// Source of the older copy.
#[derive(Debug, Default)]
pub struct RestoreSource {
    /// A backup, or a file made by [`Person::sealed_books`]; the newest backup if `None`.
    pub file: Option<PathBuf>,
    /// The household kit, for a backup that the program can no longer open itself.
    pub kit: Option<KitText>,
}

/// A backup that the program can still open itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BackupChoice {
    #[schema(value_type = String)]
    pub id: BackupId,
    #[schema(value_type = String)]
    pub made_at: Timestamp,
}

/// An older copy of books, open in a sandbox.
pub(crate) struct BackupCopy {
    pub(crate) books: Books,
    /// The key at the time of the copy.
    pub(crate) key: BooksKey,
    pub(crate) made_at: Option<Timestamp>,
    pub(crate) _shop: TempDir,
}

impl Person {
    /// Compares books with an older copy and changes neither. Damaged books are compared with
    /// themselves.
    pub fn compare_with_backup(&self, books: BooksId, from: &RestoreSource) -> Result<Comparison> {
        let _turn = self.app().turn()?;
        let live = self.sound_books(books)?;
        let then = self.open_then(books, from)?;
        self.set_beside(books, live.as_deref(), &then)
    }

    /// Replaces all records with those of an older copy, as one operation that can be undone.
    ///
    /// Makes and verifies a backup first. For damaged books, replaces the file itself and keeps the
    /// damaged one beside it.
    pub fn replace_books(&self, books: BooksId, from: &RestoreSource) -> Result<Comparison> {
        if self.sound_books(books)?.is_none() {
            return self.put_back(books, from);
        }
        self.bring_back(books, from, "books-replaced", |_live, edit, then| {
            edit.become_as(then)?;
            Ok(())
        })
    }

    /// Restores single records of an older copy and the records they refer to, as one operation that
    /// can be undone.
    ///
    /// Makes and verifies a backup first.
    pub fn restore_records(
        &self,
        books: BooksId,
        from: &RestoreSource,
        wanted: &RecordSelection,
    ) -> Result<Comparison> {
        if *wanted == RecordSelection::default() {
            return Err(Error::invalid("lines", Reason::Required));
        }
        let today = self.app().clock().today();
        self.bring_back(books, from, "books-taken-back", |live, edit, then| {
            let names = live.books.read(|view| Portfolio::load(view, today, None))?;
            edit.take(then, wanted)?;
            // An older composition may form a cycle with today's ones.
            let compositions = edit.compositions()?;
            let assets: Vec<AssetId> =
                edit.inventory(today)?.assets.iter().map(|asset| asset.id).collect();
            check_every_day(&names, &assets, &compositions)
        })
    }

    /// Lists the backups that the program can still open itself, newest first.
    pub fn backups_of_then(&self) -> Result<Vec<BackupChoice>> {
        self.require_oneself()?;
        let now = self.app().clock().now();
        let lines = self.app().backups()?.into_iter();
        let open = lines.filter(|line| line.present && line.drill_until.is_some_and(|at| now < at));
        Ok(open.map(|line| BackupChoice { id: line.id, made_at: line.made_at }).collect())
    }

    /// Returns the source for one of these backups, by default the newest.
    pub fn from_backup(&self, id: Option<BackupId>) -> Result<RestoreSource> {
        let offered = self.backups_of_then()?;
        let chosen = offered.iter().find(|one| id.is_none_or(|id| one.id == id));
        let chosen = chosen.ok_or_else(|| Error::invalid("backup", Reason::Unknown))?.id;
        let row = self.app().inner().household.read(|view| view.backup(chosen))?;
        Ok(RestoreSource { file: BackupView::of(row).path(), kit: None })
    }

    /// Makes a backup, then changes books by what an older copy holds.
    fn bring_back(
        &self,
        books: BooksId,
        from: &RestoreSource,
        kind: &str,
        work: impl FnOnce(&OpenBooks, Edit<'_>, View<'_>) -> Result<()>,
    ) -> Result<Comparison> {
        self.require_confirmed()?;
        let live = self.own_books(books)?;
        let app = self.app();
        // Resolved before the new backup is made, which would then be the newest.
        let file = Some(app.backup_to_drill(from.file.as_deref())?.0);
        let from = RestoreSource { file, kit: from.kit.clone() };
        app.back_up(None)?;
        let _turn = app.turn()?;
        let then = self.open_then(books, &from)?;
        let compared = self.set_beside(books, Some(&live), &then)?;
        let summary = json!({ "name": compared.title }).to_string();
        let operation = Operation {
            id: app.draw(OperationId::new)?,
            kind,
            summary: &summary,
            at: app.clock().now(),
            actor: Some(self.id()),
            session: Some(self.session()),
        };
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| live.journal.chain(previous, fields);
        let changed = live
            .books
            .change(operation, &mac, |edit| then.books.read(|then| work(&live, edit, then)))?;
        app.advance(books, changed.head)?;
        app.forget_pictures(books);
        Ok(compared)
    }

    /// Opens books that this person owns, according to the household and to the books.
    pub(crate) fn own_books(&self, books: BooksId) -> Result<Arc<OpenBooks>> {
        let grant = self.app().inner().household.read(|view| view.find_grant(books, self.id()))?;
        let grant = grant.ok_or(Error::NotFound)?;
        let open = self.open_books(&grant)?;
        if self.rights(&grant, &open)?.0 == Access::Own { Ok(open) } else { Err(Error::NotFound) }
    }

    /// Opens the older copy in a sandbox, checks it and migrates it.
    pub(crate) fn open_then(&self, books: BooksId, from: &RestoreSource) -> Result<BackupCopy> {
        let inner = self.app().inner();
        let shop = TempDir::open(inner.folder.workshop())?;
        // An unreadable file is refused below, when it is opened.
        let is_bare = |file: &&Path| !is_sealed(file).unwrap_or_default();
        let (path, key, made_at) = match from.file.as_deref().filter(is_bare) {
            Some(file) => {
                let path = shop.path().join("then.db");
                let key = extract::take_out(file, books, self.identity(), &path)?;
                (path, key, None)
            }
            None => self.out_of_backup(books, from, &shop)?,
        };
        let file_key = FileKey::new(*key.bytes());
        let install = uuid_of(inner.keyring.install());
        ReadOnlyFile::books(&path, &file_key, KeyProof::Checked, install, books)?.check()?;
        let books = Books::open(&path, &file_key, KeyProof::Checked, install, books)?;
        Ok(BackupCopy { books, key, made_at, _shop: shop })
    }

    /// Unpacks a backup and returns the file of the books, and their key as granted at that time.
    fn out_of_backup(
        &self,
        books: BooksId,
        from: &RestoreSource,
        shop: &TempDir,
    ) -> Result<(PathBuf, BooksKey, Option<Timestamp>)> {
        let app = self.app();
        let (path, known) = app.backup_to_drill(from.file.as_deref())?;
        let identity = match &from.kit {
            Some(kit) => kit.identity.clone(),
            None => app.drill_identity(known.as_ref())?,
        };
        let teller = ProgressReporter::new(app, Task::Drill);
        let unpacked = unpack(&path, &identity, shop, &teller)?;
        let sandbox = Sandbox::open(unpacked, Some(app.inner().keyring.verifying_key()))?;
        let mine = sandbox.shelves.iter().find(|(shelf, _grants)| shelf.id == books);
        let mine = mine.and_then(|(_shelf, grants)| {
            grants.iter().find(|grant| grant.person == self.id() && grant.access == Access::Own)
        });
        let grant = mine.ok_or(BadBackup::Without)?;
        let key = extract::open_then(self.identity(), &grant.sealed)?;
        let made_at = Some(sandbox.unpacked.manifest.made_at);
        Ok((sandbox.unpacked.path(ManifestPart::Books(books)), key, made_at))
    }

    /// Both valued with what each of them knows; where today's cannot be read, those of then stand in both places.
    pub(crate) fn set_beside(
        &self,
        id: BooksId,
        live: Option<&OpenBooks>,
        then: &BackupCopy,
    ) -> Result<Comparison> {
        let title = self.app().inner().household.read(|view| view.shelf(id))?.title;
        let today = self.app().clock().today();
        let now = live.map_or(&then.books, |live| &live.books);
        let both = Comparison::of((id, title), (&then.books, now), then.made_at, today)?;
        Ok(Comparison { damaged: live.is_none(), ..both })
    }
}

/// Parses `account:…`, `asset:…` and `holding:…` into a selection of records.
pub fn wanted<'a>(lines: impl IntoIterator<Item = &'a str>) -> Result<RecordSelection> {
    let mut wanted = RecordSelection::default();
    let unknown = || Error::invalid("lines", Reason::Unknown);
    for line in lines {
        let (kind, id) = line.split_once(':').ok_or_else(unknown)?;
        match kind {
            "account" => wanted.accounts.insert(id.parse().map_err(|_bad| unknown())?),
            "asset" => wanted.assets.insert(id.parse().map_err(|_bad| unknown())?),
            "holding" => wanted.holdings.insert(id.parse().map_err(|_bad| unknown())?),
            _ => return Err(unknown()),
        };
    }
    Ok(wanted)
}

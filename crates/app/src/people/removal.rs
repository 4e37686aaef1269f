//! Reports what would be lost if a person were removed.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use pecule_domain::id::{BooksId, PersonId};
use pecule_store::household::books::list::{Access, Grant};
use pecule_store::household::{Edit, View};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actors::admin::Admin;
use crate::actors::person::Person;
use crate::app::App;
use crate::error::{Error, Result};
use crate::people::removal_notice::RemovalNotice;

/// The consequences of removing a person, as counts and sizes; titles and content stay hidden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RemovalImpact {
    /// Sets of books that only this person can open, and which stay sealed for ever.
    pub lost: usize,
    /// The size of these files in bytes.
    pub lost_bytes: u64,
    /// Sets of books that others can read and that lose their only owner.
    pub ownerless: usize,
    /// Sets of books with other owners: they stay, and their key is marked for rotation.
    pub shared: usize,
    /// Sets of books of others that the person may read.
    pub read: usize,
    /// Until when the last backup with their books is kept; null without backups.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_backup_until: Option<Timestamp>,
    /// The removal notice, if the person was told.
    pub removal_notice: Option<RemovalNotice>,
}

impl RemovalImpact {
    /// Whether the person never saw the offer to export their books.
    pub fn was_not_offered(&self) -> bool {
        self.removal_notice.as_ref().is_none_or(|departure| departure.seen_at.is_none())
    }
}

impl Admin<'_> {
    /// Reports what would be lost if a person were removed.
    pub fn removal(self, id: PersonId) -> Result<RemovalImpact> {
        self.app().losses(id)
    }
}

impl Person {
    /// Reports what would be lost if the person asking were removed.
    pub fn own_removal(&self) -> Result<RemovalImpact> {
        self.require_oneself()?;
        self.app().losses(self.id())
    }
}

impl App {
    fn losses(&self, id: PersonId) -> Result<RemovalImpact> {
        let folder = &self.inner().folder;
        let (books, departure) = self.inner().household.read(|view| {
            view.person(id)?;
            Ok::<_, pecule_store::Error>((books_beside(view, id)?, view.find_removal_notice(id)?))
        })?;
        let count = |kind: BooksImpact| books.iter().filter(|(_, stake)| *stake == kind).count();
        let size =
            |books: &BooksId| std::fs::metadata(folder.books(*books)).map_or(0, |file| file.len());
        let lost = books.iter().filter(|(_, stake)| *stake == BooksImpact::Lost);
        Ok(RemovalImpact {
            lost: count(BooksImpact::Lost),
            lost_bytes: lost.map(|(books, _)| size(books)).sum(),
            ownerless: count(BooksImpact::Ownerless),
            shared: count(BooksImpact::Shared),
            read: count(BooksImpact::Read),
            last_backup_until: self.last_backup_expiry()?,
            removal_notice: departure.map(RemovalNotice::from),
        })
    }

    /// Returns until when the latest existing backup is kept, or `None` without backups.
    pub(crate) fn last_backup_expiry(&self) -> Result<Option<Timestamp>> {
        let kept = self.inner().household.read(|view| view.backups())?;
        let latest =
            kept.iter().filter(|backup| backup.file.is_some()).map(|backup| backup.made_at);
        let (keep, zone) = (self.backup_schedule()?.keep, TimeZone::system());
        let until = |at: Timestamp| {
            let until = keep.longest(at.to_zoned(zone.clone()).date()).to_zoned(zone.clone());
            until.map(|until| until.timestamp()).map_err(Error::internal)
        };
        latest.max().map(until).transpose()
    }
}

/// What a person's removal means for a set of books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BooksImpact {
    /// Only this person can open them.
    Lost,
    /// Others can read them, but this person is the only owner.
    Ownerless,
    /// Others own them as well.
    Shared,
    /// The person only reads them.
    Read,
}

fn books_beside(view: View<'_>, id: PersonId) -> pecule_store::Result<Vec<(BooksId, BooksImpact)>> {
    let beside = view.grants_beside(id)?;
    let mine = beside.iter().filter(|grant| grant.person == id);
    let stake = |mine: &Grant| {
        let others =
            || beside.iter().filter(|grant| grant.books == mine.books && grant.person != id);
        if mine.access == Access::Read {
            BooksImpact::Read
        } else if others().any(|grant| grant.access == Access::Own) {
            BooksImpact::Shared
        } else if others().next().is_some() {
            BooksImpact::Ownerless
        } else {
            BooksImpact::Lost
        }
    };
    Ok(mine.map(|grant| (grant.books, stake(grant))).collect())
}

/// Marks the keys of all books that a removed person shared with others for rotation.
pub(crate) fn renew_what_is_left(edit: Edit<'_>, id: PersonId) -> Result<()> {
    for (books, stake) in books_beside(*edit, id)? {
        if stake != BooksImpact::Lost {
            edit.set_rotation_due(books)?;
        }
    }
    Ok(())
}

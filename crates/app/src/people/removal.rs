//! Removing somebody: what will be lost, said before it is done.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use pecule_domain::id::{BooksId, PersonId};
use pecule_store::household::books::list::{Access, Grant};
use pecule_store::household::{Edit, View};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::actors::admin::Admin;
use crate::actors::person::Person;
use crate::error::{Error, Result};
use crate::people::removal_notice::Departure;

/// What goes with somebody: numbers and sizes, never what is in their books or what these are called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Removal {
    /// How many sets of books nobody else can open: sealed for ever.
    pub lost: usize,
    /// The size of these files in bytes.
    pub lost_bytes: u64,
    /// How many sets of books others can read and nobody will own.
    pub ownerless: usize,
    /// How many sets of books others own as well: they stay, and their key is to be renewed.
    pub shared: usize,
    /// How many sets of books of others they may read.
    pub read: usize,
    /// Until when the last backup that holds their books is kept, where there are backups.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_backup_until: Option<Timestamp>,
    /// Whether it was announced to them, and what came of it.
    pub departure: Option<Departure>,
}

impl Removal {
    /// Whether they never saw that they could take their books away before.
    pub fn was_not_offered(&self) -> bool {
        self.departure.as_ref().is_none_or(|departure| departure.seen_at.is_none())
    }
}

impl Admin<'_> {
    /// What will be lost if somebody is removed.
    pub fn removal(self, id: PersonId) -> Result<Removal> {
        self.app().losses(id)
    }
}

impl Person {
    /// What will be lost if one is removed oneself.
    pub fn own_removal(&self) -> Result<Removal> {
        self.require_oneself()?;
        self.app().losses(self.id())
    }
}

impl App {
    fn losses(&self, id: PersonId) -> Result<Removal> {
        let folder = &self.inner().folder;
        let (books, departure) = self.inner().household.read(|view| {
            view.person(id)?;
            Ok::<_, pecule_store::Error>((books_beside(view, id)?, view.find_departure(id)?))
        })?;
        let count = |kind: Stake| books.iter().filter(|(_, stake)| *stake == kind).count();
        let size =
            |books: &BooksId| std::fs::metadata(folder.books(*books)).map_or(0, |file| file.len());
        let lost = books.iter().filter(|(_, stake)| *stake == Stake::Lost);
        Ok(Removal {
            lost: count(Stake::Lost),
            lost_bytes: lost.map(|(books, _)| size(books)).sum(),
            ownerless: count(Stake::Ownerless),
            shared: count(Stake::Shared),
            read: count(Stake::Read),
            last_backup_until: self.last_backup_expiry()?,
            departure: departure.map(Departure::from),
        })
    }

    /// Until when the last backup is kept that was made before now; none where there are no backups.
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

/// What somebody is to some books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stake {
    /// Nobody else can open them.
    Lost,
    /// Others can read them, and nobody else owns them.
    Ownerless,
    /// Others own them as well.
    Shared,
    /// They read the books of others.
    Read,
}

fn books_beside(view: View<'_>, id: PersonId) -> pecule_store::Result<Vec<(BooksId, Stake)>> {
    let beside = view.grants_beside(id)?;
    let mine = beside.iter().filter(|grant| grant.person == id);
    let stake = |mine: &Grant| {
        let others =
            || beside.iter().filter(|grant| grant.books == mine.books && grant.person != id);
        if mine.access == Access::Read {
            Stake::Read
        } else if others().any(|grant| grant.access == Access::Own) {
            Stake::Shared
        } else if others().next().is_some() {
            Stake::Ownerless
        } else {
            Stake::Lost
        }
    };
    Ok(mine.map(|grant| (grant.books, stake(grant))).collect())
}

/// Notes that the key of every set of books that somebody leaves behind with others is to be renewed.
pub(crate) fn renew_what_is_left(edit: Edit<'_>, id: PersonId) -> Result<()> {
    for (books, stake) in books_beside(*edit, id)? {
        if stake != Stake::Lost {
            edit.set_rotation_due(books)?;
        }
    }
    Ok(())
}

//! Selects the books that a report covers and the books that a change goes into.

use std::cell::OnceCell;
use std::sync::Arc;

use pecule_domain::id::{BooksId, PersonId};
use pecule_store::household::books::list::{Access, Grant};
use uuid::Uuid;

use crate::actors::books_filter::AccessibleBooks;
use crate::actors::books_filter::BooksChoice;
use crate::actors::books_filter::BooksQuery;
use crate::actors::books_filter::BooksScope;
use crate::actors::books_filter::DisplayedBooks;
use crate::actors::books_filter::tell_apart;
use crate::actors::member::Member;
use crate::actors::person::Person;
use crate::error::{Error, Reason, Result};
use crate::state::books_cache::OpenBooks;

impl Person {
    /// Opens the person's own books.
    pub fn member(&self) -> Result<Member<'_>> {
        self.member_at(&BooksQuery::default())
    }

    /// Opens the books that hold one of these records, or else the person's own.
    pub fn member_holding(&self, records: &[Uuid]) -> Result<Member<'_>> {
        self.member_at(&BooksQuery { records, ..BooksQuery::default() })
    }

    /// Opens the requested books, among those that the person may open.
    ///
    /// For a record outside the displayed books, the books that hold it are displayed instead. Named
    /// books are displayed even if the file of others is damaged; a total without those is never shown.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] for books that the person may not open.
    pub fn member_at(&self, seek: &BooksQuery<'_>) -> Result<Member<'_>> {
        let held = self.sound(self.held()?, seek.scope == BooksScope::Household)?;
        self.member_among(held, seek)
    }

    /// As [`Person::member_at`], among given books.
    pub(crate) fn member_among(
        &self,
        held: Vec<AccessibleBooks>,
        seek: &BooksQuery<'_>,
    ) -> Result<Member<'_>> {
        let first = held.first().ok_or(Error::NotFound)?;
        let named = self.target(seek, &held)?;
        let target = named.unwrap_or(first.grant.books);
        let mut scope = seek.scope;
        let mut covered = wanted(scope, &held)?;
        if !covered.iter().any(|(held, _)| held.grant.books == target) {
            scope = BooksScope::Books(target);
            covered = wanted(scope, &held)?;
        }
        let of_target = held.iter().find(|held| held.grant.books == target);
        let of_target = of_target.ok_or(Error::NotFound)?;
        let (open, may_write) = self.opened(of_target)?;
        let mut shown = match self.shown_of(&covered) {
            Err(Error::Installation(_)) if named.is_some() => {
                scope = BooksScope::Books(target);
                Vec::new()
            }
            shown => shown?,
        };
        if !shown.iter().any(|shown| shown.open.books.id() == target) {
            let title = of_target.title.clone();
            shown.push(DisplayedBooks { open: Arc::clone(&open), title, at_share: false });
        }
        let base = match self.opened(first) {
            Err(Error::Installation(_)) if named.is_some() => Arc::clone(&open),
            first => first?.0,
        };
        let shelves = held.into_iter().map(BooksChoice::from).collect();
        let damaged = Vec::new();
        Ok(Member { person: self, open, may_write, scope, shown, base, shelves, damaged })
    }

    /// Whether the person may open any books. No file is opened.
    pub fn has_books(&self) -> Result<bool> {
        Ok(!self.grants()?.is_empty())
    }

    /// Returns the books that the person may open, own ones first. No file is opened.
    pub(crate) fn shelves(&self) -> Result<Vec<BooksChoice>> {
        Ok(self.held()?.into_iter().map(BooksChoice::from).collect())
    }

    /// Leaves out grants whose key is not that of the books and raises an alert.
    ///
    /// An attacker with write access to `household.db` could have added them. If no grant is sound, all
    /// stay.
    pub(crate) fn sound(
        &self,
        held: Vec<AccessibleBooks>,
        readers_too: bool,
    ) -> Result<Vec<AccessibleBooks>> {
        let owns = held.iter().any(|held| held.grant.access == Access::Own);
        let mut unsound = Vec::new();
        for (place, one) in held.iter().enumerate() {
            let matters = readers_too || !owns || one.grant.access == Access::Own;
            if matters && self.is_unsound(one) {
                unsound.push(place);
            }
        }
        if unsound.is_empty() {
            return Ok(held);
        }
        self.app().saw("grant-unsound", &self.id().to_string(), 1)?;
        if unsound.len() == held.len() {
            return Ok(held);
        }
        let sound = held.into_iter().enumerate().filter(|(place, _)| !unsound.contains(place));
        Ok(sound.map(|(_place, held)| held).collect())
    }

    /// Whether the granted key is not that of the books; other errors appear when they are used.
    fn is_unsound(&self, held: &AccessibleBooks) -> bool {
        held.opened.get().is_none() && matches!(self.find_books(&held.grant), Ok(None))
    }

    /// Opens all books to be displayed.
    fn shown_of(&self, wanted: &[(&AccessibleBooks, bool)]) -> Result<Vec<DisplayedBooks>> {
        let mut shown = Vec::with_capacity(wanted.len());
        for (held, at_share) in wanted {
            let (open, is_own) = self.opened(held)?;
            // Books count as owned only if the pins inside them agree with the household's file.
            if !at_share || is_own {
                shown.push(DisplayedBooks { open, title: held.title.clone(), at_share: *at_share });
            }
        }
        Ok(shown)
    }

    /// Opens books and determines whether the person owns them, once for each request.
    pub(crate) fn opened(&self, held: &AccessibleBooks) -> Result<(Arc<OpenBooks>, bool)> {
        if let Some((open, is_own)) = held.opened.get() {
            return Ok((Arc::clone(open), *is_own));
        }
        let open = self.open_books(&held.grant)?;
        let is_own = self.rights(&held.grant, &open)?.0 == Access::Own;
        let (open, is_own) = held.opened.get_or_init(|| (open, is_own));
        Ok((Arc::clone(open), *is_own))
    }

    /// Parses a selection as [`BooksScope`] displays it, or as the title of books that the person may open.
    pub fn find_scope(&self, named: Option<&str>) -> Result<BooksScope> {
        let parsed = BooksScope::parse(named);
        let (Err(_), Some(title)) = (&parsed, named.map(str::trim)) else { return parsed };
        let held = self.held()?;
        let mut called = held.iter().filter(|held| held.title == title);
        match (called.next(), called.next()) {
            (Some(held), None) => Ok(BooksScope::Books(held.grant.books)),
            (Some(_), Some(_)) => Err(Error::invalid_with("books", Reason::Ambiguous, title)),
            (None, _) => Err(Error::invalid_with("books", Reason::Unknown, title)),
        }
    }

    /// Returns the books that the person may open: solely owned ones, joint ones, then the others.
    pub(crate) fn held(&self) -> Result<Vec<AccessibleBooks>> {
        let grants = self.grants()?;
        let mut held = self.app().inner().household.read(|view| {
            let beside = view.grants_beside(self.id())?;
            let persons = view.persons()?;
            let owners = |books: BooksId| {
                let own = |grant: &&Grant| grant.books == books && grant.access == Access::Own;
                let owners = beside.iter().filter(own).map(|grant| grant.person);
                owners.filter(|owner| *owner != self.id()).collect::<Vec<PersonId>>()
            };
            let one = |grant: Grant| {
                let owners = owners(grant.books);
                let sole = grant.access == Access::Own && owners.is_empty();
                let others = persons.iter().filter(|row| owners.contains(&row.id));
                let others = others.map(|row| row.name.clone()).collect();
                let title = view.shelf(grant.books)?.title;
                Ok(AccessibleBooks { title, sole, others, grant, opened: OnceCell::new() })
            };
            grants.into_iter().map(one).collect::<pecule_store::Result<Vec<AccessibleBooks>>>()
        })?;
        held.sort_by_key(|held| {
            let Grant { access, created_at, books, .. } = held.grant;
            (access, !held.sole, created_at, books)
        });
        tell_apart(&mut held);
        Ok(held)
    }

    /// Returns the books that changes go into, if the request determines them.
    fn target(&self, seek: &BooksQuery<'_>, held: &[AccessibleBooks]) -> Result<Option<BooksId>> {
        if let Some(books) = seek.books {
            let there = held.iter().any(|held| held.grant.books == books);
            return if there { Ok(Some(books)) } else { Err(Error::NotFound) };
        }
        // Books with a damaged file must not hide records of the others.
        let mut closed = Ok(());
        if held.len() > 1 {
            for record in seek.records {
                for one in held {
                    let (open, _is_own) = match self.opened(one) {
                        Err(damaged @ Error::Installation(_)) => {
                            closed = Err(damaged);
                            continue;
                        }
                        opened => opened?,
                    };
                    if open.books.read(|view| view.holds(*record))? {
                        return Ok(Some(one.grant.books));
                    }
                }
            }
        }
        closed?;
        match seek.scope.books() {
            Some(books) if !held.iter().any(|held| held.grant.books == books) => {
                Err(Error::NotFound)
            }
            other => Ok(other),
        }
    }
}

/// Returns the books to be displayed, each whole or at the person's share.
fn wanted(scope: BooksScope, held: &[AccessibleBooks]) -> Result<Vec<(&AccessibleBooks, bool)>> {
    let own = |held: &&AccessibleBooks| held.grant.access == Access::Own;
    let wanted: Vec<(&AccessibleBooks, bool)> = match scope {
        BooksScope::Mine if held.iter().any(|held| own(&held)) => {
            held.iter().filter(own).map(|held| (held, true)).collect()
        }
        // A person who owns no books sees the first ones that they may read.
        BooksScope::Mine => held.iter().take(1).map(|held| (held, false)).collect(),
        BooksScope::Household => held.iter().map(|held| (held, false)).collect(),
        BooksScope::Books(id) => {
            held.iter().filter(|held| held.grant.books == id).map(|held| (held, false)).collect()
        }
        BooksScope::Share(id) => held
            .iter()
            .filter(own)
            .filter(|held| held.grant.books == id)
            .map(|held| (held, true))
            .collect(),
    };
    if wanted.is_empty() { Err(Error::NotFound) } else { Ok(wanted) }
}

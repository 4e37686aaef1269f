//! Opens a person's readable books when others of theirs are damaged, and names the damaged ones.

use pecule_domain::id::BooksId;
use pecule_store::household::books::list::Access;

use crate::actors::books_filter::{AccessibleBooks, BooksChoice, BooksQuery, BooksScope};
use crate::actors::member::Member;
use crate::actors::person::Person;
use crate::error::{Error, Result};

/// The books of a person, split into readable and damaged ones.
struct SplitBooks {
    sound: Vec<AccessibleBooks>,
    damaged: Vec<AccessibleBooks>,
    /// Error of the last damaged one.
    why: Option<Error>,
}

impl Person {
    /// Opens the person's books without the damaged ones, unless the query names one of those.
    ///
    /// The caller must say what is missing: see [`Member::damaged`].
    pub fn member_beside_damage(&self, seek: &BooksQuery<'_>) -> Result<Member<'_>> {
        let SplitBooks { sound, damaged, why } = self.apart(seek.scope == BooksScope::Household)?;
        let Some(why) = why else { return self.member_among(sound, seek) };
        let is_one = |id: uuid::Uuid, held: &[AccessibleBooks]| {
            held.iter().any(|one| one.grant.books.uuid() == id)
        };
        let asked = seek.books.or_else(|| seek.scope.books());
        if sound.is_empty() || asked.is_some_and(|asked| is_one(asked.uuid(), &damaged)) {
            return Err(why);
        }
        let is_books = |id: uuid::Uuid| is_one(id, &sound) || is_one(id, &damaged);
        let records: Vec<_> = seek.records.iter().copied().filter(|id| !is_books(*id)).collect();
        let member = self.member_among(sound, &BooksQuery { records: &records, ..*seek })?;
        let holds = member.open.books.read(|view| {
            let any =
                |held, id: &uuid::Uuid| Ok::<_, pecule_store::Error>(held || view.holds(*id)?);
            records.iter().try_fold(false, any)
        })?;
        // The record may be in the damaged books, so `NotFound` would be wrong.
        if asked.is_none() && !records.is_empty() && !holds {
            return Err(why);
        }
        let damaged = damaged.into_iter().map(BooksChoice::from).collect();
        Ok(Member { damaged, ..member })
    }

    /// Lists the damaged books of a selection.
    pub fn damaged_books(&self, scope: BooksScope) -> Result<Vec<BooksChoice>> {
        let SplitBooks { damaged, .. } = self.apart(scope == BooksScope::Household)?;
        Ok(damaged.into_iter().map(BooksChoice::from).collect())
    }

    /// Lists every set of books that this person may open, readable or not, by title.
    pub fn shelves_by_title(&self) -> Result<Vec<BooksChoice>> {
        let titled = |held: AccessibleBooks| {
            let title =
                self.app().inner().household.read(|view| view.shelf(held.grant.books))?.title;
            Ok(BooksChoice { title, ..BooksChoice::from(held) })
        };
        self.held()?.into_iter().map(titled).collect()
    }

    /// If all books of this person are damaged, returns the first that they may restore.
    pub fn nothing_but_damaged(&self) -> Result<Option<BooksId>> {
        let SplitBooks { sound, damaged, .. } = self.apart(false)?;
        let own = damaged.into_iter().find(|one| one.grant.access == Access::Own);
        Ok(own.filter(|_| sound.is_empty()).map(|one| one.grant.books))
    }

    /// Splits books into readable and damaged ones; shared read-only ones only if `readers_too` or if
    /// the person owns none.
    fn apart(&self, readers_too: bool) -> Result<SplitBooks> {
        let held = self.sound(self.held()?, readers_too)?;
        let owns = held.iter().any(|one| one.grant.access == Access::Own);
        let mut apart = SplitBooks { sound: Vec::new(), damaged: Vec::new(), why: None };
        let today = self.app().clock().today();
        for one in held {
            let matters = readers_too || !owns || one.grant.access == Access::Own;
            // Damage may appear at opening, or only when everything is read.
            let read = || self.opened(&one).and_then(|(open, _own)| open.picture(today));
            match if matters { read().err() } else { None } {
                Some(why @ Error::Installation(_)) => {
                    apart.why = Some(why);
                    apart.damaged.push(one);
                }
                Some(other) => return Err(other),
                None => apart.sound.push(one),
            }
        }
        Ok(apart)
    }
}

//! Which books a page looks at, and into which its forms write.

use pecule_app::books::selection::{ShelfLine, Whose};
use pecule_app::{Member, Person, Result};

use crate::text::i18n::{Lang, t, t_args};
use crate::view::field::Choice;
use crate::view::navigation::Place;

/// Which books a page looks at, and into which its forms write.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InBooks {
    /// Whose wealth can be looked at; empty where there is nothing to choose.
    pub whose: Vec<Choice>,
    /// Into which books forms can write; empty where there is nothing to choose.
    pub into: Vec<Choice>,
    /// What forms name; empty where there is nothing to choose.
    pub here: String,
    /// The books that are looked at without the right to change them.
    pub read_only: Option<String>,
}

/// Which journals are broken, so that nothing is written to their files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Closed {
    /// The entry at which the household's is broken.
    pub household: Option<String>,
    /// The entry at which that of the books is broken.
    pub books: Option<String>,
    /// Whether an older file was put in the place of the books, or their end was cut.
    pub cut: bool,
    /// Whether whoever looks may take note of that.
    pub mine: bool,
    /// Which books.
    pub id: String,
}

impl Closed {
    /// What a member is to know.
    pub fn of(member: &Member<'_>) -> Result<Self> {
        let closed = member.closed_journal()?;
        Ok(Self {
            cut: closed.as_ref().is_some_and(|closed| closed.how == "cut"),
            books: closed.map(|closed| closed.seq.to_string()),
            mine: member.may_write(),
            id: member.books().to_string(),
            ..Self::alone(member.person())?
        })
    }

    /// The sentence that says what happened to the books.
    pub const fn title(&self) -> &'static str {
        if self.cut { "chain-books-cut" } else { "chain-books" }
    }

    /// The sentence that says where, and what follows.
    pub const fn why(&self) -> &'static str {
        if self.cut { "chain-books-cut-why" } else { "chain-books-why" }
    }

    /// What somebody without books is to know.
    pub fn alone(person: &Person) -> Result<Self> {
        let household = person.closed_household()?.map(|closed| closed.seq.to_string());
        Ok(Self { household, ..Self::default() })
    }
}

impl InBooks {
    /// What a member looks at, among all that they may open.
    pub fn of(member: &Member<'_>, lang: Lang) -> Self {
        let (shelves, here) = (member.shelves(), member.books());
        let looked_at = shelves.iter().find(|line| line.id == here && !member.may_write());
        let mut books = Self {
            whose: whose(member.whose(), shelves, lang),
            read_only: looked_at.map(|line| line.title.clone()),
            ..Self::default()
        };
        let own: Vec<&ShelfLine> = shelves.iter().filter(|line| line.own).collect();
        if own.len() > 1 {
            books.here = here.to_string();
            let choice =
                |line: &&ShelfLine| Choice::new(line.id.to_string(), &line.title, &books.here);
            books.into = own.iter().map(choice).collect();
        }
        books
    }

    /// What is looked at, as the address says it; one's own needs no word.
    pub fn asked(&self) -> Option<&str> {
        self.whose.iter().skip(1).find(|choice| choice.selected).map(|choice| choice.value.as_str())
    }

    /// The address of a place, which goes on looking at the same.
    pub fn way(&self, place: &Place) -> String {
        match (self.asked(), place) {
            (Some(whose), Place::Home | Place::Wealth | Place::Analysis) => {
                format!("{}?whose={whose}", place.href())
            }
            _ => place.href().to_owned(),
        }
    }

    /// An address that names the books that are written to.
    pub fn named(&self, address: &str) -> String {
        if self.here.is_empty() {
            return address.to_owned();
        }
        let joint = if address.contains('?') { '&' } else { '?' };
        format!("{address}{joint}books={}", self.here)
    }
}

fn whose(now: Whose, shelves: &[ShelfLine], lang: Lang) -> Vec<Choice> {
    if shelves.len() < 2 && shelves.iter().all(|line| line.own && !line.joint) {
        return Vec::new();
    }
    let now = now.to_string();
    let mut choices = vec![Choice::new(Whose::Mine.to_string(), t(lang, "scope-mine"), &now)];
    for line in shelves {
        choices.push(Choice::new(Whose::Books(line.id).to_string(), &line.title, &now));
        if line.own && line.joint {
            let label = t_args(lang, "scope-my-share", &[("books", line.title.as_str().into())]);
            choices.push(Choice::new(Whose::Share(line.id).to_string(), label, &now));
        }
    }
    if shelves.len() > 1 {
        let label = t(lang, "scope-household");
        choices.push(Choice::new(Whose::Household.to_string(), label, &now));
    }
    choices
}

//! The books that a page shows, and those that its forms write to.

use pecule_app::actors::books_filter::{BooksChoice, BooksScope};
use pecule_app::{Member, Person, Result};

use crate::text::i18n::{Lang, t, t_args};
use crate::view::field::Choice;
use crate::view::navigation::Screen;

/// The books that a page shows, and those that its forms write to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InBooks {
    /// Books to view; empty without a choice.
    pub scope: Vec<Choice>,
    /// Books that forms can write to; empty without a choice.
    pub into: Vec<Choice>,
    /// Identity that forms send; empty without a choice.
    pub here: String,
    /// Title of the books if they are read-only.
    pub read_only: Option<String>,
}

/// Broken audit logs, whose files are read-only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClosedNotice {
    /// Entry at which the household's audit log is broken.
    pub household: Option<String>,
    /// Entry at which the books' audit log is broken.
    pub books: Option<String>,
    /// Whether the books were replaced by an older file or truncated.
    pub cut: bool,
    /// Whether the viewer may acknowledge it.
    pub mine: bool,
    /// Identity of the books.
    pub id: String,
}

impl ClosedNotice {
    /// Returns the state for a member.
    pub fn of(member: &Member<'_>) -> Result<Self> {
        let closed = member.broken_audit_chain()?;
        Ok(Self {
            cut: closed.as_ref().is_some_and(|closed| closed.how == "cut"),
            books: closed.map(|closed| closed.seq.to_string()),
            mine: member.may_write(),
            id: member.books().to_string(),
            ..Self::alone(member.person())?
        })
    }

    /// Returns the key of the headline.
    pub const fn title(&self) -> &'static str {
        if self.cut { "chain-books-cut" } else { "chain-books" }
    }

    /// Returns the key of the explanation.
    pub const fn why(&self) -> &'static str {
        if self.cut { "chain-books-cut-why" } else { "chain-books-why" }
    }

    /// Returns the state for a person without books.
    pub fn alone(person: &Person) -> Result<Self> {
        let household = person.closed_household()?.map(|closed| closed.seq.to_string());
        Ok(Self { household, ..Self::default() })
    }
}

impl InBooks {
    /// Returns the selection and the choices of a member.
    pub fn of(member: &Member<'_>, lang: Lang) -> Self {
        let (shelves, here) = (member.shelves(), member.books());
        let looked_at = shelves.iter().find(|line| line.id == here && !member.may_write());
        let mut books = Self {
            scope: scope(member.scope(), shelves, lang),
            read_only: looked_at.map(|line| line.title.clone()),
            ..Self::default()
        };
        let own: Vec<&BooksChoice> = shelves.iter().filter(|line| line.own).collect();
        if own.len() > 1 {
            books.here = here.to_string();
            let choice =
                |line: &&BooksChoice| Choice::new(line.id.to_string(), &line.title, &books.here);
            books.into = own.iter().map(choice).collect();
        }
        books
    }

    /// Returns the `scope` parameter; `None` for the own books.
    pub fn asked(&self) -> Option<&str> {
        self.scope.iter().skip(1).find(|choice| choice.selected).map(|choice| choice.value.as_str())
    }

    /// Returns the address of a screen, keeping the selection.
    pub fn way(&self, place: &Screen) -> String {
        match (self.asked(), place) {
            (Some(scope), Screen::Home | Screen::Wealth | Screen::Analysis) => {
                format!("{}?scope={scope}", place.href())
            }
            _ => place.href().to_owned(),
        }
    }

    /// Adds the books to write to to an address.
    pub fn named(&self, address: &str) -> String {
        if self.here.is_empty() {
            return address.to_owned();
        }
        let joint = if address.contains('?') { '&' } else { '?' };
        format!("{address}{joint}books={}", self.here)
    }
}

fn scope(now: BooksScope, shelves: &[BooksChoice], lang: Lang) -> Vec<Choice> {
    if shelves.len() < 2 && shelves.iter().all(|line| line.own && !line.joint) {
        return Vec::new();
    }
    let now = now.to_string();
    let mut choices = vec![Choice::new(BooksScope::Mine.to_string(), t(lang, "scope-mine"), &now)];
    for line in shelves {
        choices.push(Choice::new(BooksScope::Books(line.id).to_string(), &line.title, &now));
        if line.own && line.joint {
            let label = t_args(lang, "scope-my-share", &[("books", line.title.as_str().into())]);
            choices.push(Choice::new(BooksScope::Share(line.id).to_string(), label, &now));
        }
    }
    if shelves.len() > 1 {
        let label = t(lang, "scope-household");
        choices.push(Choice::new(BooksScope::Household.to_string(), label, &now));
    }
    choices
}

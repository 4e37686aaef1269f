//! Builds the page context with the viewer, the notification of the last action and the due tasks.

use askama::Template;
use jiff::civil::Date;
use pecule_app::actors::books_filter::{BooksQuery, BooksScope};
use pecule_app::app::App;
use pecule_app::wealth::operations::OperationView;
use pecule_app::{Error, Member, Person, Result};

use crate::request::outcome::FormOutcome;
use crate::request::record_ids::RequestedRecords;
use crate::request::redirect::form_urlencoded;
use crate::request::return_to::says_again;
use crate::text::i18n::{Lang, t, t_args};
use crate::view::books::{ClosedNotice, InBooks};
use crate::view::navigation::Screen;
use crate::view::page::{Page, Theme, Toast, Viewer};

/// Parts of a request that the page context needs.
pub(crate) struct Frame {
    pub(crate) lang: Lang,
    pub(crate) address: String,
    pub(crate) person: Person,
    pub(crate) named: RequestedRecords,
}

/// Page shown instead of one whose books have a damaged file.
#[derive(Template)]
#[template(path = "errors/unreadable.html")]
struct Unreadable {
    page: Page,
}

impl Frame {
    /// Returns the page, or the page about damaged books if they cannot be read.
    pub(crate) fn shown(&self, app: &App, made: Result<String>) -> Result<FormOutcome> {
        match made {
            Err(Error::Installation(why)) => self.instead(app, why),
            made => made.map(FormOutcome::Part),
        }
    }

    /// Redirects to the repair of the requested books, or shows which books are damaged.
    fn instead(&self, app: &App, why: String) -> Result<FormOutcome> {
        if let Some(books) = self.person.nothing_but_damaged()? {
            return Ok(FormOutcome::Go(format!("/books/{books}/backup")));
        }
        let damaged = self.person.damaged_books(BooksScope::Household)?;
        if damaged.is_empty() {
            return Err(Error::Installation(why));
        }
        if let Some(one) = damaged.iter().find(|one| one.own && self.named.names(one.id)) {
            return Ok(FormOutcome::Go(format!("/books/{}/backup", one.id)));
        }
        tracing::error!(why, "the installation");
        let page = self.bare(app.clock().today(), "damaged-page", None);
        let viewer = page.viewer.clone().map(|one| Viewer { has_books: true, ..one });
        let page = Page { damaged, viewer, search: Some("/search.json"), ..page };
        FormOutcome::closed(&Unreadable { page })
    }

    /// Opens the requested books, by default the person's own. Leaves out damaged ones, which the
    /// page then lists.
    pub(crate) fn member(&self) -> Result<Member<'_>> {
        self.member_for(&self.named.seek())
    }

    fn member_for(&self, seek: &BooksQuery<'_>) -> Result<Member<'_>> {
        let whole = self.person.member_at(seek).and_then(|member| {
            // Some damage only shows when all records are read.
            member.picture(None)?;
            Ok(member)
        });
        match whole {
            Err(Error::Installation(_)) => self.person.member_beside_damage(seek),
            whole => whole,
        }
    }

    /// Whether the person has no books and the request names none.
    pub(crate) fn is_without_books(&self) -> Result<bool> {
        Ok(self.named == RequestedRecords::default() && !self.person.has_books()?)
    }

    /// Builds the context of a page that needs no books.
    pub(crate) fn page_without_books(
        &self,
        app: &App,
        title: &str,
        here: Option<Screen>,
    ) -> Result<Page> {
        match self.member_for(&BooksQuery::default()) {
            // Such a page does not use any books, so there is no choice of books.
            Ok(member) => {
                Ok(Page { books: InBooks::default(), ..self.page(&member, title, here)? })
            }
            Err(Error::NotFound) => {
                let page = self.bare(app.clock().today(), title, here);
                Ok(Page { closed: ClosedNotice::alone(&self.person)?, ..page })
            }
            // An owner of a damaged file must still reach the pages that repair it.
            Err(Error::Installation(_)) => {
                let page = self.bare(app.clock().today(), title, here);
                let viewer = page.viewer.clone().map(|one| Viewer { has_books: true, ..one });
                let damaged = self.person.damaged_books(BooksScope::Mine)?;
                Ok(Page { damaged, viewer, search: Some("/search.json"), ..page })
            }
            Err(other) => Err(other),
        }
    }

    /// Builds the context with the data of the selected books.
    pub(crate) fn page(
        &self,
        member: &Member<'_>,
        title: &str,
        here: Option<Screen>,
    ) -> Result<Page> {
        let picture = member.picture(None)?;
        let today = member.today();
        let due =
            picture.wealth.tasks.iter().filter(|task| {
                task.done_on.is_none() && task.due_on.is_some_and(|due| due <= today)
            });
        let mut page = self.bare(today, title, here);
        page.viewer = page.viewer.map(|viewer| Viewer { has_books: true, ..viewer });
        page.books = InBooks::of(member, self.lang);
        page.closed = ClosedNotice::of(member)?;
        page.damaged = member.damaged().to_vec();
        page.demo = picture.wealth.is_demo;
        page.tasks_due = due.count();
        page.search = Some("/search.json");
        page.toast = self.toast(member)?.or(page.toast);
        Ok(page)
    }

    /// Builds the context without any books.
    fn bare(&self, today: Date, title: &str, here: Option<Screen>) -> Page {
        let preferences = self.person.preferences();
        let mut page = Page::new(self.lang, t(self.lang, title), today);
        page.theme = Theme::from_key(self.person.theme()).unwrap_or_default();
        page.here = here;
        page.path = without_done(&self.address);
        page.viewer = Some(Viewer {
            name: self.person.name().to_owned(),
            is_admin: self.person.is_admin(),
            has_books: false,
        });
        page.hides_amounts = preferences.hide_amounts;
        page.shortcuts = !preferences.no_shortcuts;
        page.toast = says_again(&self.address).then(|| Toast {
            text: t(self.lang, "confirm-press-again"),
            undo: None,
            failed: false,
        });
        page
    }

    /// Builds the notification of the operation named in the address, while it can still be undone.
    fn toast(&self, member: &Member<'_>) -> Result<Option<Toast>> {
        let Some(id) = done_in(&self.address) else { return Ok(None) };
        let known =
            member.operations(20)?.into_iter().find(|operation| operation.id.to_string() == id);
        Ok(known.map(|operation| Toast {
            text: say(&operation, self.lang),
            undo: operation.can_be_undone.then(|| undo_path(&operation, &self.address)),
            failed: false,
        }))
    }
}

/// Returns the address that undoes an operation and then redirects to `back`.
pub(crate) fn undo_path(operation: &OperationView, back: &str) -> String {
    let back = form_urlencoded(&without_done(back));
    format!("/operations/{}/undo?back={back}", operation.id)
}

/// Describes an operation in a sentence.
pub(crate) fn say(operation: &OperationView, lang: Lang) -> String {
    t_args(lang, &format!("op-{}", operation.kind), &[("name", operation.name.as_str().into())])
}

pub(crate) fn with_done(place: &str, operation: Option<&OperationView>) -> String {
    let place = without_done(place);
    match operation {
        Some(operation) => {
            let joint = if place.contains('?') { '&' } else { '?' };
            format!("{place}{joint}done={}", operation.id)
        }
        None => place,
    }
}

fn done_in(address: &str) -> Option<&str> {
    let (_, query) = address.split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix("done="))
}

/// Removes the operation from an address, so that its notification appears once.
fn without_done(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else { return address.to_owned() };
    let rest: Vec<&str> =
        query.split('&').filter(|pair| !pair.starts_with("done=") && *pair != "again=1").collect();
    if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) }
}

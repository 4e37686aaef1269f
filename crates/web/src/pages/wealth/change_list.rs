//! Lists and exports the changes to books, with filters and pages, and lists removed records.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use pecule_app::actors::books_filter::BooksQuery;
use pecule_app::wealth::change_log::TrashView;
use pecule_app::wealth::operations::OperationView;
use pecule_app::{Member, Person, Result};

use crate::pages::audit::download::{Download, download};
use crate::pages::audit::filter::{AuditFilterQuery, Chooser};
use crate::request::page_frame::say;
use crate::request::visit::SignedIn;
use crate::view::field::Choice;
use crate::view::navigation::Screen;
use crate::view::page::Page;

/// Address of the list.
const HERE: &str = "/settings/changes";

#[derive(Template)]
#[template(path = "wealth/changes/show.html")]
struct ChangeListPage {
    page: Page,
    chooser: Chooser,
    lines: Vec<Line>,
    older: Option<String>,
    latest: bool,
    /// Number of removed records that can be restored.
    trash: usize,
    /// Title of the books.
    books: String,
}

#[derive(Template)]
#[template(path = "wealth/changes/trash.html")]
struct ShowTrash {
    page: Page,
    lines: Vec<(String, TrashView)>,
}

/// A change as it is shown.
struct Line {
    sentence: String,
    /// Name of the author; empty if there is only one.
    who: String,
    operation: OperationView,
}

impl ChangeListPage {
    fn new(member: &Member<'_>, page: Page, asked: &AuditFilterQuery) -> Result<Self> {
        let (operations, more) = member.search_operations(&asked.filter()?)?;
        let older = operations.last().filter(|_| more).map(|last| asked.older(HERE, last.seq));
        let people = member.who_changed()?;
        let mut kinds = vec![Choice::new("", page.t("journal-filter-any"), &asked.kind)];
        kinds.extend(member.operation_kinds()?.into_iter().map(|kind| {
            let name = page.t_with(&format!("op-{kind}"), "name", "…");
            Choice::new(kind, name, &asked.kind)
        }));
        let mut chooser = Chooser::new(&page, HERE, asked, kinds);
        let several = people.len() > 1;
        let line = |operation: OperationView| {
            let by = people.iter().find(|(id, _name)| operation.person == Some(*id));
            let who = by.filter(|_| several).map(|(_id, name)| name.clone()).unwrap_or_default();
            Line { sentence: say(&operation, page.lang), who, operation }
        };
        let lines = operations.into_iter().map(line).collect();
        if several {
            let choices = people.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
            chooser.offer_people(&page, choices, &asked.person);
        }
        let books = member.books().to_string();
        let shelves = member.shelves();
        if shelves.len() > 1 {
            let choices = shelves.iter().map(|shelf| (shelf.id.to_string(), shelf.title.clone()));
            chooser.offer_books(&page, choices.collect(), &books);
        }
        let trash = member.removed_records()?.len();
        Ok(Self { chooser, lines, older, latest: asked.is_latest(), trash, books, page })
    }
}

/// Shows the filtered changes.
pub async fn show(visit: SignedIn, Query(asked): Query<AuditFilterQuery>) -> Response {
    let work = move |member: &Member<'_>, page: Page| ChangeListPage::new(member, page, &asked);
    visit.show("changes-title", Some(Screen::Settings), work).await
}

/// Shows the records removed in the last 30 days.
pub async fn removed(visit: SignedIn) -> Response {
    let work = |member: &Member<'_>, page: Page| {
        let lines = member.removed_records()?.into_iter();
        let lines = lines.map(|line| (say(&line.operation, page.lang), line)).collect();
        Ok(ShowTrash { page, lines })
    };
    visit.show("changes-trash", Some(Screen::Settings), work).await
}

/// Exports the filtered changes.
pub async fn export(visit: SignedIn, Query(asked): Query<AuditFilterQuery>) -> Response {
    let work = move |person: &Person| {
        let format = asked.format()?;
        let books = asked.books.parse().ok();
        let member = person.member_at(&BooksQuery { books, ..BooksQuery::default() })?;
        let bytes = member.export_operations(&asked.filter()?, format)?;
        Ok(Download::new("pecule-changements", format, bytes))
    };
    download(visit, work).await
}

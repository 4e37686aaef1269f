//! One set of books as it was in a backup, beside what it is: what differs, what is brought back.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use pecule_app::books_then::beside::{Change, LineThenNow, RecordKind};
use pecule_app::books_then::{Comparison, wanted};
use pecule_app::{Error, Member, Result};
use pecule_domain::amount::Money;
use pecule_domain::id::{BackupId, BooksId};
use serde::Deserialize;

use super::books::books_id;
use crate::form::Form;
use crate::view::{Choice, Field, Page, Place};
use crate::visit::{Outcome, Visit};

#[derive(Template)]
#[template(path = "books/then.html")]
struct Show {
    page: Page,
    id: BooksId,
    title: String,
    /// The backups that can be looked into; none where there is no such backup.
    backup: Option<Field>,
    chosen: String,
    seen: Option<Comparison>,
    fault: Option<String>,
}

/// Which backup.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    backup: String,
}

impl Show {
    fn new(member: &Member<'_>, mut page: Page, id: BooksId, asked: &str) -> Result<Self> {
        let me = member.person();
        let books = me.books(id)?;
        if books.access != "own" {
            return Err(Error::NotFound);
        }
        page.title = page.t("then-title");
        let offered = me.backups_of_then()?;
        let chosen = offered
            .iter()
            .find(|one| one.id.to_string() == asked)
            .map(|one| one.id.to_string())
            .unwrap_or_default();
        let choices = offered
            .iter()
            .map(|one| Choice::new(one.id.to_string(), page.moment(&one.made_at), &chosen))
            .collect();
        let backup =
            (!offered.is_empty()).then(|| Field::select("backup", page.t("then-backup"), choices));
        let seen = if chosen.is_empty() {
            None
        } else {
            let from = me.from_backup(chosen.parse().ok())?;
            Some(me.books_in_backup(id, &from)?)
        };
        Ok(Self { page, id, title: books.title, backup, chosen, seen, fault: None })
    }

    fn money(&self, worth: Option<&Money>) -> String {
        worth.map_or_else(|| "–".to_owned(), |worth| self.page.money(worth))
    }
}

/// The lines of each kind, where there are any.
fn groups(seen: &Comparison) -> Vec<(&'static str, Vec<&LineThenNow>)> {
    RecordKind::ALL
        .iter()
        .map(|kind| {
            let lines = seen.lines.iter().filter(|line| line.kind == *kind);
            (kind.key(), lines.collect::<Vec<_>>())
        })
        .filter(|(_, lines)| !lines.is_empty())
        .collect()
}

/// Whether any line can be brought back.
fn can_be_taken(seen: &Comparison) -> bool {
    seen.lines.iter().any(takes)
}

/// Whether a line of then can be brought back.
fn takes(line: &LineThenNow) -> bool {
    line.change != Change::New
}

fn tone(line: &LineThenNow) -> &'static str {
    match line.change {
        Change::Gone => "warn",
        Change::Changed => "",
        Change::New => "good",
    }
}

/// The backups to choose from, or the comparison with one of them.
pub async fn show(visit: Visit, Path(id): Path<String>, Query(asked): Query<Asked>) -> Response {
    let work = move |member: &Member<'_>, page: Page| {
        Show::new(member, page, books_id(&id)?, &asked.backup)
    };
    visit.show("books-title", Some(Place::Settings), work).await
}

/// Brings everything back, or the lines that were ticked.
pub async fn bring(visit: Visit, Path(id): Path<String>, form: Form) -> Response {
    let work = move |member: &Member<'_>, page: Page| {
        let id = books_id(&id)?;
        let me = member.person();
        // Of those that are offered: another one is not there.
        let backup: BackupId = form.text("backup").parse().map_err(|_bad| Error::NotFound)?;
        let from = me.from_backup(Some(backup))?;
        let done = match form.text("what") {
            "all" => me.replace_books(id, &from),
            "lines" => {
                wanted(form.all("line")).and_then(|lines| me.take_from_then(id, &from, &lines))
            }
            _ => Err(Error::NotFound),
        };
        match done {
            Ok(_compared) => Ok(Outcome::Done(format!("/books/{id}"))),
            Err(Error::Invalid(problems)) => {
                let faults = crate::form::Faults::of(&problems, page.lang);
                let mut show = Show::new(member, page, id, form.text("backup"))?;
                let fault =
                    faults.on("lines").or_else(|| faults.on("parts")).or_else(|| faults.on("name"));
                show.fault = Some(fault.unwrap_or_else(|| show.page.t("then-refused-what")));
                Outcome::again(&show)
            }
            Err(other) => Err(other),
        }
    };
    visit.act("books-title", Some(Place::Settings), work).await
}

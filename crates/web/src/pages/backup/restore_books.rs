//! Compares a set of books with a backup and restores all or some of its records.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use pecule_app::backup::restore_books::compare::{Change, Comparison, RecordDiff, RecordKind};
use pecule_app::backup::restore_books::{RestoreSource, wanted};
use pecule_app::error::bad_backup::BadBackup;
use pecule_app::{Error, Member, Person, Reason, Result};
use pecule_domain::id::{BackupId, BooksId};
use pecule_domain::money::amount::Money;
use serde::Deserialize;

use crate::pages::books::list::books_id;
use crate::request::form::{FieldErrors, Form};
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::text::i18n::{Lang, t};
use crate::view::field::{Choice, Field};
use crate::view::navigation::Screen;
use crate::view::page::Page;

#[derive(Template)]
#[template(path = "backup/restore_books.html")]
struct RestoreBooksPage {
    page: Page,
    id: BooksId,
    title: String,
    /// Choice of backup; `None` if no backup can be opened.
    backup: Option<Field>,
    chosen: String,
    seen: Option<Comparison>,
    fault: Option<String>,
}

/// Query with the backup.
#[derive(Debug, Default, Deserialize)]
pub struct RestoreBooksQuery {
    #[serde(default)]
    backup: String,
}

impl RestoreBooksPage {
    fn new(me: &Person, mut page: Page, id: BooksId, asked: &str) -> Result<Self> {
        let title = me.title_of_own(id)?;
        page.title = page.t("restore-books-title");
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
        let backup = (!offered.is_empty())
            .then(|| Field::select("backup", page.t("restore-books-backup"), choices));
        let mut show = Self { page, id, title, backup, chosen, seen: None, fault: None };
        if !show.chosen.is_empty() {
            let from = me.from_backup(show.chosen.parse().ok())?;
            match me.compare_with_backup(id, &from) {
                Ok(seen) => show.seen = Some(seen),
                Err(Error::BadBackup(bad)) => show.fault = Some(why_not(&bad, show.page.lang)),
                Err(other) => return Err(other),
            }
        }
        Ok(show)
    }

    /// Whether the current file is damaged, so that there is nothing to compare with.
    fn is_damaged(&self) -> bool {
        self.page.damaged.iter().any(|shelf| shelf.id == self.id)
    }

    fn fault_title(&self) -> String {
        let refused = self.seen.is_some() || self.chosen.is_empty();
        self.page.t(if refused { "restore-books-refused" } else { "restore-books-incomparable" })
    }

    fn money(&self, worth: Option<&Money>) -> String {
        worth.map_or_else(|| "–".to_owned(), |worth| self.page.money(worth))
    }
}

/// Groups the differences by kind of record, without empty groups.
fn groups(seen: &Comparison) -> Vec<(&'static str, Vec<&RecordDiff>)> {
    RecordKind::ALL
        .iter()
        .map(|kind| {
            let lines = seen.lines.iter().filter(|line| line.kind == *kind);
            (kind.key(), lines.collect::<Vec<_>>())
        })
        .filter(|(_, lines)| !lines.is_empty())
        .collect()
}

/// Whether any record can be restored.
fn can_be_taken(seen: &Comparison) -> bool {
    seen.lines.iter().any(takes)
}

/// Whether a record can be restored.
fn takes(line: &RecordDiff) -> bool {
    line.change != Change::New
}

fn tone(line: &RecordDiff) -> &'static str {
    match line.change {
        Change::Gone => "warn",
        Change::Changed => "",
        Change::New => "good",
    }
}

/// Shows the choice of backups, or the comparison with one.
pub async fn show(
    visit: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<RestoreBooksQuery>,
) -> Response {
    let work = move |me: &Person, page: Page| {
        FormOutcome::part(&RestoreBooksPage::new(me, page, books_id(&id)?, &asked.backup)?)
    };
    visit.alone("books-title", work).await
}

/// Replaces a damaged file with that of a backup.
pub async fn put_back(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    let work = move |me: &Person, page: Page| {
        let id = books_id(&id)?;
        let fault = match me.repair_books(id, &from(me, &form)?) {
            Ok(_compared) => return Ok(FormOutcome::Go(format!("/books/{id}?books={id}"))),
            Err(Error::BadBackup(bad)) => why_not(&bad, page.lang),
            Err(other) => return Err(other),
        };
        let show = RestoreBooksPage::new(me, page, id, form.text("backup"))?;
        FormOutcome::again(&RestoreBooksPage { fault: Some(fault), ..show })
    };
    visit.alone("books-title", work).await
}

/// Restores the whole books, or the ticked records.
pub async fn bring(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    let work = move |member: &Member<'_>, page: Page| {
        let id = books_id(&id)?;
        let me = member.person();
        let lang = page.lang;
        let fault = match brought(me, id, &form) {
            // Names the books, so that the notification offers to undo the change there.
            Ok(_compared) => return Ok(FormOutcome::Done(format!("/books/{id}?books={id}"))),
            Err(Error::Invalid(problems)) => refusal(&FieldErrors::of(&problems, lang), lang),
            Err(Error::BadBackup(bad)) => why_not(&bad, lang),
            Err(other) => return Err(other),
        };
        let show = RestoreBooksPage::new(me, page, id, form.text("backup"))?;
        FormOutcome::again(&RestoreBooksPage { fault: Some(fault), ..show })
    };
    visit.act("books-title", Some(Screen::Settings), work).await
}

fn brought(me: &Person, id: BooksId, form: &Form) -> Result<Comparison> {
    let unknown = |field: &str| Error::invalid(field, Reason::Unknown);
    let from = from(me, form)?;
    match form.text("what") {
        "all" => me.replace_books(id, &from),
        "lines" if form.all("line").next().is_none() => Err(unknown("ticked")),
        "lines" => me.restore_records(id, &from, &wanted(form.all("line"))?),
        _ => Err(unknown("lines")),
    }
}

/// Returns the backup that the form names.
fn from(me: &Person, form: &Form) -> Result<RestoreSource> {
    let backup = form.text("backup").parse::<BackupId>();
    me.from_backup(Some(backup.map_err(|_bad| Error::invalid("backup", Reason::Unknown))?))
}

/// Describes why the request was rejected.
fn refusal(faults: &FieldErrors, lang: Lang) -> String {
    for (field, said) in
        [("backup", "restore-books-backup-gone"), ("ticked", "restore-books-none-ticked")]
    {
        if faults.on(field).is_some() {
            return t(lang, said);
        }
    }
    let named = ["lines", "parts", "name"].into_iter().find_map(|field| faults.on(field));
    named.unwrap_or_else(|| t(lang, "restore-books-refused-what"))
}

/// Describes why a backup cannot be opened.
fn why_not(bad: &BadBackup, lang: Lang) -> String {
    if matches!(bad, BadBackup::Without | BadBackup::KeyOfThen) {
        let is_without = matches!(bad, BadBackup::Without);
        return t(
            lang,
            if is_without { "restore-books-without" } else { "restore-books-former-key" },
        );
    }
    t(lang, &format!("restore-failed-{}", bad.word().key()))
}

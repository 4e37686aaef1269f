//! Shows, filters, verifies and exports the household's audit log and the person's own entries.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use pecule_app::audit::archive::{JournalRetention, SegmentView};
use pecule_app::audit::log::JournalPage;
use pecule_app::audit::verify::JournalCheck;
use pecule_app::{Admin, Member, Person, Result};

use crate::pages::audit::download::{Download, download};
use crate::pages::audit::entry_text::SaidLine;
use crate::pages::audit::filter::{AuditFilterQuery, Chooser};
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::books::ClosedNotice;
use crate::view::navigation::Screen;
use crate::view::page::Page;

/// Digits of the last hash shown.
const SHORT: usize = 12;

#[derive(Template)]
#[template(path = "audit/show.html")]
struct AuditPage {
    page: Page,
    /// Whether it is the household's log, not the person's own entries.
    whole: bool,
    chooser: Chooser,
    lines: Vec<SaidLine>,
    /// Address of older entries.
    older: Option<String>,
    /// Whether this is the first page.
    latest: bool,
    /// Number of entries, and the start of the last entry's hash.
    head: Option<(i64, String)>,
    retention: JournalRetention,
    /// Archived months of the log.
    segments: Vec<SegmentView>,
}

#[derive(Template)]
#[template(path = "audit/checked.html")]
struct ShowCheck {
    page: Page,
    check: JournalCheck,
    /// Page to return to.
    back: &'static str,
}

impl AuditPage {
    fn new(page: Page, whole: bool, asked: &AuditFilterQuery, found: JournalPage) -> Self {
        let lines = found.items.into_iter().map(|line| SaidLine::new(&page, line)).collect();
        let at = if whole { "/household/audit" } else { "/settings/audit" };
        Self {
            chooser: Chooser::of_household(&page, at, asked),
            lines,
            older: found.next.map(|next| asked.older(at, next)),
            latest: asked.is_latest(),
            head: None,
            retention: JournalRetention::default(),
            segments: Vec::new(),
            whole,
            page,
        }
    }
}

/// Shows the household's audit log.
pub async fn show(visit: SignedIn, Query(asked): Query<AuditFilterQuery>) -> Response {
    let work = move |admin: Admin<'_>, page: Page| {
        let found = admin.audit_log(&asked.filter()?)?;
        let mut show = AuditPage::new(page, true, &asked, found);
        let people = admin.people()?;
        let people = people.into_iter().map(|who| (who.id.to_string(), who.name)).collect();
        show.chooser.offer_people(&show.page, people, &asked.person);
        let (count, mac) = admin.audit_head()?;
        show.head = Some((count, mac.chars().take(SHORT).collect()));
        show.retention = admin.audit_retention()?;
        show.segments = admin.audit_segments()?;
        FormOutcome::part(&show)
    };
    visit.administer("journal-title", work).await
}

/// Shows the entries by and about the person.
pub async fn own(visit: SignedIn, Query(asked): Query<AuditFilterQuery>) -> Response {
    let work = move |person: &Person, page: Page| {
        let found = person.own_audit_log(&asked.filter()?)?;
        FormOutcome::part(&AuditPage::new(page, false, &asked, found))
    };
    visit.alone("journal-own-title", work).await
}

/// Verifies the household's audit log.
pub async fn verify(visit: SignedIn) -> Response {
    let work = |admin: Admin<'_>, page: Page| {
        let check = admin.verify_audit_log(&[])?;
        // A broken chain makes the file read-only, which the page must show.
        let page = Page { closed: ClosedNotice::alone(admin.person())?, ..page };
        FormOutcome::part(&ShowCheck { page, check, back: "/household/audit" })
    };
    visit.administer("journal-verify-title", work).await
}

/// Verifies the audit log of the person's books.
pub async fn verify_books(visit: SignedIn) -> Response {
    let work = |member: &Member<'_>, page: Page| -> Result<FormOutcome> {
        let check = member.verify_audit_log(&[])?;
        let page = Page { closed: ClosedNotice::of(member)?, ..page };
        FormOutcome::part(&ShowCheck { page, check, back: "/settings/changes" })
    };
    visit.act("journal-verify-title", Some(Screen::Settings), work).await
}

/// Acknowledges a broken chain of the books, which starts a new chain.
pub async fn restart_books_chain(visit: SignedIn) -> Response {
    let work = |member: &Member<'_>, page: Page| -> Result<FormOutcome> {
        let check = member.restart_audit_chain()?;
        let page = Page { closed: ClosedNotice::of(member)?, ..page };
        FormOutcome::part(&ShowCheck { page, check, back: "/settings/changes" })
    };
    visit.act("journal-verify-title", Some(Screen::Settings), work).await
}

/// Exports the household's audit log.
pub async fn export(visit: SignedIn, Query(asked): Query<AuditFilterQuery>) -> Response {
    let work = move |person: &Person| {
        let format = asked.format()?;
        let bytes = person.admin()?.export_audit_log(&asked.filter()?, format)?;
        Ok(Download::new("pecule-journal", format, bytes))
    };
    download(visit, work).await
}

/// Exports the person's own entries.
pub async fn export_own(visit: SignedIn, Query(asked): Query<AuditFilterQuery>) -> Response {
    let work = move |person: &Person| {
        let format = asked.format()?;
        let bytes = person.export_own_audit_log(&asked.filter()?, format)?;
        Ok(Download::new("pecule-acces", format, bytes))
    };
    download(visit, work).await
}

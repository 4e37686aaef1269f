//! Shows alerts to the people concerned, and acknowledges them.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use pecule_app::actors::books_filter::BooksChoice;
use pecule_app::monitoring::alerts::books_alerts::BooksFinding;
use pecule_app::monitoring::alerts::list::FindingView;
use pecule_app::{Admin, Error, Member, Person, Result};
use serde_json::Value;
use uuid::Uuid;

use crate::pages::audit::entry_text::{device, place};
use crate::request::form::Form;
use crate::request::outcome::FormOutcome;
use crate::request::redirect::local;
use crate::request::visit::SignedIn;
use crate::view::navigation::Screen;
use crate::view::page::Page;

#[derive(Template)]
#[template(path = "monitoring/alerts/show.html")]
struct AlertsPage {
    page: Page,
    open: Vec<SaidFinding>,
    noted: Vec<SaidFinding>,
    /// Page to return to.
    back: &'static str,
    /// Whether it is the household's page.
    whole: bool,
}

/// An alert in one language.
pub(crate) struct SaidFinding {
    pub(crate) line: FindingView,
    pub(crate) sentence: String,
    pub(crate) advice: String,
    /// Device and place, or other details.
    pub(crate) about: String,
    /// Address and name of the page that helps to resolve it.
    pub(crate) way: Option<(String, String)>,
}

/// An alert about books, in one language.
pub(crate) struct SaidBooksFinding {
    pub(crate) finding: BooksFinding,
    pub(crate) sentence: String,
    pub(crate) advice: String,
    pub(crate) about: String,
}

impl SaidFinding {
    fn new(page: &Page, line: &FindingView, shelves: &[BooksChoice], whole: bool) -> Self {
        let way = if whole { way_of_household(&line.rule) } else { way_of_person(&line.rule) };
        let said = |rule: &str| Self {
            way: way.map(|(href, name)| (href.to_owned(), page.t(name))),
            sentence: page.name_of("alert", rule),
            advice: page.name_of("alert", &format!("{rule}-do")),
            about: about(page, &line.details),
            line: line.clone(),
        };
        let Some(books) = line.details.get("books").and_then(Value::as_str) else {
            return said(&line.rule);
        };
        let mine = shelves.iter().find(|shelf| shelf.id.to_string() == books);
        Self {
            about: mine.map(|shelf| shelf.title.clone()).unwrap_or_default(),
            way: mine.filter(|shelf| shelf.own).map(|shelf| {
                (format!("/books/{}/backup", shelf.id), page.t("books-damaged-put-back"))
            }),
            ..said(&format!("{}-books", line.rule))
        }
    }

    /// Returns the colour of the tag.
    pub(crate) fn tone(&self) -> &'static str {
        match self.line.severity.as_str() {
            "critical" | "serious" => "bad",
            "warning" => "warn",
            _ => "",
        }
    }
}

impl SaidBooksFinding {
    fn new(page: &Page, finding: BooksFinding) -> Self {
        let removed = finding.removed.unwrap_or_default();
        Self {
            sentence: page.name_of("alert", &finding.rule),
            advice: page.name_of("alert", &format!("{}-do", finding.rule)),
            about: match finding.removed {
                Some(_) => page.t_with("alerts-records", "count", removed),
                None => String::new(),
            },
            finding,
        }
    }
}

/// Returns the administrator's page that helps to resolve an alert.
fn way_of_household(rule: &str) -> Option<(&'static str, &'static str)> {
    Some(match rule {
        "backup-stale" | "backup-unproven" | "backup-downloaded" | "rolled-back" => {
            ("/household/backups", "backups-title")
        }
        "spraying" | "forged-token" | "policy-reports" | "journal-broken" | "journal-resumed"
        | "clock-set-back" | "clock-set-ahead" => ("/household/audit", "journal-title"),
        "messages-failed" => ("/household/notifications", "messages-title"),
        "role-changed" | "recipients-changed" => ("/household", "nav-household"),
        _ => return None,
    })
}

/// Returns the person's page that helps to resolve an alert.
fn way_of_person(rule: &str) -> Option<(&'static str, &'static str)> {
    Some(match rule {
        "sign-in-failures"
        | "success-after-failures"
        | "new-device"
        | "new-network"
        | "odd-hour"
        | "two-networks"
        | "refresh-reuse"
        | "probing"
        | "mass-export"
        | "unconfirmed-deed" => ("/settings#sessions", "sessions-title"),
        "second-factor-removed" => ("/settings/second-factor", "second-factor-title"),
        _ => return None,
    })
}

/// Describes the origin of the event, or the entry of the audit log.
fn about(page: &Page, details: &Value) -> String {
    let text = |key| details.get(key).and_then(Value::as_str).unwrap_or_default();
    let how = match text("how") {
        "" => String::new(),
        how => page.name_of("journal-how", how),
    };
    let parts = [device(text("device"), page.lang), place(text("place"), page.lang), how];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

impl AlertsPage {
    fn new(page: Page, me: &Person, lines: &[FindingView], whole: bool) -> Result<Self> {
        let shelves = me.shelves_by_title()?;
        let said = lines.iter().map(|line| SaidFinding::new(&page, line, &shelves, whole));
        let (open, noted) = said.partition(|said| said.line.acknowledged_at.is_none());
        let back = if whole { "/household/alerts" } else { "/settings/alerts" };
        Ok(Self { page, open, noted, back, whole })
    }
}

/// Returns the person's unacknowledged alerts, for the dashboard.
pub(crate) fn open_alerts(page: &Page, person: &Person) -> Result<Vec<SaidFinding>> {
    // Account notices appear separately and must not be repeated.
    let is_news =
        |line: &FindingView| line.acknowledged_at.is_none() && line.rule != "second-factor-removed";
    let lines: Vec<FindingView> = person.alerts()?.into_iter().filter(is_news).collect();
    // Titles are only loaded if there are alerts.
    let shelves = if lines.is_empty() { Vec::new() } else { person.shelves_by_title()? };
    Ok(lines.iter().map(|line| SaidFinding::new(page, line, &shelves, false)).collect())
}

/// Returns the unacknowledged alerts about the books, for the dashboard.
pub(crate) fn books_alerts(page: &Page, member: &Member<'_>) -> Result<Vec<SaidBooksFinding>> {
    let found = member.books_alerts()?.into_iter();
    Ok(found.map(|finding| SaidBooksFinding::new(page, finding)).collect())
}

/// Shows the alerts about accesses and the installation.
pub async fn show(visit: SignedIn) -> Response {
    let work = |admin: Admin<'_>, page: Page| {
        let lines = admin.alerts()?;
        FormOutcome::part(&AlertsPage::new(page, admin.person(), &lines, true)?)
    };
    visit.administer("alerts-title", work).await
}

/// Shows the person's own alerts.
pub async fn own(visit: SignedIn) -> Response {
    let work = |person: &Person, page: Page| {
        let lines = person.alerts()?;
        FormOutcome::part(&AlertsPage::new(page, person, &lines, false)?)
    };
    visit.alone("alerts-title", work).await
}

/// Acknowledges an alert, then redirects back.
pub async fn acknowledge(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    let back = local(form.text("back")).to_owned();
    let work = move |person: &mut Person| {
        person.acknowledge(id.parse::<Uuid>().map_err(|_bad| Error::NotFound)?)
    };
    visit.change_person(back, work).await
}

/// Acknowledges an alert about books.
pub async fn acknowledge_books(visit: SignedIn, form: Form) -> Response {
    let work = move |member: &Member<'_>, _page: Page| {
        member.acknowledge_books_alert(form.text("key"))?;
        Ok(FormOutcome::Done("/".to_owned()))
    };
    visit.act("alerts-title", Some(Screen::Home), work).await
}

//! Shows the dashboard with total wealth, its change and breakdown, alerts and tasks.

pub(crate) mod heat_table;

use askama::Template;
use axum::extract::Query;
use axum::response::{IntoResponse as _, Response};
use jiff::ToSpan as _;
use jiff::civil::Date;
use pecule_app::auth::account_notices::Notice;
use pecule_app::auth::sign_in_history::SignInView;
use pecule_app::monitoring::precautions::PrecautionView;
use pecule_app::wealth::operations::OperationView;
use pecule_app::wealth::reports::dashboard::{Dashboard, Point};
use pecule_app::{Admin, Member, Person, Result};
use pecule_domain::portfolio::class::Class;
use rust_decimal::Decimal;

use crate::error::ErrorResponse;
use crate::pages::audit::entry_text::{device, place};
use crate::pages::backup::status_line::BackupStatusLine;
use crate::pages::monitoring::alerts::{SaidBooksFinding, SaidFinding, books_alerts, open_alerts};
use crate::pages::people::removal_notice::RemovalNoticeText;
use crate::pages::wealth::dashboard::heat_table::Heat;
use crate::pages::wealth::scope::{ScopeQuery, scope_bar};
use crate::request::page_frame::say;
use crate::request::redirect::go;
use crate::request::visit::SignedIn;
use crate::text::i18n::t_args;
use crate::view::chart;
use crate::view::chart::{Centre, Chart, Drawing, Part};
use crate::view::field::Choice;
use crate::view::navigation::Screen;
use crate::view::page::Page;

#[derive(Template)]
#[template(path = "wealth/home.html")]
struct DashboardPage {
    page: Page,
    dashboard: Dashboard,
    ring: Chart,
    curve: Option<Chart>,
    since: Option<ChangeSince>,
    ranges: Vec<Choice>,
    heat: Heat,
    recent: Vec<(String, OperationView)>,
    /// Whether the person has neither a second factor nor dismissed the offer.
    offers_second_factor: bool,
    account_notices: Vec<Notice>,
    /// Removal notice about the person.
    departure: Option<RemovalNoticeText>,
    findings: Vec<SaidFinding>,
    /// State of the backups.
    safety: BackupStatusLine,
    /// Due precautions; for administrators.
    precautions: Vec<PrecautionView>,
    books_findings: Vec<SaidBooksFinding>,
    /// Latest sign-ins, each with device and place.
    sign_ins: Vec<(SignInView, String)>,
    /// Failed sign-ins under the person's name since the previous sign-in.
    refused_sign_ins: usize,
}

/// Change of net wealth since a recorded day.
struct ChangeSince {
    on: Date,
    change: Decimal,
    text: String,
}

/// Maximum number of sign-ins shown.
const SIGN_INS: usize = 5;
/// Ranges of the curve: query value, months.
const RANGES: [(&str, i32); 4] = [("3m", 3), ("1a", 12), ("3a", 36), ("all", 0)];

/// Shows the dashboard.
pub async fn show(visit: SignedIn, Query(asked): Query<ScopeQuery>) -> Response {
    let (lang, person) = (visit.lang, visit.person.clone());
    match visit.site.run(move |_| Ok((person.has_books()?, person.is_admin()))).await {
        Ok((true, _)) => {}
        // A person without books is an administrator or has only an account.
        Ok((false, true)) => return go("/household"),
        Ok((false, false)) => return go("/settings"),
        Err(error) => return ErrorResponse::new(error, lang).into_response(),
    }
    visit
        .show("nav-home", Some(Screen::Home), move |member, mut page| {
            member.record_last_day()?;
            let dashboard = member.dashboard(&asked.filter(), asked.day())?;
            page.scope = Some(scope_bar(&page, &asked, &member.picture(asked.day())?.wealth, "/"));
            let operations = member.operations(5)?.into_iter();
            Ok(DashboardPage {
                ring: ring(&page, &dashboard),
                curve: curve(&page, &dashboard, &asked.range),
                since: since(&page, &dashboard),
                ranges: ranges(&page, &asked.range),
                heat: Heat::of(&dashboard),
                recent: operations
                    .map(|operation| (say(&operation, page.lang), operation))
                    .collect(),
                offers_second_factor: offers_second_factor(member)?,
                account_notices: member.person().notices()?,
                departure: RemovalNoticeText::find(&page, member.person())?,
                findings: open_alerts(&page, member.person())?,
                safety: BackupStatusLine::of(&page, member.person())?,
                precautions: precautions(member.person())?,
                books_findings: books_alerts(&page, member)?,
                sign_ins: sign_ins(&page, member.person())?,
                refused_sign_ins: member.person().refused_sign_ins()?,
                dashboard,
                page,
            })
        })
        .await
}

fn precautions(person: &Person) -> Result<Vec<PrecautionView>> {
    person.admin().map_or(Ok(Vec::new()), Admin::due_precautions)
}

fn sign_ins(page: &Page, person: &Person) -> Result<Vec<(SignInView, String)>> {
    let lines = person.recent_sign_ins(SIGN_INS)?.into_iter();
    let from = |line: &SignInView| {
        let parts = [device(&line.device, page.lang), place(&line.place, page.lang)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    };
    Ok(lines.map(|line| (line.clone(), from(&line))).collect())
}

fn offers_second_factor(member: &Member<'_>) -> Result<bool> {
    let person = member.person();
    Ok(!person.preferences().second_factor_declined && !person.has_second_factor()?)
}

/// Builds the ring of classes, without debts.
fn ring(page: &Page, dashboard: &Dashboard) -> Chart {
    let owned = dashboard.by_class.rows.iter().filter(|row| row.amount.minor > 0);
    let parts = owned
        .map(|row| {
            let series =
                row.key.parse().map_or(chart::UNASSIGNED, |class: Class| chart::series(class));
            let value = if page.hides_amounts {
                row.share.unwrap_or_default()
            } else {
                row.amount.decimal()
            };
            Part::new(page.name_of("class", &row.key), value, Some(series))
        })
        .collect();
    let centre = Centre {
        text: page.whole(&dashboard.gross.decimal(), &dashboard.currency),
        sub: page.t("home-gross"),
    };
    let greatest = dashboard.by_class.rows.first();
    let summary = greatest.map_or_else(String::new, |row| {
        let share = page.percent(&row.share.unwrap_or_default());
        let class = page.name_of("class", &row.key);
        t_args(
            page.lang,
            "home-ring-summary",
            &[("class", class.as_str().into()), ("share", share.as_str().into())],
        )
    });
    let currency = (!page.hides_amounts).then(|| dashboard.currency.code());
    Chart::new(Drawing::Donut { parts, centre: Some(centre) }, currency, summary)
}

/// Returns the change since 1 January, or since the first recorded day if that is later.
fn since(page: &Page, dashboard: &Dashboard) -> Option<ChangeSince> {
    let new_year = dashboard.as_of.first_of_year();
    let points = &dashboard.evolution;
    let base = points.iter().rfind(|point| point.on <= new_year).or_else(|| points.first())?;
    if base.on >= dashboard.as_of {
        return None;
    }
    let change = dashboard.net.decimal() - base.net;
    let signed = page.signed(&change, &dashboard.currency);
    let text = match change.checked_div(base.net.abs()) {
        Some(share) => format!("{signed} ({})", page.percent(&share)),
        None => signed,
    };
    Some(ChangeSince { on: base.on, change, text })
}

/// Returns links to the ranges of the curve.
fn ranges(page: &Page, asked: &str) -> Vec<Choice> {
    let current = if RANGES.iter().any(|(word, _)| *word == asked) { asked } else { "all" };
    RANGES
        .iter()
        .map(|(word, _)| Choice {
            value: format!("/?range={word}"),
            label: page.t(&format!("home-range-{word}")),
            selected: *word == current,
        })
        .collect()
}

/// Builds the curve of recorded days; `None` for fewer than four points or while amounts are
/// hidden.
fn curve(page: &Page, dashboard: &Dashboard, range: &str) -> Option<Chart> {
    let months = RANGES.iter().find(|(word, _)| *word == range).map_or(0, |(_, months)| *months);
    let first = match months {
        0 => Date::MIN,
        months => dashboard.as_of.checked_sub(months.months()).unwrap_or(Date::MIN),
    };
    let points: Vec<&Point> =
        dashboard.evolution.iter().filter(|point| point.on >= first).collect();
    if page.hides_amounts || points.len() < 4 {
        return None;
    }
    let (first, last) = (points.first()?, points.last()?);
    let said = |point: &Point| page.whole(&point.net, &dashboard.currency);
    let summary = t_args(
        page.lang,
        "home-curve-summary",
        &[
            ("first", said(first).as_str().into()),
            ("since", page.day(&first.on).as_str().into()),
            ("last", said(last).as_str().into()),
        ],
    );
    let drawing = Drawing::AreaLine {
        days: points.iter().map(|point| point.on.to_string()).collect(),
        name: page.t("home-net"),
        values: points.iter().map(|point| Some(point.net.into())).collect(),
        put: None,
    };
    Some(Chart::new(drawing, Some(dashboard.currency.code()), summary))
}

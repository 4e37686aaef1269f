//! Accueil: how much, since when, in what, and what is to be done.

use askama::Template;
use axum::extract::Query;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use pecule_app::Error;
use pecule_app::dashboard::{Dashboard, Point};
use pecule_app::operations::OperationLine;
use pecule_domain::class::Class;
use pecule_domain::zone::Zone;
use rust_decimal::Decimal;

use crate::error::Answer;
use crate::guard::language;
use crate::i18n::t_args;
use crate::pages::scoped::{Asked, scope_bar};
use crate::view::chart::{self, Centre, Chart, Drawing, Part};
use crate::view::{Page, Place};
use crate::visit::{Visit, say};

#[derive(Template)]
#[template(path = "home/show.html")]
struct Show {
    page: Page,
    dashboard: Dashboard,
    ring: Chart,
    curve: Option<Chart>,
    heat: Heat,
    recent: Vec<(String, OperationLine)>,
}

/// Class × zone as a table; rows and columns in the order of their totals.
pub struct Heat {
    /// The zones, by key.
    pub zones: Vec<String>,
    /// The classes, by key, each with its amount in every zone and its total.
    pub rows: Vec<(String, Vec<Decimal>, Decimal)>,
    /// The greatest amount of a cell.
    pub greatest: Decimal,
}

/// Accueil.
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> Response {
    visit
        .show("nav-home", Some(Place::Home), move |member, mut page| {
            member.record_last_day()?;
            let dashboard = member.dashboard(&asked.scope(), asked.day())?;
            page.scope = Some(scope_bar(&page, &asked, &member.picture(asked.day())?.wealth, "/"));
            let operations = member.operations(5)?.into_iter();
            Ok(Show {
                ring: ring(&page, &dashboard),
                curve: curve(&page, &dashboard),
                heat: heat(&dashboard),
                recent: operations.map(|operation| (say(&operation, page.lang), operation)).collect(),
                dashboard,
                page,
            })
        })
        .await
}

/// Any address that leads nowhere.
pub async fn nowhere(headers: HeaderMap) -> Response {
    Answer::new(Error::NotFound, language(&headers)).into_response()
}

/// The ring of classes: what is owned, without debts, which are no part of a ring.
fn ring(page: &Page, dashboard: &Dashboard) -> Chart {
    let owned = dashboard.by_class.rows.iter().filter(|row| row.amount.minor > 0);
    let parts = owned
        .map(|row| {
            let series = row.key.parse().map_or(chart::UNASSIGNED, |class: Class| chart::series(class));
            let value = if page.hides_amounts { row.share.unwrap_or_default() } else { row.amount.decimal() };
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
        t_args(page.lang, "home-ring-summary", &[("class", class.as_str().into()), ("share", share.as_str().into())])
    });
    let currency = (!page.hides_amounts).then(|| dashboard.currency.code());
    Chart::new(Drawing::Donut { parts, centre: Some(centre) }, currency, summary)
}

/// The curve of recorded days; nothing to draw under four points, or with amounts hidden.
fn curve(page: &Page, dashboard: &Dashboard) -> Option<Chart> {
    if page.hides_amounts || dashboard.evolution.len() < 4 {
        return None;
    }
    let points = &dashboard.evolution;
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

/// Class × zone: the table is the drawing.
fn heat(dashboard: &Dashboard) -> Heat {
    let unassigned = pecule_domain::breakdown::UNASSIGNED;
    let cell = |class: &str, zone: &str| {
        let rows = dashboard.by_class_zone.rows.iter().filter(|row| {
            row.class.as_deref() == Some(class) && row.zone.as_deref() == Some(zone)
        });
        rows.map(|row| row.amount.decimal()).sum::<Decimal>()
    };
    let zones = Zone::ALL.iter().map(|zone| zone.key()).chain([unassigned]);
    let zones: Vec<String> = zones
        .filter(|zone| dashboard.by_class_zone.rows.iter().any(|row| row.zone.as_deref() == Some(zone)))
        .map(str::to_owned)
        .collect();
    let classes = Class::ALL.iter().map(|class| class.key()).chain([unassigned]);
    let mut rows: Vec<(String, Vec<Decimal>, Decimal)> = classes
        .map(|class| {
            let cells: Vec<Decimal> = zones.iter().map(|zone| cell(class, zone)).collect();
            let total = cells.iter().sum();
            (class.to_owned(), cells, total)
        })
        .filter(|(_, cells, _)| cells.iter().any(|cell| !cell.is_zero()))
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.2));
    let greatest = rows.iter().flat_map(|(_, cells, _)| cells.iter().copied()).max().unwrap_or_default();
    Heat { zones, rows, greatest }
}

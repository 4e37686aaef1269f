//! Shows a breakdown with any grouping and filter, as a chart and always as a table.

pub(crate) mod chart;
pub(crate) mod heat_table;

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use pecule_app::wealth::reports::breakdown::{Axis, BreakdownReport, BreakdownRow, UnvaluedView};
use pecule_app::wealth::snapshot::{Filter, Snapshot};
use pecule_app::{Member, Result};
use pecule_domain::id::AssetId;
use pecule_domain::valuation::breakdown::{Grouping, UNASSIGNED};
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::pages::wealth::breakdown::chart::ChartKind;
use crate::pages::wealth::breakdown::chart::Row;
use crate::pages::wealth::breakdown::heat_table::Heat;
use crate::pages::wealth::scope::{ScopeQuery, scope_bar};
use crate::request::visit::SignedIn;
use crate::view::chart as view_chart;
use crate::view::chart::Chart;
use crate::view::field::Choice;
use crate::view::navigation::Screen;
use crate::view::page::Page;
use crate::view::scope::ScopeField;

/// Groups shown before "show all".
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "wealth/analysis/show.html")]
struct BreakdownPage {
    page: Page,
    report: BreakdownReport,
    /// Head of the first column.
    axis: String,
    axes: Vec<Choice>,
    drawings: Vec<Choice>,
    chart: Option<Chart>,
    heat: Option<Heat>,
    rows: Vec<Row>,
    /// Omitted groups: number, amount, address of the full table.
    rest: Option<(usize, Decimal, String)>,
    /// Whether the table has negative groups, which a ring cannot show.
    owes: bool,
    looks_through: bool,
    /// Address of this page without filters, if there are any.
    everything: Option<String>,
}

/// Query that asks for all groups.
#[derive(Debug, Default, Deserialize)]
pub struct ShowAll {
    #[serde(default)]
    all: String,
}

/// Shows the page.
pub async fn show(
    visit: SignedIn,
    Query(asked): Query<ScopeQuery>,
    Query(more): Query<ShowAll>,
) -> Response {
    let work =
        move |member: &Member<'_>, page| BreakdownPage::new(member, page, asked, more.all == "yes");
    visit.show("nav-analysis", Some(Screen::Analysis), work).await
}

impl BreakdownPage {
    fn new(member: &Member<'_>, mut page: Page, asked: ScopeQuery, all: bool) -> Result<Self> {
        let picture = member.picture(asked.day())?;
        let axis = Axis::parse(&asked.by).unwrap_or(Axis::of(Grouping::Class));
        let view = View { by: by(axis), asked: narrowed(&picture, asked), axis };
        let scope = view.asked.filter();
        let report = picture.report(axis, &scope)?;
        let offered = chart::offered(axis.by, &report);
        let drawn = offered.iter().copied().find(|drawn| drawn.key() == view.asked.chart);
        let drawn = drawn.or_else(|| offered.first().copied());
        let cells = if matches!(axis.by, Grouping::Class | Grouping::ClassZone) {
            Some(picture.report(Axis::of(Grouping::ClassZone), &scope)?)
        } else {
            None
        };
        page.scope = Some(bar(&page, &view, &picture));
        let rows = view.rows(&page, &picture, &report, drawn);
        let shown = if all || rows.len() <= SHOWN + 1 { rows.len() } else { SHOWN };
        let hidden = report.rows.get(shown..).unwrap_or_default();
        let rest = hidden.iter().map(|row| row.amount.decimal()).sum();
        Ok(Self {
            axis: axis_name(&page, axis, &picture),
            axes: view.axes(&page, &picture),
            drawings: offered.iter().map(|each| view.drawing(&page, *each, drawn)).collect(),
            chart: drawn
                .and_then(|drawn| chart::draw(&page, drawn, &rows, &report, cells.as_ref())),
            heat: (drawn == Some(ChartKind::Heat)).then(|| Heat::of(&report)),
            rest: (!hidden.is_empty())
                .then(|| (hidden.len(), rest, view.address(&[("all", "yes")]))),
            rows: rows.into_iter().take(shown).collect(),
            owes: report.rows.iter().any(|row| row.amount.minor < 0),
            looks_through: matches!(
                axis.by,
                Grouping::Class
                    | Grouping::Zone
                    | Grouping::ClassZone
                    | Grouping::Issuer
                    | Grouping::Taxonomy
            ),
            everything: (!scope.is_whole()).then(|| view.everything()),
            report,
            page,
        })
    }
}

impl BreakdownPage {
    /// Describes why a holding has no value.
    fn why(&self, line: &UnvaluedView) -> String {
        let currency = line.currency.as_deref().unwrap_or_default();
        self.page.t_with(&format!("unvalued-{}", line.reason), "currency", currency)
    }
}

/// The selection of the page, from its address.
struct View {
    by: String,
    axis: Axis,
    asked: ScopeQuery,
}

impl View {
    /// Returns the address of this page with some parameters replaced.
    fn address(&self, instead: &[(&str, &str)]) -> String {
        let scope = self.asked.filter();
        let text = |id: Option<String>| id.unwrap_or_default();
        let known = [
            ("by", self.by.clone()),
            ("chart", self.asked.chart.clone()),
            ("wrapper", text(scope.wrapper.map(|wrapper| wrapper.to_string()))),
            ("bank", text(scope.bank.map(|bank| bank.to_string()))),
            ("account", text(scope.account.map(|account| account.to_string()))),
            ("at", text(self.asked.day().map(|day| day.to_string()))),
            ("scope", text(self.asked.scope().map(str::to_owned))),
        ];
        let replaced = |name: &str| instead.iter().any(|(other, _)| *other == name);
        let kept = known
            .iter()
            .filter(|(name, _)| !replaced(name))
            .map(|(name, value)| (*name, value.as_str()));
        let pairs: Vec<String> = kept
            .chain(instead.iter().copied())
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!("/analysis?{}", pairs.join("&"))
    }

    /// Returns the address without bank, tax wrapper and account.
    fn everything(&self) -> String {
        self.address(&[("wrapper", ""), ("bank", ""), ("account", ""), ("chart", "")])
    }

    fn axes(&self, page: &Page, picture: &Snapshot) -> Vec<Choice> {
        let choice = |axis: Axis| Choice {
            value: self.address(&[("by", &by(axis)), ("chart", "")]),
            label: axis_name(page, axis, picture),
            selected: axis == self.axis,
        };
        let ours =
            Grouping::ALL.iter().filter(|by| **by != Grouping::Taxonomy).map(|by| Axis::of(*by));
        let own = picture.wealth.taxonomies.keys();
        let own = own.map(|id| Axis { by: Grouping::Taxonomy, taxonomy: Some(*id) });
        ours.chain(own).map(choice).collect()
    }

    fn drawing(&self, page: &Page, drawn: ChartKind, current: Option<ChartKind>) -> Choice {
        Choice {
            value: self.address(&[("chart", drawn.key())]),
            label: page.name_of("drawing", drawn.key()),
            selected: current == Some(drawn),
        }
    }

    fn rows(
        &self,
        page: &Page,
        picture: &Snapshot,
        report: &BreakdownReport,
        drawn: Option<ChartKind>,
    ) -> Vec<Row> {
        let greatest =
            report.rows.iter().map(|row| row.amount.decimal().abs()).max().unwrap_or_default();
        let row = |(place, line): (usize, &BreakdownRow)| Row {
            name: name(page, self.axis.by, line),
            href: self.href(picture, line),
            series: series(self.axis.by, place, line, drawn),
            length: line.amount.decimal().abs().checked_div(greatest).unwrap_or_default(),
            unassigned: line.key == UNASSIGNED,
            rank: report.rows.len().saturating_sub(place),
            line: line.clone(),
        };
        report.rows.iter().enumerate().map(row).collect()
    }

    /// Returns the link of a group: its holdings, or the page of its asset.
    fn href(&self, picture: &Snapshot, line: &BreakdownRow) -> Option<String> {
        let key = line.key.as_str();
        if key == UNASSIGNED {
            return None;
        }
        match self.axis.by {
            by @ (Grouping::Bank | Grouping::Account | Grouping::Wrapper) => {
                Some(self.address(&[("by", "class"), ("chart", ""), (by.key(), key)]))
            }
            Grouping::Issuer => {
                let asset = key.parse::<AssetId>().ok()?;
                picture.wealth.assets.contains_key(&asset).then(|| format!("/assets/{asset}"))
            }
            Grouping::Class
            | Grouping::Zone
            | Grouping::ClassZone
            | Grouping::Kind
            | Grouping::Currency
            | Grouping::Taxonomy => None,
        }
    }
}

/// Returns the query value of an axis.
fn by(axis: Axis) -> String {
    match axis.taxonomy {
        Some(taxonomy) => format!("taxonomy:{taxonomy}"),
        None => axis.by.key().to_owned(),
    }
}

fn axis_name(page: &Page, axis: Axis, picture: &Snapshot) -> String {
    let own = axis.taxonomy.and_then(|id| picture.wealth.taxonomies.get(&id));
    own.map_or_else(|| page.name_of("grouping", axis.by.key()), |taxonomy| taxonomy.name.clone())
}

/// Returns the label of a group. Stable words are translated, names are not.
fn name(page: &Page, by: Grouping, row: &BreakdownRow) -> String {
    if row.key == UNASSIGNED {
        return page.t("unassigned");
    }
    match (by, &row.class, &row.zone) {
        (Grouping::Class | Grouping::Zone | Grouping::Wrapper | Grouping::Kind, _, _) => {
            page.name_of(by.key(), &row.key)
        }
        (Grouping::ClassZone, Some(class), Some(zone)) => {
            format!("{} · {}", page.name_of("class", class), page.name_of("zone", zone))
        }
        _ => row.label.clone(),
    }
}

/// Returns the colour of a group: that of its class, or its rank in rings and treemaps.
pub(crate) fn series(
    by: Grouping,
    place: usize,
    row: &BreakdownRow,
    drawn: Option<ChartKind>,
) -> Option<u8> {
    if row.key == UNASSIGNED {
        return Some(view_chart::UNASSIGNED);
    }
    let class = if by == Grouping::Class { Some(row.key.as_str()) } else { row.class.as_deref() };
    if let Some(class) = class {
        return Some(class.parse().map_or(view_chart::UNASSIGNED, view_chart::series));
    }
    let ring = matches!(drawn, Some(ChartKind::Donut | ChartKind::Treemap)) && row.amount.minor > 0;
    if ring { u8::try_from(place % 9 + 1).ok() } else { None }
}

/// Removes an account that contradicts the other filters.
fn narrowed(picture: &Snapshot, mut asked: ScopeQuery) -> ScopeQuery {
    let scope = asked.filter();
    let account = scope.account.and_then(|id| picture.wealth.accounts.get(&id)).filter(|account| {
        scope.bank.is_none_or(|bank| bank == account.bank)
            && scope.wrapper.is_none_or(|wrapper| wrapper == account.wrapper)
    });
    asked.account = account.map(|account| account.id.to_string()).unwrap_or_default();
    asked
}

/// Builds the filter bar with the accounts that the other filters allow.
fn bar(page: &Page, view: &View, picture: &Snapshot) -> crate::view::scope::Scope {
    let asked = &view.asked;
    let mut bar = scope_bar(page, asked, &picture.wealth, "/analysis");
    let scope = Filter { account: None, ..asked.filter() };
    let left = picture.wealth.accounts.values().filter(|account| {
        scope.bank.is_none_or(|bank| bank == account.bank)
            && scope.wrapper.is_none_or(|wrapper| wrapper == account.wrapper)
    });
    let mut choices: Vec<Choice> = left
        .map(|account| Choice::new(account.id.to_string(), &account.name, &asked.account))
        .collect();
    choices.sort_by(|one, other| one.label.cmp(&other.label));
    if let Some(account) = choices.iter().find(|choice| choice.selected) {
        bar.summary = format!("{} · {}", account.label, bar.summary);
    }
    choices.insert(0, Choice::new("", page.t("scope-all-accounts"), &asked.account));
    bar.fields.push(ScopeField { name: "account", label: "scope-account", choices });
    bar
}

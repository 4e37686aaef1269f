//! Chooses and builds the chart of a breakdown.

use pecule_app::wealth::reports::breakdown::{BreakdownReport, BreakdownRow};
use pecule_domain::portfolio::class::Class;
pub(crate) use pecule_domain::valuation::breakdown::{Grouping, UNASSIGNED};
use rust_decimal::Decimal;

use crate::text::i18n::Arg;
use crate::view::chart;
use crate::view::chart::{Bar, Centre, Chart, Drawing, Part};
use crate::view::page::Page;

/// Maximum number of parts in a ring.
const RING: usize = 7;
/// Maximum number of bars in a chart; the table shows all groups.
const BARS: usize = 15;

/// Type of chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChartKind {
    /// Two to seven parts.
    Donut,
    Treemap,
    /// Classes with their zones.
    Sunburst,
    /// Comparison, including debts.
    Bars,
    /// Class × zone as a shaded table.
    Heat,
}

impl ChartKind {
    /// Returns the query value.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Donut => "donut",
            Self::Treemap => "treemap",
            Self::Sunburst => "sunburst",
            Self::Bars => "bars",
            Self::Heat => "heat",
        }
    }
}

/// Returns the suitable charts of a report, best first; empty if there is nothing to compare.
pub(crate) fn offered(by: Grouping, report: &BreakdownReport) -> Vec<ChartKind> {
    let parts = report.rows.iter().filter(|row| row.amount.minor > 0).count();
    if report.rows.len() < 2 || parts == 0 {
        return Vec::new();
    }
    if by == Grouping::ClassZone {
        return vec![ChartKind::Heat, ChartKind::Sunburst, ChartKind::Treemap, ChartKind::Bars];
    }
    let mut offered = Vec::new();
    if (2..=RING).contains(&parts) {
        offered.push(ChartKind::Donut);
    }
    if parts >= 4 {
        offered.push(ChartKind::Treemap);
    }
    offered.push(ChartKind::Bars);
    offered
}

/// Builds the chart of a report. `cells` is the same wealth by class and zone, if known.
pub(crate) fn draw(
    page: &Page,
    drawn: ChartKind,
    rows: &[Row],
    report: &BreakdownReport,
    cells: Option<&BreakdownReport>,
) -> Option<Chart> {
    let scale = Scale::new(page, report);
    let flat = || {
        let owned = rows.iter().filter(|row| row.line.amount.minor > 0);
        owned
            .map(|row| Part::new(row.name.clone(), scale.of(&row.line), row.series))
            .collect::<Vec<_>>()
    };
    let drawing = match drawn {
        ChartKind::Donut => Drawing::Donut { parts: flat(), centre: Some(centre(page, report)) },
        ChartKind::Treemap => {
            Drawing::Treemap { parts: cells.map_or_else(flat, |cells| nested(page, cells, &scale)) }
        }
        ChartKind::Sunburst => Drawing::Sunburst { parts: nested(page, cells?, &scale) },
        ChartKind::Bars => {
            Drawing::Bars { bars: rows.iter().take(BARS).map(|row| bar(row, &scale)).collect() }
        }
        ChartKind::Heat => return None,
    };
    let currency = (!page.hides_amounts).then(|| report.currency.code());
    Some(Chart::new(drawing, currency, summary(page, rows)))
}

fn bar(row: &Row, scale: &Scale) -> Bar {
    Bar { name: row.name.clone(), value: scale.of(&row.line).into(), series: row.series }
}

/// Returns the centre of the ring, the total of assets owned.
fn centre(page: &Page, report: &BreakdownReport) -> Centre {
    let owes = report.rows.iter().any(|row| row.amount.minor < 0);
    let key = if owes { "home-gross" } else { "total" };
    Centre { text: page.whole(&owned(report), &report.currency), sub: page.t(key) }
}

/// Returns classes with their zones, without debts.
fn nested(page: &Page, cells: &BreakdownReport, scale: &Scale) -> Vec<Part> {
    let owned: Vec<&BreakdownRow> = cells.rows.iter().filter(|row| row.amount.minor > 0).collect();
    let classes = Class::ALL.iter().map(|class| class.key()).chain([UNASSIGNED]);
    let mut sized: Vec<(Decimal, Part)> = classes
        .filter_map(|class| {
            let inside: Vec<&&BreakdownRow> =
                owned.iter().filter(|row| row.class.as_deref() == Some(class)).collect();
            let size: Decimal = inside.iter().map(|row| scale.of(row)).sum();
            let series = class.parse().map_or(chart::UNASSIGNED, chart::series);
            let zone = |row: &&&BreakdownRow| {
                let zone = page.name_of("zone", row.zone.as_deref().unwrap_or(UNASSIGNED));
                Part::new(zone, scale.of(row), None)
            };
            let mut part = Part::new(page.name_of("class", class), size, Some(series));
            if class != UNASSIGNED {
                part.parts = inside.iter().map(zone).collect();
            }
            (!inside.is_empty()).then_some((size, part))
        })
        .collect();
    sized.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
    sized.into_iter().map(|(_, part)| part).collect()
}

/// Names the greatest group in one sentence with its figures.
fn summary(page: &Page, rows: &[Row]) -> String {
    let Some(row) = rows.first() else { return String::new() };
    let share = row.line.share.map(|share| page.percent(&share)).unwrap_or_default();
    page.t_args("analysis-summary", &[("group", Arg::from(&row.name)), ("share", Arg::from(share))])
}

/// Sums all assets owned.
fn owned(report: &BreakdownReport) -> Decimal {
    report.rows.iter().filter(|row| row.amount.minor > 0).map(|row| row.amount.decimal()).sum()
}

/// Unit of lengths: amounts, or fractions of the assets owned while amounts are hidden.
struct Scale(Option<Decimal>);

impl Scale {
    fn new(page: &Page, report: &BreakdownReport) -> Self {
        Self(page.hides_amounts.then(|| owned(report)))
    }

    fn of(&self, row: &BreakdownRow) -> Decimal {
        let amount = row.amount.decimal();
        self.0.map_or(amount, |whole| amount.checked_div(whole).unwrap_or_default())
    }
}

/// A group of the breakdown.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) href: Option<String>,
    pub(crate) series: Option<u8>,
    pub(crate) line: BreakdownRow,
    /// Length relative to the greatest group.
    pub(crate) length: Decimal,
    pub(crate) unassigned: bool,
    /// Rank from below, the sort key while amounts are hidden.
    pub(crate) rank: usize,
}

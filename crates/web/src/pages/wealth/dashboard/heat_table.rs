//! Builds the class × zone table of the dashboard, which serves as its own chart.

use pecule_app::wealth::reports::dashboard::Dashboard;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::zone::Zone;
use pecule_domain::valuation::breakdown::UNASSIGNED;
use rust_decimal::Decimal;

use crate::view::chart;

/// Class × zone table. Classes are sorted by total; the unknown one comes before debts.
pub(crate) struct Heat {
    /// Key and total of each zone.
    pub(crate) zones: Vec<(String, Decimal)>,
    pub(crate) rows: Vec<HeatRow>,
    /// Greatest amount of a cell.
    pub(crate) greatest: Decimal,
    /// Sum of all cells.
    pub(crate) total: Decimal,
    /// Coloured strip above the table: colour, start and width as fractions of the assets owned.
    pub(crate) strip: Vec<(u8, Decimal, Decimal)>,
}

/// A class of the table.
pub(crate) struct HeatRow {
    pub(crate) class: String,
    pub(crate) series: u8,
    /// Amounts by zone.
    pub(crate) cells: Vec<Decimal>,
    pub(crate) total: Decimal,
    /// Fraction of the whole.
    pub(crate) share: Option<Decimal>,
}

impl Heat {
    /// Builds the table from the dashboard's data.
    pub(crate) fn of(dashboard: &Dashboard) -> Self {
        let rows = &dashboard.by_class_zone.rows;
        let cell = |class: &str, zone: &str| {
            let rows = rows.iter().filter(|row| {
                row.class.as_deref() == Some(class) && row.zone.as_deref() == Some(zone)
            });
            rows.map(|row| row.amount.decimal()).sum::<Decimal>()
        };
        let zones = Zone::ALL.iter().map(|zone| zone.key()).chain([UNASSIGNED]);
        let zones: Vec<&str> =
            zones.filter(|zone| rows.iter().any(|row| row.zone.as_deref() == Some(zone))).collect();
        let total = dashboard.net.decimal();
        let classes = Class::ALL.iter().map(|class| class.key()).chain([UNASSIGNED]);
        let mut table: Vec<HeatRow> = classes
            .map(|class| {
                let cells: Vec<Decimal> = zones.iter().map(|zone| cell(class, zone)).collect();
                let sum: Decimal = cells.iter().sum();
                HeatRow {
                    series: class.parse().map_or(chart::UNASSIGNED, chart::series),
                    class: class.to_owned(),
                    share: sum.checked_div(total),
                    total: sum,
                    cells,
                }
            })
            .filter(|row| row.cells.iter().any(|cell| !cell.is_zero()))
            .collect();
        table.sort_by_key(|row| std::cmp::Reverse(row.total));
        let sums = zones.iter().enumerate().map(|(place, zone)| {
            let column = table.iter().filter_map(|row| row.cells.get(place));
            ((*zone).to_owned(), column.sum())
        });
        let greatest = table.iter().flat_map(|row| row.cells.iter().copied()).max();
        Self {
            zones: sums.collect(),
            strip: strip(&table),
            rows: table,
            greatest: greatest.unwrap_or_default(),
            total,
        }
    }
}

/// Positions the owned classes on the strip, with small gaps.
fn strip(rows: &[HeatRow]) -> Vec<(u8, Decimal, Decimal)> {
    let owned = || rows.iter().filter(|row| row.total > Decimal::ZERO);
    let whole: Decimal = owned().map(|row| row.total).sum();
    let gap = Decimal::new(25, 4);
    let mut from = Decimal::ZERO;
    owned()
        .map(|row| {
            let width = row.total / whole;
            let begin = from;
            from += width;
            (row.series, begin, (width - gap).max(gap))
        })
        .collect()
}

//! Builds the class × zone table, which serves as its own chart.

use pecule_app::wealth::reports::breakdown::BreakdownReport;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::zone::Zone;
use pecule_domain::valuation::breakdown::UNASSIGNED;
use rust_decimal::Decimal;

/// Class × zone table without empty rows and columns; the unknown part comes last.
pub(crate) struct Heat {
    /// Keys of the zones.
    pub(crate) zones: Vec<String>,
    /// Key of the class, amount per zone, total.
    pub(crate) rows: Vec<(String, Vec<Decimal>, Decimal)>,
    /// Totals by zone.
    pub(crate) sums: Vec<Decimal>,
    pub(crate) total: Decimal,
    /// Greatest amount of a cell.
    pub(crate) greatest: Decimal,
}

impl Heat {
    /// Builds the table from a breakdown by class and zone.
    pub(crate) fn of(report: &BreakdownReport) -> Self {
        let cell = |class: &str, zone: &str| {
            let here = |own: &Option<String>, wanted: &str| own.as_deref() == Some(wanted);
            let rows =
                report.rows.iter().filter(|row| here(&row.class, class) && here(&row.zone, zone));
            rows.map(|row| row.amount.decimal()).sum::<Decimal>()
        };
        let zones = Zone::ALL.iter().map(|zone| zone.key()).chain([UNASSIGNED]);
        let zones: Vec<String> = zones
            .filter(|zone| report.rows.iter().any(|row| row.zone.as_deref() == Some(zone)))
            .map(str::to_owned)
            .collect();
        let classes = Class::ALL.iter().map(|class| class.key()).chain([UNASSIGNED]);
        let mut rows: Vec<(String, Vec<Decimal>, Decimal)> = classes
            .map(|class| {
                let cells: Vec<Decimal> = zones.iter().map(|zone| cell(class, zone)).collect();
                let total = cells.iter().sum();
                (class.to_owned(), cells, total)
            })
            .filter(|(_, cells, _)| cells.iter().any(|cell| !cell.is_zero()))
            .collect();
        rows.sort_by_key(|row| (row.0 == UNASSIGNED, std::cmp::Reverse(row.2)));
        let cells = || rows.iter().flat_map(|(_, cells, _)| cells.iter().copied());
        let greatest = cells().max().unwrap_or_default();
        let sums = (0..zones.len())
            .map(|place| rows.iter().filter_map(|(_, cells, _)| cells.get(place)).sum::<Decimal>());
        Self { sums: sums.collect(), total: report.total.decimal(), greatest, zones, rows }
    }
}

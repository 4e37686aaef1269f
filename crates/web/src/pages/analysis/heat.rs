//! Builds the class × zone table, which serves as its own chart.

use pecule_app::analysis::BreakdownReport;
use pecule_domain::breakdown::UNASSIGNED;
use pecule_domain::class::Class;
use pecule_domain::zone::Zone;
use rust_decimal::Decimal;

/// Class × zone table without empty rows and columns; the unknown part comes last.
pub(super) struct Heat {
    /// Keys of the zones.
    pub(super) zones: Vec<String>,
    /// Key of the class, amount per zone, total.
    pub(super) rows: Vec<(String, Vec<Decimal>, Decimal)>,
    /// Totals by zone.
    pub(super) sums: Vec<Decimal>,
    pub(super) total: Decimal,
    /// Greatest amount of a cell.
    pub(super) greatest: Decimal,
}

impl Heat {
    /// Builds the table from a breakdown by class and zone.
    pub(super) fn of(report: &BreakdownReport) -> Self {
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

//! Compares every breakdown with the exact answers, to the cent for totals and within one cent for
//! rows.

use std::collections::BTreeMap;
use std::path::Path;

use pecule_app::Member;
use pecule_app::wealth::reports::breakdown::{Axis, BreakdownReport};
use pecule_app::wealth::snapshot::Filter;
use rust_decimal::Decimal;

use crate::expected::{Expected, Group};
use crate::output::say;
use crate::owner::Owner;
use crate::{household, stopwatch};

pub(crate) fn run(dir: &Path, owner: &Owner) -> anyhow::Result<()> {
    let expected = Expected::read(dir)?;
    let faults = household::at_work(owner, |member| compare(member, &expected))?;
    anyhow::ensure!(faults == 0, "{faults} figures differ from the exact answers");
    Ok(())
}

fn compare(member: &Member<'_>, expected: &Expected) -> anyhow::Result<usize> {
    say("by         rows  total                 largest difference  time       verdict")?;
    let mut faults = 0;
    for Group { by, rows, exact } in &expected.groups {
        let axis = Axis::parse(by)?;
        let (took, report) = stopwatch::time(|| member.breakdown(axis, &Filter::default(), None));
        let report = report?;
        let verdict = Verdict::of(&report, expected.total, rows, *exact);
        faults += verdict.faults;
        say(&format!(
            "{by:<10} {:<5} {:<21} {:<19} {:<10} {}",
            report.rows.len(),
            report.total.to_string(),
            format!("{} cents", verdict.largest.round_dp(3)),
            stopwatch::shown(took),
            if verdict.faults == 0 {
                "as expected".to_owned()
            } else {
                format!("{} faults", verdict.faults)
            }
        ))?;
    }
    Ok(faults)
}

/// The differences between a breakdown and the answers.
struct Verdict {
    faults: usize,
    largest: Decimal,
}

impl Verdict {
    fn of(
        report: &BreakdownReport,
        total: Decimal,
        expected: &BTreeMap<String, Decimal>,
        exact: bool,
    ) -> Self {
        let mut left = expected.clone();
        let mut verdict = Self { faults: 0, largest: Decimal::ZERO };
        let mut sum = Decimal::ZERO;
        let near = if exact { Decimal::ZERO } else { Decimal::ONE };
        for row in &report.rows {
            let cents = cents(row.amount.decimal());
            sum += cents;
            let wanted = left.remove(&row.label).unwrap_or_default();
            verdict.judge((cents - wanted).abs(), near);
        }
        for missing in left.values() {
            verdict.judge(missing.abs(), near);
        }
        verdict.judge((cents(report.total.decimal()) - total).abs(), Decimal::ZERO);
        verdict.judge((sum - total).abs(), Decimal::ZERO);
        verdict
    }

    fn judge(&mut self, difference: Decimal, near: Decimal) {
        self.largest = self.largest.max(difference);
        self.faults += usize::from(difference > near);
    }
}

fn cents(amount: Decimal) -> Decimal {
    amount * Decimal::ONE_HUNDRED
}

//! Reads the recorded days of the application.

use std::collections::BTreeMap;

use pecule_domain::{Date, Decimal};

use crate::day;
use crate::json::{Fields, Json};
use crate::legacy::portfolio::LegacyDay;
use crate::legacy::record::keyed;
use crate::problem::ProblemKind;
use crate::problems::Findings;

/// The tolerance of a day's total, because the values are sums of binary floats.
const AGREES: Decimal = Decimal::from_parts(5, 0, 0, false, 3);

/// The value of each asset, by its key.
type Values = Vec<(String, Decimal)>;

/// Reads the recorded days, oldest first.
pub(crate) fn days(root: Json<'_>, findings: &mut Findings) -> Vec<LegacyDay> {
    let mut days: BTreeMap<Date, LegacyDay> = BTreeMap::new();
    for (key, value) in keyed(root, findings) {
        let line = value.line();
        let fields = value.fields();
        let written = key.or_else(|| fields.as_ref()?.plain(&["date", "jour", "day", "timestamp"]));
        let written = written.unwrap_or_default();
        let Some(on) = day::day(&written) else {
            findings.note(line, &written, ProblemKind::NotADay);
            continue;
        };
        let found = match &fields {
            Some(fields) => total(fields, line, &written, findings),
            None => value.number().map(|total| (total, Vec::new())),
        };
        let Some((total, assets)) = found else {
            findings.note(line, &format!("{written}: total"), ProblemKind::NotANumber);
            continue;
        };
        if days.contains_key(&on) {
            findings.note(line, &written, ProblemKind::Twice);
            continue;
        }
        days.insert(on, LegacyDay { line, on, total, assets });
    }
    days.into_values().collect()
}

/// Returns the total of a day and the value of each asset.
fn total(
    fields: &Fields<'_>,
    line: usize,
    written: &str,
    findings: &mut Findings,
) -> Option<(Decimal, Values)> {
    let mut assets = Vec::new();
    let mut sum = Some(Decimal::ZERO);
    let values = fields.find(&["assets", "actifs"]).and_then(Json::fields).unwrap_or_default();
    for (key, value) in values.iter() {
        match value.number() {
            Some(number) => {
                sum = sum.and_then(|sum| sum.checked_add(number));
                assets.push((key.to_owned(), number));
            }
            None => {
                findings.note(value.line(), &format!("{written}: {key}"), ProblemKind::NotANumber);
            }
        }
    }
    match fields.find(&["total", "valeur_totale", "valeur"]) {
        Some(total) => {
            let total = total.number()?;
            let apart = sum.and_then(|sum| sum.checked_sub(total));
            if !assets.is_empty() && apart.is_none_or(|apart| apart.abs() > AGREES) {
                findings.note(line, written, ProblemKind::TotalDiffers);
            }
            Some((total, assets))
        }
        None if assets.is_empty() => None,
        None => {
            findings.note(line, written, ProblemKind::TotalAdded);
            sum.map(|sum| (sum, assets))
        }
    }
}

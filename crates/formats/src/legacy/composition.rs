//! Reads the components of composite assets.

use std::collections::{BTreeMap, BTreeSet};

use pecule_domain::money::share::Share;

use crate::decimal;
use crate::json::{Fields, Json};
use crate::legacy::portfolio::LegacyPart;
use crate::legacy::record::keyed;
use crate::problem::ProblemKind;
use crate::problems::Findings;

/// The fields read by this module.
pub(super) const FIELDS: &[&str] = &["composants", "components"];

const ASSET: &[&str] =
    &["asset_id", "actif_id", "component_id", "composant_id", "id", "asset", "actif"];
const SHARE: &[&str] =
    &["pourcentage", "percentage", "percent", "poids", "weight", "allocation", "part"];

/// Reads the components of an asset, either a list of records or percentages by key.
pub(super) fn parts(
    fields: &Fields<'_>,
    name: &str,
    assets: &BTreeSet<&str>,
    findings: &mut Findings,
) -> Vec<LegacyPart> {
    let Some(json) = fields.find(FIELDS) else { return Vec::new() };
    let mut parts: Vec<LegacyPart> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = Vec::new();
    for (key, value) in keyed(json, findings) {
        let line = value.line();
        let note = |findings: &mut Findings, what: &str, why| {
            findings.note(line, &format!("{name}: {what}"), why);
        };
        let (key, number) = component(key, value);
        let Some(key) = key else {
            note(findings, "composants", ProblemKind::Missing);
            continue;
        };
        let share = number.and_then(Json::number).ok_or(ProblemKind::NotANumber);
        let (share, cut) = match share.and_then(decimal::part_of_percentage) {
            Ok(part) => part,
            Err(why) => {
                note(findings, &key, why);
                continue;
            }
        };
        if cut {
            note(findings, &key, ProblemKind::Rounded);
        }
        all.push(share);
        if !assets.contains(key.as_str()) {
            note(findings, &key, ProblemKind::UnknownComponent);
        } else if let Some(part) = places.get(&key).and_then(|place| parts.get_mut(*place)) {
            note(findings, &key, ProblemKind::Merged);
            part.share = part.share.checked_add(share).unwrap_or(Share::WHOLE);
        } else if !share.is_none() {
            places.insert(key.clone(), parts.len());
            parts.push(LegacyPart { asset: key, share });
        }
    }
    if let Err(excess) = Share::sum(all) {
        let what = format!("{name}: composants: {} %", excess.percentage());
        findings.note(json.line(), &what, ProblemKind::TooMuch);
        return Vec::new();
    }
    parts
}

/// Returns the key and the percentage of a component.
fn component(key: Option<String>, value: Json<'_>) -> (Option<String>, Option<Json<'_>>) {
    match value.fields() {
        Some(fields) => (key.or_else(|| fields.plain(ASSET)), fields.find(SHARE)),
        None => (key, Some(value)),
    }
}

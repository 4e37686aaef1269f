//! Reads the allocation of an asset over classes, and of each class over zones.

use std::collections::BTreeMap;

use pecule_domain::money::share::Share;
use pecule_domain::portfolio::allocation::{Allocation, ClassPart};
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::zone::Zone;

use crate::decimal;
use crate::json::{Fields, Json};
use crate::legacy::words;
use crate::legacy::words::Meaning;
use crate::problem::ProblemKind;
use crate::problems::Findings;

/// The fields read by this module.
pub(super) const FIELDS: &[&str] =
    &["allocation", "categorie", "category", "geo_allocation", "zone_geographique"];

/// Reads the allocation of an asset. If classes exceed 100 %, the whole allocation is dropped. If
/// the zones of a class exceed 100 %, those zones are dropped.
pub(super) fn read(fields: &Fields<'_>, name: &str, findings: &mut Findings) -> Allocation {
    let mut split = Split { name, findings };
    let shares = match fields.find(&["allocation"]) {
        Some(json) => split.read(json, |word| words::class(word).into(), ProblemKind::UnknownClass),
        None => split.category(fields),
    };
    let by_class = split.zones_by_class(fields);
    let of_all = fields.find(&["zone_geographique"]).filter(|_| by_class.is_none());
    let mut allocation = Allocation::default();
    for (class, (share, line)) in shares.unwrap_or_default() {
        if share.is_none() {
            continue;
        }
        let zones = by_class.as_ref().and_then(|zones| zones.get(&class).copied()).or(of_all);
        if zones.is_none() {
            split.note(line, class.key(), ProblemKind::ZonesMissing);
        }
        let zones = zones.map(|json| split.zones(json)).unwrap_or_default();
        allocation.classes.insert(class, ClassPart { share, zones });
    }
    for (class, json) in by_class.into_iter().flatten() {
        if !allocation.classes.contains_key(&class) && !allocation.classes.is_empty() {
            split.note(json.line(), class.key(), ProblemKind::ZonesWithoutClass);
        }
    }
    allocation
}

/// Shares by class or zone, each with its line.
type Parts<K> = BTreeMap<K, (Share, usize)>;

struct Split<'r> {
    name: &'r str,
    findings: &'r mut Findings,
}

impl Split<'_> {
    fn note(&mut self, line: usize, what: &str, why: ProblemKind) {
        self.findings.note(line, &format!("{}: {what}", self.name), why);
    }

    /// Reads percentages by word; `None` if they exceed the whole.
    fn read<K: Ord>(
        &mut self,
        json: Json<'_>,
        meaning: fn(&str) -> Meaning<K>,
        unknown: ProblemKind,
    ) -> Option<Parts<K>> {
        let mut parts = BTreeMap::new();
        let mut all = Vec::new();
        let Some(fields) = json.fields() else {
            self.note(json.line(), "", ProblemKind::NotARecord);
            return Some(parts);
        };
        for (word, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
            let line = value.line();
            let share = value
                .number()
                .ok_or(ProblemKind::NotANumber)
                .and_then(decimal::part_of_percentage)
                .map_err(|why| self.note(line, word, why));
            let Ok((share, cut)) = share else { continue };
            if cut {
                self.note(line, word, ProblemKind::Rounded);
            }
            all.push(share);
            match meaning(word) {
                Meaning::Of(key) => {
                    let (sum, _) = parts.entry(key).or_insert((Share::NONE, line));
                    *sum = sum.checked_add(share).unwrap_or(Share::WHOLE);
                }
                Meaning::Unclassified => {}
                Meaning::Unknown => self.note(line, word, unknown),
            }
        }
        match Share::sum(all) {
            Ok(_) => Some(parts),
            Err(excess) => {
                self.note(json.line(), &format!("{} %", excess.percentage()), ProblemKind::TooMuch);
                None
            }
        }
    }

    /// Returns the category as the only class of an asset without allocation.
    fn category(&mut self, fields: &Fields<'_>) -> Option<Parts<Class>> {
        let category = fields.find(&["categorie", "category"])?;
        let word = category.plain()?;
        let class = words::class(&word);
        if class.is_none() {
            self.note(category.line(), &word, ProblemKind::UnknownClass);
        }
        class.map(|class| BTreeMap::from([(class, (Share::WHOLE, category.line()))]))
    }

    /// Returns the zones of each class, if the file gives them by class.
    fn zones_by_class<'a>(&mut self, fields: &Fields<'a>) -> Option<BTreeMap<Class, Json<'a>>> {
        let json = fields.find(&["geo_allocation"])?;
        let Some(classes) = json.fields() else {
            self.note(json.line(), "geo_allocation", ProblemKind::NotARecord);
            return None;
        };
        let mut zones = BTreeMap::new();
        for (word, json) in classes.iter().filter(|(_, json)| !json.is_empty()) {
            match words::class(word) {
                Some(class) => {
                    zones.insert(class, json);
                }
                None => self.note(json.line(), word, ProblemKind::UnknownClass),
            }
        }
        Some(zones)
    }

    /// Reads the zones of one class; a single word stands for 100 %.
    fn zones(&mut self, json: Json<'_>) -> BTreeMap<Zone, Share> {
        if let Some(word) = json.plain() {
            let whole = |zone| BTreeMap::from([(zone, Share::WHOLE)]);
            return match words::zone(&word) {
                Meaning::Of(zone) => whole(zone),
                Meaning::Unclassified => BTreeMap::new(),
                Meaning::Unknown => {
                    self.note(json.line(), &word, ProblemKind::UnknownZone);
                    BTreeMap::new()
                }
            };
        }
        let zones = self.read(json, words::zone, ProblemKind::UnknownZone).unwrap_or_default();
        zones
            .into_iter()
            .filter(|(_, (share, _))| !share.is_none())
            .map(|(zone, (share, _))| (zone, share))
            .collect()
    }
}

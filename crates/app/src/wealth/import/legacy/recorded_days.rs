//! Imports recorded days with their original totals.

use std::collections::BTreeMap;

use pecule_domain::Decimal;
use pecule_domain::money::currency::Currency;
use pecule_domain::portfolio::recorded_day::RecordedDay;
use pecule_formats::legacy::Legacy;
use pecule_formats::legacy::portfolio::LegacyDay;
use serde_json::json;

use crate::wealth::import::legacy::run::{ImportPlan, SOURCE};
use crate::wealth::import::report::What;

impl ImportPlan<'_> {
    /// Plans the days that are not recorded yet.
    pub(crate) fn history(&mut self, read: &Legacy) {
        let names: BTreeMap<&str, &str> =
            read.assets.iter().map(|asset| (asset.key.as_str(), asset.name.as_str())).collect();
        for day in &read.history {
            if self.recorded.insert(day.on) {
                self.batch.days.push((recorded(day), detail(day, &names)));
            } else {
                self.report.know(What::RecordedDay, day.on.to_string(), "");
            }
        }
    }
}

/// Splits the total of a day into gross and debts, if the values of the day add up to it.
fn recorded(day: &LegacyDay) -> RecordedDay {
    let sum = |owed: bool| {
        let values = day
            .assets
            .iter()
            .map(|(_, value)| *value)
            .filter(|value| value.is_sign_negative() == owed);
        values.fold(Decimal::ZERO, Decimal::saturating_add)
    };
    let (owned, owed) = (sum(false), sum(true));
    let (gross, debts) = if owned.saturating_add(owed) == day.total {
        (owned, owed.abs())
    } else {
        (day.total.max(Decimal::ZERO), day.total.min(Decimal::ZERO).abs())
    };
    RecordedDay {
        on: day.on,
        currency: Currency::EUR,
        net: day.total,
        gross,
        debts,
        source: SOURCE.to_owned(),
    }
}

/// Lists the value of each asset as JSON, by name if known.
fn detail(day: &LegacyDay, names: &BTreeMap<&str, &str>) -> String {
    let line = |(key, value): &(String, Decimal)| {
        let name = names.get(key.as_str()).copied().unwrap_or(key);
        json!({ "asset": name, "value": value.to_string() })
    };
    json!({ "assets": day.assets.iter().map(line).collect::<Vec<_>>() }).to_string()
}

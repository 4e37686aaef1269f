//! Settings of the books: the currency of totals, the zones that classes start with.

use std::collections::BTreeMap;

use pecule_domain::money::currency::Currency;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::zone::Zone;
use serde_json::json;

use crate::actors::member::Member;
use crate::error::{Error, Reason, Result};
use crate::wealth::portfolio::CURRENCY;

impl Member<'_> {
    /// The currency in which totals are given.
    pub fn reporting_currency(&self) -> Result<Currency> {
        Ok(self.picture(None)?.wealth.reporting_currency())
    }

    /// Chooses the currency in which totals are given.
    pub fn report_in(&self, currency: Currency) -> Result<()> {
        let summary = json!({ "name": currency.code() });
        self.change("currency-chosen", &summary, |edit| {
            Ok(edit.put_setting(CURRENCY, currency.code())?)
        })
    }

    /// Chooses the zones that a class starts with; none goes back to ours.
    pub fn start_zones_with(&self, class: Class, zones: &BTreeMap<Zone, Share>) -> Result<()> {
        Share::sum(zones.values().copied()).map_err(|excess| {
            Error::invalid_with("zones", Reason::TooMuch, excess.percentage().to_string())
        })?;
        let summary = json!({ "name": class.key() });
        self.change("default-zones-chosen", &summary, |edit| {
            if zones.is_empty() {
                return Ok(edit.reset_default_zones(class)?);
            }
            Ok(edit.put_default_zones(class, zones)?)
        })
    }
}

//! Manages settings of the books (reporting currency, default zones of classes).

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
    /// Returns the currency of totals.
    pub fn reporting_currency(&self) -> Result<Currency> {
        Ok(self.picture(None)?.wealth.reporting_currency())
    }

    /// Sets the currency of totals.
    pub fn set_reporting_currency(&self, currency: Currency) -> Result<()> {
        let summary = json!({ "name": currency.code() });
        self.change("currency-chosen", &summary, |edit| {
            Ok(edit.put_setting(CURRENCY, currency.code())?)
        })
    }

    /// Sets the default zones of a class; an empty map restores the built-in ones.
    pub fn set_default_zones(&self, class: Class, zones: &BTreeMap<Zone, Share>) -> Result<()> {
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

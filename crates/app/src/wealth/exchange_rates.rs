//! Records exchange rates that people enter or import from a file.

use jiff::civil::Date;
use pecule_domain::market::exchange_rate::ExchangeRate;
use pecule_domain::money::currency::Currency;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::{Error, Reason, Result};
use crate::wealth::holdings::bounded;

/// An exchange rate: 1 `base` = `rate` `counter`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RateView {
    /// The currency of which the rate prices one unit.
    #[schema(value_type = String)]
    pub base: Currency,
    /// The currency of the price.
    #[schema(value_type = String)]
    pub counter: Currency,
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    #[schema(value_type = String)]
    pub rate: Decimal,
    /// Where the rate comes from.
    pub source: String,
}

/// The fields of an exchange rate to be recorded.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RateInput {
    /// The currency of which the rate prices one unit.
    #[schema(value_type = String)]
    pub base: Currency,
    /// The currency of the price.
    #[schema(value_type = String)]
    pub counter: Currency,
    /// Today by default.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub on: Option<Date>,
    /// Must be above 0.
    #[schema(value_type = String)]
    pub rate: Decimal,
}

impl From<ExchangeRate> for RateView {
    fn from(rate: ExchangeRate) -> Self {
        Self {
            base: rate.base,
            counter: rate.counter,
            on: rate.on,
            rate: rate.rate,
            source: rate.source,
        }
    }
}

impl Member<'_> {
    /// Returns every exchange rate, by pair and day.
    pub fn exchange_rates(&self) -> Result<Vec<RateView>> {
        let rates = self.open().books.read(|view| view.rates())?;
        Ok(rates.into_iter().map(RateView::from).collect())
    }

    /// Returns the last exchange rate of each pair.
    pub fn latest_exchange_rates(&self) -> Result<Vec<RateView>> {
        let rates = self.open().books.read(|view| view.exchange_rates_on(self.today()))?;
        Ok(rates.into_iter().map(RateView::from).collect())
    }

    /// Records an exchange rate of a day.
    pub fn record_exchange_rate(&self, form: &RateInput) -> Result<RateView> {
        if form.rate <= Decimal::ZERO {
            return Err(Error::invalid("rate", Reason::OutOfRange));
        }
        if form.base == form.counter {
            return Err(Error::invalid("counter", Reason::Twice));
        }
        let rate = ExchangeRate {
            base: form.base,
            counter: form.counter,
            on: form.on.unwrap_or_else(|| self.today()),
            rate: bounded("rate", form.rate)?,
            source: "manual".to_owned(),
        };
        let summary = json!({ "name": format!("{} → {}", rate.base, rate.counter) });
        self.change("rate-stated", &summary, |edit| Ok(edit.put_exchange_rate(&rate)?))?;
        Ok(rate.into())
    }

    /// Removes an exchange rate.
    pub fn remove_exchange_rate(&self, base: Currency, counter: Currency, on: Date) -> Result<()> {
        let summary = json!({ "name": format!("{base} → {counter}") });
        self.change("rate-removed", &summary, |edit| {
            Ok(edit.remove_exchange_rate(base, counter, on)?)
        })
    }
}

//! Records prices of assets that people enter.

use jiff::civil::Date;
use pecule_domain::id::AssetId;
use pecule_domain::market::price::{PriceUnit, Quote};
use pecule_domain::portfolio::asset::Asset;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::{Error, Reason, Result};
use crate::wealth::holdings::bounded;

/// A price as it is displayed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuoteView {
    #[schema(value_type = String)]
    pub asset: AssetId,
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The price of a unit; of a metal, of a troy ounce.
    #[schema(value_type = String)]
    pub price: Decimal,
    /// A currency, or `GBX`, `ZAC`, `ILA` for hundredths.
    #[schema(value_type = String)]
    pub unit: PriceUnit,
    /// Where the price comes from.
    pub source: String,
}

/// The fields of a price to be recorded.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteInput {
    /// Today by default.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub on: Option<Date>,
    #[schema(value_type = String)]
    pub price: Decimal,
    /// The currency of the asset by default.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub unit: Option<PriceUnit>,
}

impl From<Quote> for QuoteView {
    fn from(quote: Quote) -> Self {
        Self {
            asset: quote.asset,
            on: quote.on,
            price: quote.price,
            unit: quote.unit,
            source: quote.source,
        }
    }
}

impl QuoteInput {
    pub(crate) fn parse(&self, asset: &Asset, today: Date) -> Result<Quote> {
        if self.price.is_sign_negative() {
            return Err(Error::invalid("price", Reason::OutOfRange));
        }
        Ok(Quote {
            asset: asset.id,
            on: self.on.unwrap_or(today),
            price: bounded("price", self.price)?,
            unit: self.unit.unwrap_or_else(|| asset.currency.into()),
            source: "manual".to_owned(),
        })
    }
}

impl Member<'_> {
    /// Returns the prices of an asset, newest first.
    pub fn prices_of(&self, asset: AssetId) -> Result<Vec<QuoteView>> {
        self.asset(asset)?;
        let quotes = self.open().books.read(|view| view.prices_of(asset))?;
        Ok(quotes.into_iter().rev().map(QuoteView::from).collect())
    }

    /// Records the price of an asset on a day.
    pub fn record_price(&self, asset: AssetId, form: &QuoteInput) -> Result<QuoteView> {
        let picture = self.ground(None)?;
        let known = picture.wealth.assets.get(&asset).ok_or(Error::NotFound)?;
        let quote = form.parse(known, self.today())?;
        self.change("price-stated", &json!({ "name": known.name }), |edit| {
            Ok(edit.put_price(&quote)?)
        })?;
        Ok(quote.into())
    }

    /// Removes a price.
    pub fn remove_price(&self, asset: AssetId, on: Date) -> Result<()> {
        let known = self.asset(asset)?;
        self.change("price-removed", &json!({ "name": known.name }), |edit| {
            Ok(edit.remove_price(asset, on)?)
        })
    }
}

//! Records the totals of a day once it is over; recorded days never change.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use pecule_domain::money::currency::Currency;
use pecule_domain::portfolio::recorded_day::RecordedDay;
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::app::App;
use crate::error::{Error, Result};
use crate::state::books_cache::OpenBooks;
use crate::wealth::snapshot::Filter;

/// Source of days recorded by this program.
pub(crate) const SOURCE: &str = "pecule";

/// A recorded day as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecordedView {
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    #[schema(value_type = String)]
    pub currency: Currency,
    /// Assets less debts.
    #[schema(value_type = String)]
    pub net: Decimal,
    /// Total of assets.
    #[schema(value_type = String)]
    pub gross: Decimal,
    /// Total of debts, not below 0.
    #[schema(value_type = String)]
    pub debts: Decimal,
    /// Program that recorded the day.
    pub source: String,
}

impl Member<'_> {
    /// Lists every recorded day, oldest first.
    pub fn history(&self) -> Result<Vec<RecordedView>> {
        let picture = self.picture(None)?;
        let line = |day: &RecordedDay| RecordedView {
            on: day.on,
            currency: day.currency,
            net: day.net,
            gross: day.gross,
            debts: day.debts,
            source: day.source.clone(),
        };
        Ok(picture.wealth.history.iter().map(line).collect())
    }

    /// Records the day of the last change once it is over; returns whether it did.
    ///
    /// Waiting for the end of the day includes all its entries. If the books cannot be written now,
    /// returns `false` and leaves the day for later.
    pub fn record_last_day(&self) -> Result<bool> {
        let may = self.require_writing();
        match may.and_then(|()| self.person().app().record_last_day(self.open())) {
            Err(Error::NotFound | Error::Unavailable(_)) => Ok(false),
            other => other,
        }
    }
}

impl App {
    /// Records the day of the last change of some books once it is over; returns whether it did.
    pub(crate) fn record_last_day(&self, open: &OpenBooks) -> Result<bool> {
        let last = open.books.read(|view| view.operations(None, 1))?.into_iter().next();
        let Some(last) = last else { return Ok(false) };
        self.record_day(open, last.at.to_zoned(TimeZone::system()).date())
    }

    /// Records the totals of a past day, unless it is recorded already; returns whether it did.
    pub(crate) fn record_day(&self, open: &OpenBooks, on: Date) -> Result<bool> {
        if on >= self.clock().today() {
            return Ok(false);
        }
        let picture = open.picture(on)?;
        if picture.lines.is_empty() || picture.wealth.history.iter().any(|day| day.on == on) {
            return Ok(false);
        }
        let totals = picture.totals(&Filter::default());
        let day = RecordedDay {
            on,
            currency: picture.currency,
            net: totals.net.decimal(),
            gross: totals.gross.decimal(),
            debts: totals.debts.decimal(),
            source: SOURCE.to_owned(),
        };
        let recorded = open.books.record_day(&day, "{}")?;
        self.forget_pictures(open.books.id());
        Ok(recorded)
    }
}

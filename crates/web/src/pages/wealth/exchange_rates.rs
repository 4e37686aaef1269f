//! Lists, adds and removes exchange rates.

use askama::Template;
use axum::response::Response;
use pecule_app::wealth::exchange_rates::{RateInput, RateView};
use pecule_app::{Error, Member, Reason, Result};

use crate::pages::form::record::number_in;
use crate::request::form::{FieldErrors, Form};
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::text::i18n::Lang;
use crate::view::field::Field;
use crate::view::navigation::Screen;
use crate::view::number;
use crate::view::page::Page;

/// Address of the page.
const PAGE: &str = "/settings/exchange-rates";
/// Suggested currencies; other codes can be typed.
const CURRENCIES: [&str; 8] = ["EUR", "USD", "GBP", "CHF", "JPY", "CAD", "SEK", "NOK"];

#[derive(Template)]
#[template(path = "wealth/exchange_rates.html")]
struct ExchangeRatesPage {
    page: Page,
    rates: Vec<RateView>,
    fields: Vec<Field>,
}

/// Shows the latest rate of each pair, and a form for a new one.
pub async fn show(visit: SignedIn) -> Response {
    let work = |member: &Member<'_>, page: Page| {
        let euro = vec![
            ("counter".to_owned(), "EUR".to_owned()),
            ("on".to_owned(), page.today.to_string()),
        ];
        ExchangeRatesPage::new(member, page, &Form::new(euro), &FieldErrors::default())
    };
    visit.show("rates-title", Some(Screen::Settings), work).await
}

/// Adds a rate.
pub async fn add(visit: SignedIn, form: Form) -> Response {
    let work = move |member: &Member<'_>, page: Page| match read(page.lang, &form)
        .and_then(|rate| member.record_exchange_rate(&rate))
    {
        Ok(_) => Ok(FormOutcome::Done(PAGE.into())),
        Err(Error::Invalid(problems)) => {
            let faults = FieldErrors::of(&problems, page.lang);
            FormOutcome::again(&ExchangeRatesPage::new(member, page, &form, &faults)?)
        }
        Err(other) => Err(other),
    };
    visit.act("rates-title", Some(Screen::Settings), work).await
}

/// Removes a rate.
pub async fn remove(visit: SignedIn, form: Form) -> Response {
    let work = move |member: &Member<'_>, _| {
        let on = form.find_day("on")?.ok_or_else(|| Error::invalid("on", Reason::Required))?;
        member.remove_exchange_rate(form.currency("base")?, form.currency("counter")?, on)?;
        Ok(FormOutcome::Done(PAGE.into()))
    };
    visit.act("rates-title", Some(Screen::Settings), work).await
}

impl ExchangeRatesPage {
    fn new(member: &Member<'_>, page: Page, form: &Form, faults: &FieldErrors) -> Result<Self> {
        let currency = |name: &str, label: &str| {
            Field::suggest(name, page.t(label), CURRENCIES.map(str::to_owned).into()).required()
        };
        let fields = [
            currency("base", "rate-base").hint(page.t("rate-base-hint")).example("USD"),
            Field::number("rate", page.t("rate-rate"), "")
                .hint(page.t("rate-rate-hint"))
                .example(number::field(rust_decimal::Decimal::new(92, 2), page.lang))
                .required(),
            currency("counter", "rate-counter"),
            Field::day("on", page.t("day")),
        ];
        let filled = |field: Field| {
            let (value, error) = (form.text(&field.name).to_owned(), faults.on(&field.name));
            field.value(value).error(error)
        };
        Ok(Self { rates: member.latest_exchange_rates()?, fields: fields.map(filled).into(), page })
    }

    fn exact(&self, rate: &RateView) -> String {
        number::exact(rate.rate, self.page.lang)
    }
}

fn read(lang: Lang, form: &Form) -> Result<RateInput> {
    let needed = |name: &str| {
        form.find(name).ok_or_else(|| Error::invalid(name, Reason::Required))?;
        form.currency(name)
    };
    Ok(RateInput {
        base: needed("base")?,
        counter: needed("counter")?,
        on: form.find_day("on")?,
        rate: number_in(lang, form, "rate")?
            .ok_or_else(|| Error::invalid("rate", Reason::Required))?,
    })
}

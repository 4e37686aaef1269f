//! Parses form fields, in order and with repeated names.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use jiff::civil::Date;
use pecule_app::{Error, Problem, Reason, Result};
use pecule_domain::money::currency::Currency;
use pecule_domain::money::share::{NotAShare, Share};
use pecule_domain::parse;
use rust_decimal::Decimal;

use crate::text::i18n::{Lang, t_args};

/// The fields of a form.
#[derive(Debug, Clone, Default)]
pub struct Form(Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = StatusCode;

    async fn from_request(request: Request, state: &S) -> Result<Self, StatusCode> {
        let form = axum::Form::<Vec<(String, String)>>::from_request(request, state).await;
        form.map(|axum::Form(fields)| Self(fields)).map_err(|_malformed| StatusCode::BAD_REQUEST)
    }
}

impl Form {
    /// Creates a form from decoded fields.
    pub const fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// Returns a field's text; empty if the field is missing.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Returns every value of a repeated field, in order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Whether a checkbox is ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        matches!(self.text(name), "yes" | "on" | "true" | "1")
    }

    /// Returns a field's text, or `None` if it is empty.
    pub fn find(&self, name: &str) -> Option<&str> {
        Some(self.text(name).trim()).filter(|text| !text.is_empty())
    }

    /// Parses an optional number as people type it: "1 234,56 €".
    pub fn find_number(&self, name: &str) -> Result<Option<Decimal>> {
        let number = self.find(name).map(parse::number).transpose();
        number.map_err(|why| Error::invalid_with(name, Reason::NotANumber, why.0))
    }

    /// Parses an optional day.
    pub fn find_day(&self, name: &str) -> Result<Option<Date>> {
        let day = self.find(name).map(str::parse).transpose();
        day.map_err(|_bad| Error::invalid(name, Reason::NotADay))
    }

    /// Parses a share typed as a percentage; empty means 100 %.
    pub fn share_or_whole(&self, name: &str) -> Result<Share> {
        self.find(name).map_or(Ok(Share::WHOLE), |typed| percentage(name, typed))
    }

    /// Parses a currency.
    pub fn currency(&self, name: &str) -> Result<Currency> {
        let code = self.find(name).unwrap_or("EUR");
        code.parse().map_err(|_bad| Error::invalid(name, Reason::UnknownCurrency))
    }

    /// Parses an enum value or the identity of a record.
    pub fn key<T: std::str::FromStr>(&self, name: &str) -> Result<T> {
        self.text(name).trim().parse().map_err(|_bad| {
            let reason =
                if self.find(name).is_some() { Reason::NotInList } else { Reason::Required };
            Error::invalid(name, reason)
        })
    }

    /// Parses an optional identity of a record.
    pub fn find_key<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>> {
        let key = self.find(name).map(str::parse).transpose();
        key.map_err(|_bad| Error::invalid(name, Reason::NotInList))
    }

    /// Returns the version that a change is based on.
    pub fn version(&self) -> Option<u32> {
        self.find("version").and_then(|version| version.parse().ok())
    }
}

/// Parses a share typed as a percentage.
pub fn percentage(field: &str, typed: &str) -> Result<Share> {
    parse::percentage(typed).map_err(|why| {
        let reason = match why {
            NotAShare::NotANumber => Reason::NotANumber,
            NotAShare::OutOfRange | NotAShare::TooPrecise => Reason::OutOfRange,
        };
        Error::invalid_with(field, reason, typed.trim())
    })
}

/// Error messages by field, in one language.
#[derive(Debug, Clone, Default)]
pub struct FieldErrors(BTreeMap<String, String>);

impl FieldErrors {
    /// Translates problems into messages by field.
    pub fn of(problems: &[Problem], lang: Lang) -> Self {
        let say = |problem: &Problem| (problem.field.clone(), sentence(problem, lang));
        Self(problems.iter().map(say).collect())
    }

    /// Returns the message for a field.
    pub fn on(&self, field: &str) -> Option<String> {
        self.0.get(field).cloned()
    }

    /// Whether there is no message.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns all messages by field.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, fault)| (field.as_str(), fault.as_str()))
    }
}

/// Formats a problem as a sentence: what is wrong, then how to correct it.
pub fn sentence(problem: &Problem, lang: Lang) -> String {
    let key = match problem.reason.key() {
        "does-not-match" if problem.field == "repeat" => "field-passwords-differ".to_owned(),
        "unknown" if problem.detail.is_empty() => "field-not-found".to_owned(),
        reason => format!("field-{reason}"),
    };
    t_args(lang, &key, &[("detail", problem.detail.as_str().into())])
}

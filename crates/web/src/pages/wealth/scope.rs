//! Parses the filter of a page from its address, and builds the filter bar.

use jiff::civil::Date;
use pecule_app::actors::books_filter::BooksScope;
use pecule_app::wealth::portfolio::Portfolio;
use pecule_app::wealth::snapshot::Filter;
use serde::Deserialize;

use crate::view::field::Choice;
use crate::view::page::Page;
use crate::view::scope::{Scope as Bar, ScopeField};

/// Query parameters of a page; invalid values are ignored.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ScopeQuery {
    #[serde(default)]
    pub bank: String,
    #[serde(default)]
    pub account: String,
    /// Tax wrapper of the accounts.
    #[serde(default)]
    pub wrapper: String,
    /// Reporting day; today if empty.
    #[serde(default)]
    pub at: String,
    /// Books to view; `Named` reads the same parameter.
    #[serde(default)]
    pub scope: String,
    /// Grouping of a breakdown.
    #[serde(default)]
    pub by: String,
    /// Type of chart.
    #[serde(default)]
    pub chart: String,
    /// Range of a curve.
    #[serde(default)]
    pub range: String,
}

impl ScopeQuery {
    /// Returns the filter.
    pub fn filter(&self) -> Filter {
        Filter {
            bank: self.bank.parse().ok(),
            account: self.account.parse().ok(),
            wrapper: self.wrapper.parse().ok(),
            asset: None,
        }
    }

    /// Returns the `scope` parameter; `None` for the own books.
    pub fn scope(&self) -> Option<&str> {
        let asked = BooksScope::parse(Some(&self.scope)).unwrap_or_default();
        (asked != BooksScope::Mine).then_some(self.scope.as_str())
    }

    /// Returns the reporting day.
    pub fn day(&self) -> Option<Date> {
        self.at.parse().ok()
    }
}

/// Builds the filter bar with tax wrapper, bank and day.
pub fn scope_bar(page: &Page, asked: &ScopeQuery, wealth: &Portfolio, action: &str) -> Bar {
    let mut banks: Vec<_> = wealth.banks.values().collect();
    banks.sort_by(|bank, other| bank.name.cmp(&other.name));
    let bank_choices = [Choice::new("", page.t("scope-all-banks"), &asked.bank)]
        .into_iter()
        .chain(banks.iter().map(|bank| Choice::new(bank.id.to_string(), &bank.name, &asked.bank)));
    let mut wrappers: Vec<_> = wealth.accounts.values().map(|account| account.wrapper).collect();
    wrappers.sort_unstable();
    wrappers.dedup();
    let wrapper_choices = [Choice::new("", page.t("scope-all-wrappers"), &asked.wrapper)]
        .into_iter()
        .chain(wrappers.iter().map(|wrapper| {
            Choice::new(wrapper.key(), page.name_of("wrapper", wrapper.key()), &asked.wrapper)
        }));
    let mut fields = vec![
        ScopeField { name: "wrapper", label: "scope-wrapper", choices: wrapper_choices.collect() },
        ScopeField { name: "bank", label: "scope-bank", choices: bank_choices.collect() },
    ];
    if !page.books.scope.is_empty() {
        let choices = page.books.scope.clone();
        fields.insert(0, ScopeField { name: "scope", label: "scope-owner", choices });
    }
    let day = asked.day().unwrap_or(page.today);
    let set: Vec<String> = fields
        .iter()
        .flat_map(|field| field.choices.iter().skip(1).filter(|choice| choice.selected))
        .map(|choice| choice.label.clone())
        .collect();
    let what = if set.is_empty() { page.t("scope-everything") } else { set.join(", ") };
    let kept = [("by", &asked.by), ("chart", &asked.chart)];
    Bar {
        action: action.to_owned(),
        fields,
        day: Some(day.to_string()),
        latest: Some(page.today.to_string()),
        summary: format!("{what} · {}", page.day_short(&day)),
        keep: kept
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name, value.clone()))
            .collect(),
    }
}

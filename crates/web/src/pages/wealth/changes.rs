//! Shows a change record by record, and undoes it.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use pecule_app::wealth::operations::{ChangeView, OperationView};
use pecule_app::wealth::portfolio::Portfolio;
use pecule_app::{Member, Result};
use pecule_domain::id::OperationId;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::pages::wealth::assets::form::named;
use crate::request::outcome::FormOutcome;
use crate::request::page_frame::say;
use crate::request::redirect::local;
use crate::request::visit::SignedIn;
use crate::view::money::HIDDEN;
use crate::view::navigation::Screen;
use crate::view::number;
use crate::view::page::Page;

/// Maximum number of records shown; an import touches thousands.
const RECORDS: usize = 250;
/// Technical columns, not shown.
const SILENT: [&str; 4] = ["id", "version", "position", "folded_name"];
/// Columns that reveal an amount.
const AMOUNTS: [&str; 7] = ["value", "quantity", "cost", "net", "gross", "debts", "detail"];

#[derive(Template)]
#[template(path = "wealth/changes/change.html")]
struct Details {
    page: Page,
    operation: OperationView,
    records: Vec<Record>,
    /// Number of records not shown.
    more: usize,
}

/// A record that a change touched.
struct Record {
    /// Kind and name of the record.
    title: String,
    /// `added`, `changed` or `removed`.
    how: &'static str,
    /// Differing columns: name, value before, value after.
    cells: Vec<(String, String, String)>,
}

/// Query with the page to return to.
#[derive(Debug, Default, Deserialize)]
pub struct Back {
    #[serde(default)]
    back: String,
}

/// Shows a change record by record.
pub async fn details(visit: SignedIn, Path(id): Path<String>) -> Response {
    let work = move |member: &Member<'_>, page| Details::new(member, page, named(&id)?);
    visit.show("changes-title", Some(Screen::Settings), work).await
}

/// Undoes a change, then redirects back.
pub async fn undo(visit: SignedIn, Path(id): Path<String>, Query(from): Query<Back>) -> Response {
    let work = move |member: &Member<'_>, _| {
        let operation = named(&id)?;
        let undone = member.operation_line(operation)?.kind;
        member.undo(operation)?;
        Ok(FormOutcome::Done(after(&undone, local(&from.back)).to_owned()))
    };
    visit.act("changes-title", Some(Screen::Settings), work).await
}

/// Returns the page to redirect to. The page of a record is replaced if undoing removed the record.
fn after<'a>(undone: &str, back: &'a str) -> &'a str {
    let path = back.split(['?', '#']).next().unwrap_or_default();
    let of_a_record = path.split('/').any(|step| step.parse::<OperationId>().is_ok());
    match undone {
        _ if !of_a_record => back,
        "asset-added" => "/assets",
        "bank-added" | "account-opened" | "holding-added" => "/wealth",
        "task-added" => "/tasks",
        "taxonomy-added" => "/settings/taxonomies",
        kind if kind.ends_with("-imported") || kind.starts_with("demo-") => "/",
        _ => back,
    }
}

impl Details {
    fn new(member: &Member<'_>, mut page: Page, id: OperationId) -> Result<Self> {
        let operation = member.operation_line(id)?;
        page.title = say(&operation, page.lang);
        let picture = member.picture(None)?;
        let changes = member.operation_changes(id)?;
        let shown = changes.iter().take(RECORDS);
        let records: Vec<Record> =
            shown.map(|change| Record::new(&page, &picture.wealth, change)).collect();
        Ok(Self { more: changes.len().saturating_sub(records.len()), page, operation, records })
    }
}

impl Record {
    fn new(page: &Page, wealth: &Portfolio, change: &ChangeView) -> Self {
        let empty = Map::new();
        let (before, after) =
            (change.before.as_ref().unwrap_or(&empty), change.after.as_ref().unwrap_or(&empty));
        let how = match (&change.before, &change.after) {
            (None, _) => "added",
            (Some(_), None) => "removed",
            (Some(_), Some(_)) => "changed",
        };
        let mut columns: Vec<&String> = before.keys().chain(after.keys()).collect();
        columns.sort_unstable();
        columns.dedup();
        let said = |image: &Map<String, Value>, column: &str| match image.get(column) {
            None | Some(Value::Null) => String::new(),
            Some(_) if page.hides_amounts && AMOUNTS.contains(&column) => HIDDEN.to_owned(),
            Some(value) => read(page, wealth, column, value),
        };
        let cells = columns
            .into_iter()
            .filter(|column| {
                !SILENT.contains(&column.as_str()) && before.get(*column) != after.get(*column)
            })
            .map(|column| (column_name(page, column), said(before, column), said(after, column)))
            // A column that was and remains empty is not shown.
            .filter(|(_, before, after)| !(before.is_empty() && after.is_empty()))
            .collect();
        let present = if change.after.is_some() { after } else { before };
        let which = ["name", "title", "asset", "holding", "class", "key", "on_day"];
        let which = which.iter().map(|column| said(present, column)).find(|name| !name.is_empty());
        let table = page.name_of("changes-table", &change.table);
        let title = which.map_or_else(|| table.clone(), |which| format!("{table} · {which}"));
        Self { title, how, cells }
    }
}

/// Returns the label of a column, or its own name.
fn column_name(page: &Page, column: &str) -> String {
    let key = format!("column-{}", column.replace('_', "-"));
    let name = page.t(&key);
    if name == key { column.to_owned() } else { name }
}

/// Formats a value in the person's language: records and words by name, numbers, days and shares.
fn read(page: &Page, wealth: &Portfolio, column: &str, value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let read = match column {
        "kind" | "unit" | "wrapper" | "class" | "tracking" => word(page, column, &text),
        "ownership" => word(page, "right", &text),
        "share" => text.parse().ok().map(|share| page.percent_exact(&share)),
        "parts" => serde_json::from_str(&text).ok().map(|parts| split(page, &parts)),
        "value" | "quantity" | "cost" | "price" | "rate" | "net" | "gross" | "debts" => {
            text.parse().ok().map(|amount| number::exact(amount, page.lang))
        }
        "on_day" | "valid_from" | "due_on" | "done_on" | "opened_on" | "closed_on" => {
            text.parse().ok().map(|day| page.day(&day))
        }
        _ => named_record(wealth, column, &text),
    };
    read.unwrap_or(text)
}

/// Translates a member of a closed list.
fn word(page: &Page, list: &str, key: &str) -> Option<String> {
    let name = page.name_of(list, key);
    (name != format!("{list}-{key}")).then_some(name)
}

/// Formats classes with zones, or zones alone, each with its share.
fn split(page: &Page, parts: &Map<String, Value>) -> String {
    let part = |(key, part): (&String, &Value)| {
        let name = word(page, "class", key)
            .or_else(|| word(page, "zone", key))
            .unwrap_or_else(|| key.clone());
        let share = part.as_str().or_else(|| part.get("share").and_then(Value::as_str));
        let share =
            share.and_then(|share| share.parse().ok()).map(|share| page.percent_exact(&share));
        let zones = part.get("zones").and_then(Value::as_object).filter(|zones| !zones.is_empty());
        let zones = zones.map(|zones| format!(" ({})", split(page, zones))).unwrap_or_default();
        format!("{name} {}{zones}", share.unwrap_or_default())
    };
    parts.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// Returns the name of the record with an identity.
fn named_record(wealth: &Portfolio, column: &str, text: &str) -> Option<String> {
    match column {
        "asset" | "part" => wealth.assets.get(&text.parse().ok()?).map(|asset| asset.name.clone()),
        "bank" => wealth.banks.get(&text.parse().ok()?).map(|bank| bank.name.clone()),
        "account" => wealth.accounts.get(&text.parse().ok()?).map(|account| account.name.clone()),
        "holding" => {
            let holding = wealth.holdings.get(&text.parse().ok()?)?;
            Some(wealth.asset_name(holding.asset))
        }
        "taxonomy" => {
            wealth.taxonomies.get(&text.parse().ok()?).map(|taxonomy| taxonomy.name.clone())
        }
        "taxon" => wealth.taxons.get(&text.parse().ok()?).map(|taxon| taxon.name.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_never_goes_back_to_what_is_gone() {
        let asset = "/assets/01939b3c-0000-7000-8000-000000000001?by=x";
        assert_eq!(after("asset-added", asset), "/assets");
        assert_eq!(after("asset-edited", asset), asset);
        assert_eq!(after("asset-added", "/analysis?by=class"), "/analysis?by=class");
    }
}

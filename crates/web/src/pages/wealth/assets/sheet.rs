//! Shows an asset with its allocation, composition, holdings, prices, notes and tasks.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use jiff::civil::Date;
use pecule_app::wealth::prices::QuoteView;
use pecule_app::wealth::reports::asset_sheet::AssetSheet;
use pecule_app::wealth::reports::breakdown::Axis;
use pecule_app::wealth::snapshot::Filter;
use pecule_app::{Member, Result};
use pecule_domain::id::AssetId;
use pecule_domain::valuation::breakdown::Grouping;
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::pages::wealth::assets::charts;
use crate::pages::wealth::assets::charts::{ClassRow, Step, Tree, ZoneTable};
use crate::pages::wealth::assets::form::named;
use crate::request::form::{FieldErrors, Form};
use crate::request::visit::SignedIn;
use crate::view::chart::Chart;
use crate::view::field::Field;
use crate::view::navigation::Screen;
use crate::view::page::Page;
use crate::view::scope::Scope as Bar;
use crate::view::{number, share};

/// Rows of exposures and prices before "show all".
const FIRST: usize = 25;
/// Maximum number of prices in the chart.
const DRAWN: usize = 1_000;

/// Query of the page.
#[derive(Debug, Default, Deserialize)]
pub struct AssetSheetQuery {
    /// Reporting day; today if empty.
    #[serde(default)]
    at: String,
    /// Whether to show long lists in full.
    #[serde(default)]
    all: String,
}

/// The page of an asset, with the forms of its prices, notes and tasks.
#[derive(Template)]
#[template(path = "wealth/assets/show.html")]
pub struct AssetSheetPage {
    page: Page,
    sheet: AssetSheet,
    classes: Vec<ClassRow>,
    said: String,
    /// Amount held by class.
    amounts: BTreeMap<String, Decimal>,
    ring: Option<Chart>,
    zones: ZoneTable,
    tree: Vec<Step>,
    sunburst: Option<Chart>,
    /// Number of exposures shown.
    first: usize,
    prices: Vec<QuoteView>,
    price_count: usize,
    curve: Option<Chart>,
    taxonomies: Vec<Classified>,
    price_fields: Vec<Field>,
    note_field: Field,
    task_fields: Vec<Field>,
    faults: Vec<String>,
}

/// Assignments of the asset to a taxonomy.
struct Classified {
    id: String,
    name: String,
    headings: Vec<(String, Decimal)>,
}

/// Shows the page.
pub async fn show(
    visit: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<AssetSheetQuery>,
) -> Response {
    visit
        .show("asset", Some(Screen::Wealth), move |member, page| {
            AssetSheetPage::new(
                member,
                page,
                named(&id)?,
                &asked,
                (&Form::default(), &FieldErrors::default()),
            )
        })
        .await
}

impl AssetSheetPage {
    /// Builds the page. A rejected form keeps its typed values beside the error messages.
    pub fn new(
        member: &Member<'_>,
        mut page: Page,
        id: AssetId,
        asked: &AssetSheetQuery,
        (form, faults): (&Form, &FieldErrors),
    ) -> Result<Self> {
        let day: Option<Date> = asked.at.parse().ok();
        let whole = !asked.all.is_empty();
        let sheet = member.asset_sheet(id, day)?;
        let picture = member.picture(day)?;
        page.title.clone_from(&sheet.asset.name);
        page.scope = Some(bar(&page, &sheet));
        let classes = charts::classes(&page, &sheet.effective);
        let tree = Tree::new(&page, &picture, whole);
        let mut prices = member.prices_of(id)?;
        prices.retain(|quote| quote.on <= sheet.as_of);
        prices.truncate(DRAWN);
        let price_count = prices.len();
        let curve = charts::prices(&page, &sheet, &prices);
        prices.truncate(if whole { DRAWN } else { 12 });
        Ok(Self {
            said: charts::said(&page, &classes),
            amounts: amounts(member, id, day)?,
            ring: charts::ring(&page, &classes),
            zones: charts::zones(&classes, &sheet.effective),
            tree: tree.steps(&sheet.tree),
            sunburst: tree.ring(&sheet.tree),
            first: if whole { usize::MAX } else { FIRST },
            taxonomies: taxonomies(member, id)?,
            price_fields: price_fields(&page, &sheet, form, faults),
            note_field: filled(Field::area("text", page.t("asset-note")), form, faults),
            task_fields: vec![
                filled(Field::text("title", page.t("asset-task")).required(), form, faults),
                filled(Field::day("due_on", page.t("task-due")), form, faults),
            ],
            faults: faults.all().map(|(_, fault)| fault.to_owned()).collect(),
            prices,
            price_count,
            curve,
            classes,
            sheet,
            page,
        })
    }

    fn price(&self, quote: &QuoteView) -> String {
        charts::price(&self.page, quote)
    }

    fn of_above(&self, step: &Step) -> String {
        charts::of_above(&self.page, step)
    }

    /// Formats a weight with enough decimals to distinguish components.
    fn weight(&self, weight: &Decimal) -> String {
        self.page.percent_exact(&weight.round_dp(6))
    }

    /// Formats a fraction of a column with the same decimals as the others.
    fn column(&self, part: &Decimal, decimals: u32) -> String {
        share::percent(*part, decimals, self.page.lang)
    }

    /// Formats a fraction of a column headed "%".
    fn part(&self, part: &Decimal) -> String {
        number::fixed(part * Decimal::ONE_HUNDRED, 2, self.page.lang)
    }

    /// Formats a number with all its decimals.
    fn exact(&self, value: &Decimal) -> String {
        number::exact(*value, self.page.lang)
    }

    /// Whether the holdings have a value other than 0.
    fn is_valued(&self) -> bool {
        self.sheet.held.minor != 0
    }

    /// Whether the asset is held, but no holding has a value.
    fn is_without_value(&self) -> bool {
        let places = &self.sheet.places;
        !places.is_empty() && places.iter().all(|held| held.amount.is_none())
    }

    /// Returns the address with everything shown.
    fn whole_address(&self) -> String {
        let day = if self.sheet.as_of == self.page.today {
            String::new()
        } else {
            format!("at={}&", self.sheet.as_of)
        };
        format!("/assets/{}?{day}all=1", self.sheet.asset.id)
    }
}

/// Builds the filter bar, which only has a day.
fn bar(page: &Page, sheet: &AssetSheet) -> Bar {
    Bar {
        action: format!("/assets/{}", sheet.asset.id),
        fields: Vec::new(),
        day: Some(sheet.as_of.to_string()),
        latest: Some(page.today.to_string()),
        summary: page.day_short(&sheet.as_of),
        keep: Vec::new(),
    }
}

/// Returns the amount of each class, rounded so that they sum to the amount held.
fn amounts(
    member: &Member<'_>,
    id: AssetId,
    day: Option<Date>,
) -> Result<BTreeMap<String, Decimal>> {
    let alone = Filter { asset: Some(id), ..Filter::default() };
    let report = member.breakdown(Axis::of(Grouping::Class), &alone, day)?;
    Ok(report.rows.into_iter().map(|row| (row.key, row.amount.decimal())).collect())
}

/// Returns the assignments to each user-defined taxonomy.
fn taxonomies(member: &Member<'_>, id: AssetId) -> Result<Vec<Classified>> {
    let assigned = member.assignments_of(id)?;
    let classified = |taxonomy: pecule_app::wealth::taxonomies::TaxonomyView| {
        let headings = taxonomy.taxons.into_iter().filter_map(|taxon| {
            let found =
                assigned.iter().find(|form| form.taxon == taxon.id && !form.share.is_none())?;
            Some((taxon.name, found.share.fraction()))
        });
        Classified {
            id: taxonomy.id.to_string(),
            headings: headings.collect(),
            name: taxonomy.name,
        }
    };
    Ok(member.taxonomies()?.into_iter().map(classified).collect())
}

fn price_fields(page: &Page, sheet: &AssetSheet, form: &Form, faults: &FieldErrors) -> Vec<Field> {
    let unit = sheet.prices.first().map_or_else(|| sheet.asset.currency.into(), |quote| quote.unit);
    let mut price = Field::number("price", page.t("asset-price"), "").required();
    if sheet.asset.unit != pecule_domain::portfolio::asset::Unit::Piece {
        price = price.hint(page.t("asset-price-ounce"));
    }
    let day = Field::day("on", page.t("day")).value(page.today.to_string());
    let units = Field::text("unit", page.t("asset-price-unit"))
        .value(unit.to_string())
        .hint(page.t("asset-price-unit-hint"));
    [price, day, units].map(|field| filled(field, form, faults)).into()
}

/// Fills a field with the typed value and its error message.
fn filled(field: Field, form: &Form, faults: &FieldErrors) -> Field {
    let error = faults.on(&field.name);
    match form.find(&field.name).map(str::to_owned) {
        Some(typed) => field.value(typed).error(error),
        None => field.error(error),
    }
}

//! Edits the composition of an asset from a day on, and shows its remainder and earlier
//! compositions.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use jiff::civil::Date;
use pecule_app::wealth::assets::AssetView;
use pecule_app::wealth::compositions::CompositionView;
use pecule_app::{Error, Member, Result};
use pecule_domain::id::AssetId;
use pecule_domain::portfolio::asset::AssetKind;
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::pages::form::shares::{TypedShares, faults};
use crate::pages::wealth::assets::charts;
use crate::pages::wealth::assets::charts::ClassRow;
use crate::pages::wealth::assets::composition_form::{Composing, Names};
use crate::pages::wealth::assets::form::named;
use crate::request::form::Form;
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::field::{Choice, Field};
use crate::view::navigation::Screen;
use crate::view::page::Page;
use crate::view::shares::{Parts, ShareRow, SharesTable};

/// Maximum number of suggested names.
const PROPOSED: usize = 2_000;

/// Alternative initial values of the editor.
#[derive(Debug, Default, Deserialize)]
pub struct Start {
    /// Name or ISIN of an asset whose composition is copied.
    #[serde(default)]
    from: String,
    /// First day of an earlier composition.
    #[serde(default)]
    version: String,
}

#[derive(Template)]
#[template(path = "wealth/assets/composition.html")]
struct AssetCompositionPage {
    page: Page,
    asset: AssetView,
    table: SharesTable,
    faults: Vec<(String, String)>,
    day: Field,
    source: Field,
    kind: Field,
    /// Whether to create assets for unknown names.
    creates: bool,
    /// Number of unknown names.
    unknown: usize,
    /// Classes of the asset's own allocation, which apply to the remainder.
    own: Vec<(u8, String, Decimal)>,
    result: Vec<ClassRow>,
    said: String,
    versions: Vec<CompositionView>,
    /// Names of other assets with a composition.
    names: Vec<String>,
    copied: bool,
    not_copied: Option<String>,
}

/// Values of the editor.
struct Filled {
    typed: TypedShares,
    day: String,
    source: String,
    kind: String,
    creates: bool,
    unknown: usize,
    day_fault: Option<String>,
    copied: bool,
    not_copied: Option<String>,
}

/// Shows the composition.
pub async fn show(visit: SignedIn, Path(id): Path<String>, Query(start): Query<Start>) -> Response {
    visit
        .show("asset-composition", Some(Screen::Wealth), move |member, page| {
            let asset = member.asset(named(&id)?)?;
            let filled = kept(member, &page, &asset, &start)?;
            AssetCompositionPage::new(member, page, asset, filled)
        })
        .await
}

/// Sets the composition.
pub async fn change(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    visit
        .act("asset-composition", Some(Screen::Wealth), move |member, page| {
            let asset = member.asset(named(&id)?)?;
            let mut composing = Composing::read(member, &page, &form)?;
            if composing.compose(member, &page, &asset)? {
                return Ok(FormOutcome::Done(seen_at(member, &composing, asset.id)?));
            }
            let filled = Filled {
                day: form.text("valid_from").to_owned(),
                source: form.text("source").to_owned(),
                kind: form.text("kind").to_owned(),
                creates: form.is_ticked("create"),
                unknown: composing.unknown(),
                day_fault: composing.day_fault.take(),
                typed: composing.typed,
                copied: false,
                not_copied: None,
            };
            FormOutcome::again(&AssetCompositionPage::new(member, page, asset, filled)?)
        })
        .await
}

/// Returns the page that shows the result: the asset, or the editor if another composition is in
/// force.
fn seen_at(member: &Member<'_>, composing: &Composing, id: AssetId) -> Result<String> {
    let in_force = member.asset(id)?.composition.map(|made| made.valid_from);
    let path = format!("/assets/{id}");
    Ok(if in_force == Some(composing.day(member)) { path } else { format!("{path}/composition") })
}

/// Removes the composition of one day.
pub async fn remove(visit: SignedIn, Path((id, day)): Path<(String, String)>) -> Response {
    visit
        .act("asset-composition", Some(Screen::Wealth), move |member, _| {
            let asset = member.asset(named(&id)?)?;
            let day: Date = day.parse().map_err(|_no_day| Error::NotFound)?;
            let known = member.compositions_of(asset.id)?;
            if !known.iter().any(|made| made.valid_from == day) {
                return Err(Error::NotFound);
            }
            let nothing = pecule_app::wealth::compositions::CompositionInput {
                valid_from: Some(day),
                parts: Vec::new(),
                source: String::new(),
            };
            member.compose(asset.id, &nothing)?;
            Ok(FormOutcome::Done(format!("/assets/{}/composition", asset.id)))
        })
        .await
}

/// Returns the initial values: the composition in force, an earlier one, or that of another asset.
fn kept(member: &Member<'_>, page: &Page, asset: &AssetView, start: &Start) -> Result<Filled> {
    let names = Names::of(member)?;
    let mut filled = Filled {
        typed: TypedShares::default(),
        day: page.today.to_string(),
        source: String::new(),
        kind: AssetKind::Stock.key().to_owned(),
        creates: false,
        unknown: 0,
        day_fault: None,
        copied: false,
        not_copied: None,
    };
    let mut source = asset.composition.clone();
    if let Ok(day) = start.version.parse::<Date>() {
        let mut known = member.compositions_of(asset.id)?.into_iter();
        source = Some(known.find(|made| made.valid_from == day).ok_or(Error::NotFound)?);
    }
    if let Some(made) = &source {
        filled.day = made.valid_from.to_string();
        filled.source.clone_from(&made.source);
    }
    if !start.from.trim().is_empty() {
        filled.day = page.today.to_string();
        filled.source = String::new();
        match member.asset_named(&start.from).and_then(|id| member.asset(id)) {
            Ok(other) => {
                source = other.composition;
                filled.copied = true;
            }
            Err(Error::Invalid(problems)) => {
                filled.not_copied =
                    problems.first().map(|why| crate::request::form::sentence(why, page.lang));
            }
            Err(other) => return Err(other),
        }
    }
    let parts = source.map(|made| made.parts).unwrap_or_default();
    let row = |part: &pecule_app::wealth::compositions::PartView| {
        ShareRow::kept(names.of_asset(part.asset), part.share, page.lang)
    };
    filled.typed.rows = parts.iter().map(row).collect();
    Ok(filled)
}

impl AssetCompositionPage {
    fn new(member: &Member<'_>, mut page: Page, asset: AssetView, filled: Filled) -> Result<Self> {
        page.title = page.t_with("composition-of", "name", asset.name.as_str());
        let names = Names::of(member)?;
        let known = member.assets()?;
        let composites =
            known.iter().filter(|other| other.composition.is_some() && other.id != asset.id);
        let classes = charts::classes(&page, &member.asset_sheet(asset.id, None)?.effective);
        let table = SharesTable {
            id: "parts".into(),
            parts: Parts::Named(proposed(&known, &names, asset.id)),
            rows: filled.typed.rows,
            head: page.t("composition-part"),
            rest_label: if asset.allocation.classes.is_empty() {
                page.t("shares-rest")
            } else {
                page.t("shares-rest-own")
            },
            error: filled.typed.error,
        };
        let kinds = AssetKind::ALL
            .iter()
            .map(|kind| Choice::new(kind.key(), page.name_of("kind", kind.key()), &filled.kind));
        Ok(Self {
            day: Field::day("valid_from", page.t("composition-day"))
                .value(filled.day)
                .hint(page.t("composition-day-hint"))
                .error(filled.day_fault)
                .required(),
            source: Field::text("source", page.t("asset-source"))
                .hint(page.t("composition-source-hint"))
                .value(filled.source)
                .example(page.t("composition-source-example")),
            kind: Field::select("kind", page.t("composition-kind"), kinds.collect()),
            creates: filled.creates,
            unknown: filled.unknown,
            own: own(&page, &asset),
            said: charts::said(&page, &classes),
            result: classes,
            versions: member.compositions_of(asset.id)?,
            names: composites.map(|other| names.of_asset(other.id)).take(PROPOSED).collect(),
            copied: filled.copied,
            not_copied: filled.not_copied,
            faults: faults(&table),
            table,
            asset,
            page,
        })
    }
}

/// Returns the suggested names.
fn proposed(known: &[AssetView], names: &Names, id: AssetId) -> Vec<String> {
    let others = known.iter().filter(|other| other.id != id);
    others.map(|other| names.of_asset(other.id)).take(PROPOSED).collect()
}

/// Returns the classes of the asset's own allocation, which apply to the remainder.
fn own(page: &Page, asset: &AssetView) -> Vec<(u8, String, Decimal)> {
    let mut parts: Vec<_> = asset.allocation.classes.iter().collect();
    parts.sort_by_key(|(_, part)| std::cmp::Reverse(part.share));
    parts
        .into_iter()
        .map(|(class, part)| {
            let name = page.name_of("class", class.key());
            (crate::view::chart::series(*class), name, part.share.fraction())
        })
        .collect()
}

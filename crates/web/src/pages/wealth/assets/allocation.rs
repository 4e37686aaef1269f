//! Edits the allocation of an asset over classes, with links to the zones of each class.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use pecule_app::wealth::assets::AssetView;
use pecule_app::{Error, Member, Result};
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::allocation::{Allocation, ClassPart};
use pecule_domain::portfolio::class::Class;
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::pages::form::shares::{TypedShares, faults};
use crate::pages::wealth::assets::form::named;
use crate::request::form::Form;
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::chart;
use crate::view::navigation::Screen;
use crate::view::page::Page;
use crate::view::shares::{ListedPart, Parts, ShareRow, SharesTable};

/// Alternative initial values of the editor.
#[derive(Debug, Default, Deserialize)]
pub struct Start {
    /// Name or ISIN of an asset whose allocation is copied.
    #[serde(default)]
    pub from: String,
    /// Class that gets 100 %.
    #[serde(default)]
    class: String,
}

#[derive(Template)]
#[template(path = "wealth/assets/allocation.html")]
struct AssetAllocationPage {
    page: Page,
    asset: AssetView,
    table: SharesTable,
    faults: Vec<(String, String)>,
    start: Start,
    /// Error message if nothing could be copied.
    not_copied: Option<String>,
    presets: Vec<Class>,
    classes: Vec<ClassZones>,
    names: Vec<String>,
    fills: bool,
    copied: bool,
}

/// A stored class with its zones.
struct ClassZones {
    class: Class,
    share: Decimal,
    zones: Vec<(String, Decimal)>,
    rest: Decimal,
}

/// Shows the classes of an asset.
pub async fn show(visit: SignedIn, Path(id): Path<String>, Query(start): Query<Start>) -> Response {
    visit
        .show("asset-allocation", Some(Screen::Wealth), move |member, page| {
            let asset = member.asset(named(&id)?)?;
            AssetAllocationPage::new(member, page, asset, start, None)
        })
        .await
}

/// Sets the classes of an asset. The zones of remaining classes are preserved.
pub async fn change(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    visit
        .act("asset-allocation", Some(Screen::Wealth), move |member, page| {
            let asset = member.asset(named(&id)?)?;
            let mut typed = TypedShares::read(&form, &page);
            let shares = typed.keyed::<Class>(&page);
            if typed.is_good() {
                let allocation = with_zones(member, &asset, &form, shares)?;
                match member.allocate(asset.id, allocation) {
                    Ok(_) => {
                        return Ok(FormOutcome::Done(format!("/assets/{}/allocation", asset.id)));
                    }
                    Err(Error::Invalid(problems)) => typed.refuse_whole(&problems, &page),
                    Err(other) => return Err(other),
                }
            }
            let start = Start { from: form.text("from").to_owned(), class: String::new() };
            let show = AssetAllocationPage::new(
                member,
                page,
                asset,
                start,
                Some((typed, form.is_ticked("fill"))),
            )?;
            FormOutcome::again(&show)
        })
        .await
}

/// Combines the shares with zones: those of the copied asset, else the asset's own, else the
/// default zones if requested.
fn with_zones(
    member: &Member<'_>,
    asset: &AssetView,
    form: &Form,
    shares: Vec<(Class, Share)>,
) -> Result<Allocation> {
    let copied = match form.find("from") {
        Some(from) => member.asset(member.asset_named(from)?)?.allocation,
        None => Allocation::default(),
    };
    let mut classes = BTreeMap::new();
    for (class, share) in shares {
        let own = asset.allocation.classes.get(&class);
        let known = copied.classes.get(&class).or(own);
        let mut zones = known.map(|part| part.zones.clone()).unwrap_or_default();
        if zones.is_empty() && form.is_ticked("fill") {
            zones = member.zones_to_start_with(class)?.into_iter().collect();
        }
        classes.insert(class, ClassPart { share, zones });
    }
    Ok(Allocation { classes })
}

impl AssetAllocationPage {
    fn new(
        member: &Member<'_>,
        mut page: Page,
        asset: AssetView,
        mut start: Start,
        typed: Option<(TypedShares, bool)>,
    ) -> Result<Self> {
        page.title.clone_from(&asset.name);
        let (source, not_copied) = source(member, &page, &asset, &mut start)?;
        let (typed, fills) = typed.unzip();
        let rows = typed.as_ref().map_or_else(|| kept(&page, &source), |typed| typed.rows.clone());
        let table = SharesTable {
            id: "classes".into(),
            parts: Parts::Listed(Class::ALL.iter().map(|class| listed(&page, *class)).collect()),
            rows,
            head: page.t("class"),
            rest_label: page.t("shares-rest"),
            error: typed.and_then(|typed| typed.error),
        };
        let names =
            member.assets()?.into_iter().filter(|other| !other.allocation.classes.is_empty());
        Ok(Self {
            presets: presets(&asset),
            classes: asset
                .allocation
                .classes
                .iter()
                .map(|(class, part)| zones(&page, *class, part))
                .collect(),
            names: names
                .filter(|other| other.id != asset.id)
                .map(|other| other.name)
                .take(2_000)
                .collect(),
            // Missing zones are only filled in on request.
            fills: fills.unwrap_or(false),
            copied: !start.from.is_empty() && not_copied.is_none(),
            not_copied,
            faults: faults(&table),
            table,
            start,
            asset,
            page,
        })
    }
}

/// Returns the initial values: stored, copied from another asset, or 100 % of one class.
fn source(
    member: &Member<'_>,
    page: &Page,
    asset: &AssetView,
    start: &mut Start,
) -> Result<(Allocation, Option<String>)> {
    if let Ok(class) = start.class.parse() {
        return Ok((Allocation::all_of(class), None));
    }
    if start.from.trim().is_empty() {
        return Ok((asset.allocation.clone(), None));
    }
    match member.asset_named(&start.from).and_then(|id| member.asset(id)) {
        Ok(other) => {
            start.from = other.id.to_string();
            Ok((other.allocation, None))
        }
        Err(Error::Invalid(problems)) => {
            let why =
                problems.first().map(|problem| crate::request::form::sentence(problem, page.lang));
            Ok((asset.allocation.clone(), why))
        }
        Err(other) => Err(other),
    }
}

fn kept(page: &Page, allocation: &Allocation) -> Vec<ShareRow> {
    let mut parts: Vec<_> = allocation.classes.iter().collect();
    parts.sort_by_key(|(_, part)| std::cmp::Reverse(part.share));
    parts
        .into_iter()
        .map(|(class, part)| ShareRow::kept(class.key(), part.share, page.lang))
        .collect()
}

fn listed(page: &Page, class: Class) -> ListedPart {
    ListedPart {
        key: class.key().to_owned(),
        label: page.name_of("class", class.key()),
        series: chart::series(class),
    }
}

/// Suggested classes for 100 %: the usual class of the asset's kind, else those of most funds.
fn presets(asset: &AssetView) -> Vec<Class> {
    asset.kind.usual_class().map_or_else(
        || vec![Class::Equity, Class::Bonds, Class::RealEstate, Class::Metals, Class::Cash],
        |class| vec![class],
    )
}

fn zones(page: &Page, class: Class, part: &ClassPart) -> ClassZones {
    let mut zones: Vec<_> = part.zones.iter().collect();
    zones.sort_by_key(|(_, share)| std::cmp::Reverse(**share));
    let sum = Share::sum(part.zones.values().copied()).unwrap_or(Share::WHOLE);
    ClassZones {
        class,
        share: part.share.fraction(),
        rest: sum.rest().fraction(),
        zones: zones
            .into_iter()
            .map(|(zone, share)| (page.name_of("zone", zone.key()), share.fraction()))
            .collect(),
    }
}

//! Edits the zones of one class of an asset.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use pecule_app::wealth::assets::AssetView;
use pecule_app::{Error, Member, Result};
use pecule_domain::portfolio::allocation::ClassPart;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::zone::Zone;
use serde::Deserialize;

use crate::pages::form::shares::{TypedShares, faults};
use crate::pages::wealth::assets::form::named;
use crate::request::form::Form;
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::navigation::Screen;
use crate::view::page::Page;
use crate::view::shares::{ListedPart, Parts, ShareRow, SharesTable};

/// Alternative initial values of the editor.
#[derive(Debug, Default, Deserialize)]
pub struct Start {
    /// Any text selects the default zones of the class.
    #[serde(default)]
    usual: String,
}

#[derive(Template)]
#[template(path = "wealth/assets/zones.html")]
struct AssetZonesPage {
    page: Page,
    asset: AssetView,
    class: Class,
    table: SharesTable,
    faults: Vec<(String, String)>,
    /// Whether the zones are a suggestion, not stored ones.
    proposed: bool,
}

/// Shows the zones of a class.
pub async fn show(
    visit: SignedIn,
    Path((id, class)): Path<(String, String)>,
    Query(start): Query<Start>,
) -> Response {
    visit
        .show("asset-zones", Some(Screen::Wealth), move |member, page| {
            let (asset, class, part) = part_of(member, &id, &class)?;
            let proposed = part.zones.is_empty() || !start.usual.is_empty();
            let mut zones: Vec<_> = if proposed {
                member.zones_to_start_with(class)?
            } else {
                part.zones.into_iter().collect()
            };
            zones.sort_by_key(|(_, share)| std::cmp::Reverse(*share));
            let rows =
                zones.iter().map(|(zone, share)| ShareRow::kept(zone.key(), *share, page.lang));
            let typed = TypedShares::kept(rows);
            Ok(AssetZonesPage::new(page, asset, class, typed, proposed))
        })
        .await
}

/// Sets the zones of a class.
pub async fn change(
    visit: SignedIn,
    Path((id, class)): Path<(String, String)>,
    form: Form,
) -> Response {
    visit
        .act("asset-zones", Some(Screen::Wealth), move |member, page| {
            let (asset, class, part) = part_of(member, &id, &class)?;
            let mut typed = TypedShares::read(&form, &page);
            let zones = typed.keyed::<Zone>(&page);
            if typed.is_good() {
                let mut allocation = asset.allocation.clone();
                let changed = ClassPart { zones: zones.into_iter().collect(), ..part };
                allocation.classes.insert(class, changed);
                match member.allocate(asset.id, allocation) {
                    Ok(_) => {
                        return Ok(FormOutcome::Done(format!("/assets/{}/allocation", asset.id)));
                    }
                    Err(Error::Invalid(problems)) => typed.refuse_whole(&problems, &page),
                    Err(other) => return Err(other),
                }
            }
            FormOutcome::again(&AssetZonesPage::new(page, asset, class, typed, false))
        })
        .await
}

/// Finds the class of an asset named in the address.
fn part_of(member: &Member<'_>, id: &str, class: &str) -> Result<(AssetView, Class, ClassPart)> {
    let asset = member.asset(named(id)?)?;
    let class: Class = named(class)?;
    let part = asset.allocation.classes.get(&class).cloned().ok_or(Error::NotFound)?;
    Ok((asset, class, part))
}

impl AssetZonesPage {
    fn new(
        mut page: Page,
        asset: AssetView,
        class: Class,
        typed: TypedShares,
        proposed: bool,
    ) -> Self {
        page.title.clone_from(&asset.name);
        let listed = Zone::ALL.iter().zip((1..=9).cycle()).map(|(zone, series)| ListedPart {
            key: zone.key().to_owned(),
            label: page.name_of("zone", zone.key()),
            series,
        });
        let table = SharesTable {
            id: "zones".into(),
            parts: Parts::Listed(listed.collect()),
            rows: typed.rows,
            head: page.t("zone"),
            rest_label: page.t("default-zones-rest"),
            error: typed.error,
        };
        Self { faults: faults(&table), page, asset, class, table, proposed }
    }
}

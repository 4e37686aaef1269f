//! Edits the default zones of each class in these books.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use pecule_app::{Error, Member, Result};
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::zone::{Zone, default_zone_shares};

use crate::pages::form::shares::TypedShares;
use crate::pages::wealth::assets::form::named;
use crate::request::form::Form;
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::navigation::Screen;
use crate::view::page::Page;
use crate::view::shares::{ListedPart, Parts, ShareRow, SharesTable};

#[derive(Template)]
#[template(path = "wealth/default_zones.html")]
struct DefaultZonesPage {
    page: Page,
    classes: Vec<ClassLine>,
}

/// A class with its default zones.
struct ClassLine {
    class: Class,
    zones: Vec<(Zone, Share)>,
    own: bool,
}

#[derive(Template)]
#[template(path = "wealth/default_zones_of.html")]
struct Edit {
    page: Page,
    class: Class,
    table: SharesTable,
    own: bool,
}

/// Shows all classes with their default zones.
pub async fn show(visit: SignedIn) -> Response {
    let work = |member: &Member<'_>, page| {
        let picture = member.picture(None)?;
        let line = |class: &Class| {
            let zones = picture.wealth.zones_to_start_with(*class);
            ClassLine { class: *class, own: are_own(*class, &zones), zones }
        };
        Ok(DefaultZonesPage { page, classes: Class::ALL.iter().map(line).collect() })
    };
    visit.show("default-zones-title", Some(Screen::Settings), work).await
}

/// Shows the form for one class.
pub async fn edit(visit: SignedIn, Path(class): Path<String>) -> Response {
    let work = move |member: &Member<'_>, page: Page| {
        let class = named(&class)?;
        let kept = member.zones_to_start_with(class)?;
        let rows = kept.iter().map(|(zone, share)| ShareRow::kept(zone.key(), *share, page.lang));
        let typed = TypedShares { rows: rows.collect(), ..TypedShares::default() };
        Edit::new(member, page, class, typed)
    };
    visit.show("default-zones-title", Some(Screen::Settings), work).await
}

/// Sets the default zones of one class, or resets them to the built-in ones.
pub async fn change(visit: SignedIn, Path(class): Path<String>, form: Form) -> Response {
    let work = move |member: &Member<'_>, page: Page| {
        let class: Class = named(&class)?;
        let mut typed = TypedShares::default();
        let mut zones: BTreeMap<Zone, Share> = BTreeMap::new();
        if !form.is_ticked("ours") {
            typed = TypedShares::read(&form, &page);
            zones = typed.keyed(&page).into_iter().collect();
        }
        if !typed.is_good() {
            return FormOutcome::again(&Edit::new(member, page, class, typed)?);
        }
        match member.set_default_zones(class, &zones) {
            Ok(()) => Ok(FormOutcome::Done("/settings/zones".into())),
            Err(Error::Invalid(problems)) => {
                typed.refuse_whole(&problems, &page);
                FormOutcome::again(&Edit::new(member, page, class, typed)?)
            }
            Err(other) => Err(other),
        }
    };
    visit.act("default-zones-title", Some(Screen::Settings), work).await
}

impl Edit {
    fn new(member: &Member<'_>, mut page: Page, class: Class, typed: TypedShares) -> Result<Self> {
        page.title = page.t_with("default-zones-of", "class", page.name_of("class", class.key()));
        let listed = Zone::ALL.iter().enumerate().map(|(place, zone)| ListedPart {
            key: zone.key().to_owned(),
            label: page.name_of("zone", zone.key()),
            series: u8::try_from(place % 9 + 1).unwrap_or(1),
        });
        let table = SharesTable {
            id: "zones".to_owned(),
            parts: Parts::Listed(listed.collect()),
            rows: typed.rows,
            head: page.t("zone"),
            rest_label: page.t("default-zones-rest"),
            error: typed.error,
        };
        let own = are_own(class, &member.zones_to_start_with(class)?);
        Ok(Self { page, class, table, own })
    }
}

/// Whether the zones differ from the built-in ones.
fn are_own(class: Class, zones: &[(Zone, Share)]) -> bool {
    let sorted = |zones: &[(Zone, Share)]| zones.iter().copied().collect::<BTreeMap<_, _>>();
    sorted(zones) != sorted(&default_zone_shares(class))
}

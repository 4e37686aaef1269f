//! Tests the forms of assets without scripts, with allocation, zones and taxonomies.

use axum::http::StatusCode;
use pecule_app::Person;
use pecule_app::wealth::taxonomies::TaxonomyInput;

use crate::site::{NAME, PASSWORD, Reply, Site};

/// Returns the path of a redirect, without the notification.
pub(crate) fn led_to(reply: &Reply) -> String {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    reply.location().split('?').next().unwrap().to_owned()
}

pub(crate) fn person(site: &Site) -> Person {
    site.app.guest().verify_password(NAME, PASSWORD).unwrap()
}

/// Adds an asset and returns its path.
pub(crate) async fn describe(site: &Site, name: &str, kind: &str) -> String {
    let fields = [("name", name), ("kind", kind), ("currency", "EUR"), ("unit", "piece")];
    led_to(&site.post("/assets", &fields).await)
}

/// Submits a share editor with its rows and other fields.
pub(crate) async fn send_parts(
    site: &Site,
    path: &str,
    rows: &[(&str, &str)],
    more: &[(&str, &str)],
) -> Reply {
    let rows = rows.iter().flat_map(|(part, share)| [("part[]", *part), ("share[]", *share)]);
    let fields: Vec<(&str, &str)> = rows.chain(more.iter().copied()).collect();
    site.post(path, &fields).await
}

/// Fetches a page with status 200. Normalises spaces and includes typed values.
pub(crate) async fn read(site: &Site, path: &str) -> String {
    let reply = site.get(path).await;
    assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.body);
    plain(&reply.body)
}

pub(crate) fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// Returns the text of a page without markup.
pub(crate) fn said(page: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for character in page.chars() {
        match character {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            other if !inside => text.push(other),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) async fn hold(site: &Site, asset: &str, value: &str) {
    let bank =
        [("bank", "Courtage Méridien"), ("name", "PEA"), ("wrapper", "pea"), ("currency", "EUR")];
    let account = led_to(&site.post("/accounts", &bank).await);
    let account = account.strip_prefix("/accounts/").unwrap();
    let fields = [
        ("account", account),
        ("asset", asset),
        ("kind", "fund"),
        ("value", value),
        ("currency", "EUR"),
    ];
    led_to(&site.post("/holdings", &fields).await);
}

pub(crate) fn path_of(site: &Site, name: &str) -> String {
    let id = person(site).member().unwrap().asset_named(name).unwrap();
    format!("/assets/{id}")
}

#[tokio::test]
async fn an_asset_is_added_found_changed_and_removed() {
    let site = Site::signed_in().await;
    assert!(said(&read(&site, "/assets").await).contains("Aucun actif pour l’instant"));
    let path = describe(&site, "Boréal Dynamique", "fund").await;
    let page = said(&read(&site, &path).await);
    assert!(page.contains("Boréal Dynamique") && page.contains("Non classé"), "{page}");

    let wrong = [
        ("name", "Boréal Dynamique"),
        ("kind", "fund"),
        ("unit", "piece"),
        ("isin", "FR0000000001"),
        ("version", "1"),
    ];
    let refused = site.post(&path, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("FR0000000001"), "what was typed is kept");
    assert!(said(&refused.body).contains("Cet ISIN est incorrect"));

    let right = [
        ("name", "Boréal Dynamique R"),
        ("kind", "fund"),
        ("unit", "piece"),
        ("isin", "FR0000120271"),
        ("version", "1"),
    ];
    assert_eq!(led_to(&site.post(&path, &right).await), path);
    let stale = site.post(&path, &right).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    for found in ["boréal", "FR0000120271", "fonds dynamique"] {
        let page =
            read(&site, &format!("/assets?q={}", found.replace(' ', "+").replace('é', "%C3%A9")))
                .await;
        assert!(page.contains("Boréal Dynamique R"), "{found}");
    }
    assert!(said(&read(&site, "/assets?q=zinc").await).contains("Aucun actif ne correspond"));

    assert_eq!(led_to(&site.post(&format!("{path}/remove"), &[]).await), "/assets");
    assert_eq!(site.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_address_that_names_no_asset_leads_nowhere() {
    let site = Site::signed_in().await;
    for path in
        ["/assets/nothing", "/assets/01a2044f-52d3-7dd5-a87d-dbc588758ede", "/assets/x/allocation"]
    {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(Site::new().get("/assets").await.location(), "/sign-in?next=/assets");
}

#[tokio::test]
async fn what_is_typed_into_an_allocation_is_what_is_kept() {
    let site = Site::signed_in().await;
    let path = describe(&site, "Boréal Dynamique", "fund").await;
    let editor = format!("{path}/allocation");
    let sent =
        send_parts(&site, &editor, &[("equity", "62,37"), ("bonds", "23 %"), ("", "")], &[]).await;
    assert_eq!(led_to(&sent), editor);
    let page = read(&site, &editor).await;
    assert!(page.contains("value=\"62,37\""), "exactly what was typed");
    assert!(said(&page).contains("14,63 %"), "the rest is said");
    assert!(said(&page).contains("aucune zone"));

    let zones = format!("{editor}/bonds");
    let proposed = said(&read(&site, &zones).await);
    assert!(proposed.contains("Zones proposées"), "{proposed}");
    led_to(&send_parts(&site, &zones, &[("eurozone", "64"), ("us", "28")], &[]).await);
    let sheet = said(&read(&site, &path).await);
    assert!(
        sheet.contains("64,00") && sheet.contains("8,00"),
        "zones of the class, and what has none: {sheet}"
    );
    assert_eq!(site.get(&format!("{editor}/metals")).await.status, StatusCode::NOT_FOUND);

    // Remaining classes keep their zones; the others get default zones on request.
    let rows = [("equity", "70"), ("bonds", "30")];
    led_to(&send_parts(&site, &editor, &rows, &[("fill", "yes")]).await);
    let member = person(&site);
    let asset = member.member().unwrap().assets().unwrap().remove(0);
    let zones_of = |class: &str| asset.allocation.classes[&class.parse().unwrap()].zones.len();
    assert_eq!((zones_of("bonds"), zones_of("equity")), (2, 5));
}

#[tokio::test]
async fn an_allocation_beyond_its_whole_is_refused_and_nothing_typed_is_lost() {
    let site = Site::signed_in().await;
    let path = describe(&site, "Boréal Dynamique", "fund").await;
    let editor = format!("{path}/allocation");
    let rows = [("equity", "62,37"), ("bonds", "40"), ("equity", "1"), ("cash", "beaucoup")];
    let refused = send_parts(&site, &editor, &rows, &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for typed in ["62,37", "40", "beaucoup"] {
        assert!(refused.body.contains(&format!("value=\"{typed}\"")), "{typed}");
    }
    let refused = send_parts(&site, &editor, &[("equity", "62,37"), ("bonds", "40")], &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(plain(&refused.body).contains("Les parts font 102,37 %"));
    assert!(!read(&site, &editor).await.contains("62,37\""), "nothing was changed");
}

#[tokio::test]
async fn an_allocation_is_copied_with_its_zones() {
    let site = Site::signed_in().await;
    let one = describe(&site, "Boréal Dynamique", "fund").await;
    led_to(
        &send_parts(
            &site,
            &format!("{one}/allocation"),
            &[("equity", "62,37")],
            &[("fill", "yes")],
        )
        .await,
    );
    let other = describe(&site, "Boréal Prudent", "fund").await;
    let editor = format!("{other}/allocation");
    let page = read(&site, &format!("{editor}?from=Bor%C3%A9al%20Dynamique")).await;
    assert!(
        page.contains("value=\"62,37\"") && said(&page).contains("Rien n’est encore enregistré")
    );
    let from = one.strip_prefix("/assets/").unwrap();
    led_to(&send_parts(&site, &editor, &[("equity", "62,37")], &[("from", from)]).await);
    let assets = person(&site).member().unwrap().assets().unwrap();
    assert_eq!(assets[0].allocation, assets[1].allocation);
    assert!(
        said(&read(&site, &format!("{editor}?from=Rien")).await).contains("Rien n’a été copié")
    );
}

#[tokio::test]
async fn prices_notes_and_tasks_stand_beside_an_asset() {
    let site = Site::signed_in().await;
    let path = describe(&site, "Boréal Dynamique", "fund").await;
    for (day, price) in [("2026-11-01", "148,32"), ("2026-11-20", "1 162,7")] {
        let fields = [("on", day), ("price", price), ("unit", "EUR")];
        assert_eq!(led_to(&site.post(&format!("{path}/prices"), &fields).await), path);
    }
    let page = said(&read(&site, &path).await);
    assert!(page.contains("1 162,70 €") && page.contains("148,32 €"), "{page}");
    let wrong =
        site.post(&format!("{path}/prices"), &[("on", "2026-11-02"), ("price", "cher")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("value=\"cher\"") && said(&wrong.body).contains("n’est pas un nombre")
    );
    assert_eq!(led_to(&site.post(&format!("{path}/prices/2026-11-01/remove"), &[]).await), path);
    assert!(!said(&read(&site, &path).await).contains("148,32 €"));

    led_to(
        &site
            .post(
                &format!("{path}/notes"),
                &[("text", "Frais : 1,84 %\n<script>alert(1)</script>")],
            )
            .await,
    );
    let page = read(&site, &path).await;
    assert!(page.contains("Frais : 1,84 %") && !page.contains("<script>alert"), "written as text");
    assert_eq!(
        site.post(&format!("{path}/notes"), &[("text", " ")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let notes = person(&site).member().unwrap().notes().unwrap();
    let note = format!("{path}/notes/{}", notes[0].id);
    led_to(&site.post(&note, &[("text", "Frais revus")]).await);
    assert!(read(&site, &path).await.contains("Frais revus"));
    let other = describe(&site, "Autre", "fund").await;
    let strange = site.post(&format!("{other}/notes/{}/remove", notes[0].id), &[]).await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND, "a note of another asset");
    led_to(&site.post(&format!("{note}/remove"), &[]).await);

    led_to(
        &site
            .post(
                &format!("{path}/tasks"),
                &[("title", "Relever la fiche"), ("due_on", "2026-11-30")],
            )
            .await,
    );
    let tasks = person(&site).member().unwrap().tasks().unwrap();
    led_to(&site.post(&format!("{path}/tasks/{}/done", tasks[0].id), &[("done", "yes")]).await);
    assert!(said(&read(&site, &path).await).contains("faite le 22 nov."));
}

#[tokio::test]
async fn an_asset_stands_under_headings_of_ones_own() {
    let site = Site::signed_in().await;
    let path = describe(&site, "Boréal Dynamique", "fund").await;
    let form =
        TaxonomyInput { name: "Liquidité".into(), taxons: vec!["Jours".into(), "Années".into()] };
    let taxonomy = person(&site).member().unwrap().add_taxonomy(&form).unwrap();
    let editor = format!("{path}/taxonomies/{}", taxonomy.id);
    assert!(said(&read(&site, &editor).await).contains("Boréal Dynamique dans « Liquidité »"));
    let (days, years) = (taxonomy.taxons[0].id.to_string(), taxonomy.taxons[1].id.to_string());
    assert_eq!(
        led_to(&send_parts(&site, &editor, &[(&days, "62,37"), (&years, "30")], &[]).await),
        path
    );
    assert!(read(&site, &editor).await.contains("value=\"62,37\""));
    assert!(said(&read(&site, &path).await).contains("62,37 %"));
    let refused = send_parts(&site, &editor, &[(&days, "80"), (&years, "30")], &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn hidden_amounts_are_nowhere_in_the_page() {
    let site = Site::signed_in().await;
    hold(&site, "Boréal Dynamique", "12 345,67").await;
    let path = path_of(&site, "Boréal Dynamique");
    person(&site).set_preferences(|wishes| wishes.hide_amounts = true).unwrap();
    for page in ["/assets", &path, &format!("{path}/composition"), &format!("{path}/allocation")] {
        let page = read(&site, page).await;
        for amount in ["12 345", "12345", "345.67", "345,67"] {
            assert!(!page.contains(amount), "{amount}");
        }
    }
    assert!(read(&site, &path).await.contains("••••••"));
}

#[tokio::test]
async fn an_asset_without_a_price_says_so_instead_of_nothing() {
    let site = Site::signed_in().await;
    hold(&site, "Boréal Dynamique", "10").await;
    let asset = path_of(&site, "Boréal Dynamique");
    let line = person(&site)
        .member()
        .unwrap()
        .asset_sheet(asset.strip_prefix("/assets/").unwrap().parse().unwrap(), None);
    let held = &line.unwrap().places[0];
    let fields = [
        ("quantity", "3"),
        ("value", ""),
        ("account", &held.account.to_string()),
        ("asset", "Boréal Dynamique"),
    ];
    led_to(&site.post(&format!("/holdings/{}", held.holding), &fields).await);
    let page = said(&read(&site, &asset).await);
    assert!(
        page.contains("Valeur détenue – sans valeur") && page.contains("aucun cours n’est connu"),
        "{page}"
    );
    led_to(&site.post(&format!("{asset}/prices"), &[("price", "12,5"), ("unit", "EUR")]).await);
    assert!(said(&read(&site, &asset).await).contains("37 ,50 €"));
}

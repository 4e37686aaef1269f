//! Tests breakdowns with equal totals for every grouping, filters in the address and hidden
//! amounts.

use axum::http::StatusCode;

use crate::site::Site;

/// The demo household, which has records of every kind.
async fn invented() -> Site {
    let site = Site::signed_in().await;
    let reply = site.post("/demo/start", &[]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    site
}

/// Returns the total in the last row of the table.
fn total(page: &str) -> &str {
    let (_, foot) = page.rsplit_once("<tfoot>").unwrap();
    let (before, _) = foot.rsplit_once("</td></tr>").unwrap();
    before.rsplit_once('>').unwrap().1
}

#[tokio::test]
async fn every_grouping_has_the_same_total() {
    let site = invented().await;
    let first = site.get("/analysis").await;
    assert!(total(&first.body).ends_with("\u{a0}€"), "{}", total(&first.body));
    for by in
        ["class", "zone", "class-zone", "bank", "account", "wrapper", "kind", "currency", "issuer"]
    {
        let page = site.get(&format!("/analysis?by={by}")).await;
        assert_eq!(page.status, StatusCode::OK, "{by}");
        assert_eq!(total(&page.body), total(&first.body), "{by}");
    }
    let own = first.body.split("by=taxonomy:").nth(1).unwrap();
    let page = site.get(&format!("/analysis?by=taxonomy:{}", own.get(..36).unwrap())).await;
    assert_eq!(total(&page.body), total(&first.body));
}

#[tokio::test]
async fn what_is_unknown_and_what_is_owed_is_in_the_table() {
    let site = invented().await;
    let page = site.get("/analysis?by=class").await;
    assert!(page.body.contains("<tr class=\"hatched\">"));
    assert!(page.body.contains("Non classé"));
    assert!(page.body.contains("\u{2212}"), "the loan, with its sign");
    assert!(page.body.contains("hors du total"), "the holding without a price");
    let (_, json) = page.body.split_once("<script type=\"application/json\">").unwrap();
    let (json, _) = json.split_once("</script>").unwrap();
    assert!(!json.contains("Dettes"), "no part of a drawing: {json}");
}

#[tokio::test]
async fn each_drawing_can_be_asked_for() {
    let site = invented().await;
    for (by, chart, kind) in [
        ("class", "treemap", "treemap"),
        ("class", "bars", "bars"),
        ("class-zone", "sunburst", "sunburst"),
        ("issuer", "treemap", "treemap"),
    ] {
        let page = site.get(&format!("/analysis?by={by}&chart={chart}")).await;
        assert!(page.body.contains(&format!("<pec-chart kind=\"{kind}\">")), "{by} {chart}");
    }
    let heat = site.get("/analysis?by=class-zone").await;
    assert!(heat.body.contains("class=\"table heat"));
    // Invalid parameters are ignored.
    assert_eq!(
        site.get("/analysis?by=nonsense&chart=nonsense&bank=x&at=y").await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn hidden_amounts_are_not_in_the_page() {
    let site = invented().await;
    let shown = site.get("/analysis").await;
    let figure = total(&shown.body).to_owned();
    let reply =
        site.post("/settings/amounts", &[("amounts", "hidden"), ("back", "/analysis")]).await;
    assert_eq!(reply.location(), "/analysis");
    for by in ["class", "class-zone", "issuer", "bank"] {
        let page = site.get(&format!("/analysis?by={by}")).await;
        assert!(!page.body.contains(&figure), "{by}");
        assert!(!page.body.contains("\u{a0}€"), "{by}");
        assert!(page.body.contains("••••••"), "{by}");
    }
}

#[tokio::test]
async fn filters_stay_in_the_address() {
    let site = invented().await;
    let page = site.get("/analysis?by=wrapper").await;
    let link = page
        .body
        .split("href=\"")
        .find(|link| link.starts_with("/analysis?by=class") && link.contains("wrapper=pea\""));
    assert!(link.is_some() || page.body.contains("wrapper=pea"), "each envelope leads into itself");
    let inside = site.get("/analysis?by=class&wrapper=pea").await;
    assert!(inside.body.contains("Retirer les filtres"));
    assert!(inside.body.contains("wrapper=pea"), "the other groupings keep the filter");
    let nothing = site.get("/analysis?by=class&at=1990-01-01").await;
    assert_eq!(nothing.status, StatusCode::OK);
}

#[tokio::test]
async fn empty_books_say_so() {
    let site = Site::signed_in().await;
    let page = site.get("/analysis").await;
    assert!(page.body.contains("Rien à répartir pour l’instant"));
    assert!(page.body.contains("/accounts/new"));
}

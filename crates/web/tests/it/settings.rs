//! Tests settings, sessions, the second factor, changes and the command palette.

use axum::http::StatusCode;

use crate::site::{NAME, PASSWORD, Reply, Site};

fn led_to(reply: &Reply) -> &str {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    reply.location().split('?').next().unwrap()
}

fn id<'a>(page: &'a str, mark: &str) -> &'a str {
    let (_, rest) = page.split_once(mark).unwrap_or_else(|| panic!("{mark} in {page}"));
    rest.get(..36).unwrap()
}

#[tokio::test]
async fn language_and_theme_follow_the_person() {
    let site = Site::signed_in().await;
    let english = [("language", "en"), ("theme", "dark"), ("shortcuts", "yes")];
    assert_eq!(led_to(&site.post("/settings/appearance", &english).await), "/settings");
    let page = site.get("/settings").await.body;
    assert!(page.contains("<html lang=\"en\" data-theme=\"dark\""), "whatever the browser speaks");
    assert!(!page.contains("data-shortcuts=\"off\""));
    // Redirects back to the page of the switch, and never to another site.
    let back = |place: &'static str| [("theme", "light"), ("back", place)];
    assert_eq!(led_to(&site.post("/settings/theme", &back("/tasks")).await), "/tasks");
    assert_eq!(led_to(&site.post("/settings/theme", &back("//evil.example")).await), "/");
    let wrong = site.post("/settings/theme", &[("theme", "pink")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn totals_are_in_the_currency_that_was_chosen() {
    let site = Site::signed_in().await;
    assert_eq!(led_to(&site.post("/settings/currency", &[("currency", "CHF")]).await), "/settings");
    assert!(site.get("/settings").await.body.contains("value=\"CHF\""));
    let wrong = site.post("/settings/currency", &[("currency", "écu")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("value=\"écu\""), "what was typed is kept");
}

#[tokio::test]
async fn a_session_is_ended_from_another() {
    let site = Site::signed_in().await;
    let mut other = site.also();
    other.keep(&other.post("/sign-in", &[("name", NAME), ("password", PASSWORD)]).await);
    assert_eq!(other.get("/").await.status, StatusCode::OK);
    let page = site.get("/settings").await.body;
    let ended = format!("/settings/sessions/{}/end", id(&page, "action=\"/settings/sessions/"));
    assert_eq!(led_to(&site.post(&ended, &[]).await), "/settings#sessions");
    assert_eq!(other.get("/").await.status, StatusCode::SEE_OTHER, "refused from its next call on");
    assert_eq!(site.get("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_second_factor_is_proposed_at_each_sign_in_of_whoever_runs_the_household() {
    let mut site = Site::signed_in().await;
    assert!(site.get("/").await.body.contains("/settings/second-factor/dismiss"));
    assert_eq!(led_to(&site.post("/settings/second-factor/dismiss", &[("back", "/")]).await), "/");
    assert!(!site.get("/").await.body.contains("/settings/second-factor/dismiss"));
    assert!(
        !site.get("/").await.body.contains("/settings/second-factor/dismiss"),
        "for this session"
    );
    site.keep(&site.post("/sign-in", &[("name", NAME), ("password", PASSWORD)]).await);
    assert!(site.get("/").await.body.contains("/settings/second-factor/dismiss"), "and no longer");
}

#[tokio::test]
async fn a_wrong_first_code_shows_the_same_secret_again() {
    let site = Site::signed_in().await;
    let page = site.post("/settings/second-factor", &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    let field = |page: &str, name: &str| {
        let mark = format!("name=\"{name}\" value=\"");
        page.split_once(&mark).unwrap().1.split('"').next().unwrap().replace("&#38;", "&")
    };
    let (uri, secret) = (field(&page.body, "uri"), field(&page.body, "secret"));
    assert!(uri.starts_with("otpauth://totp/") && page.body.contains("class=\"qr\""));
    let fields = [("code", "000000"), ("uri", uri.as_str()), ("secret", secret.as_str())];
    let again = site.post("/settings/second-factor/confirm", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(field(&again.body, "secret"), secret);
    assert!(again.body.contains("Ce code est incorrect"));
}

#[tokio::test]
async fn starting_zones_are_one_s_own_until_they_are_given_back() {
    let site = Site::signed_in().await;
    let own =
        [("part[]", "eurozone"), ("share[]", "62,37"), ("part[]", "japan"), ("share[]", "30")];
    assert_eq!(led_to(&site.post("/settings/zones/equity", &own).await), "/settings/zones");
    let page = site.get("/settings/zones").await.body;
    assert!(page.contains("62,37\u{a0}%") && page.contains("les vôtres"));
    let over =
        [("part[]", "eurozone"), ("share[]", "62,37"), ("part[]", "japan"), ("share[]", "40")];
    let reply = site.post("/settings/zones/equity", &over).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(reply.body.contains("value=\"62,37\""));
    site.post("/settings/zones/equity", &[("ours", "yes")]).await;
    assert!(!site.get("/settings/zones").await.body.contains("les vôtres"));
    assert_eq!(site.get("/settings/zones/nonsense").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn taxonomies_and_rates_are_listed_changed_and_removed() {
    let site = Site::signed_in().await;
    let liquidity = [("name", "Liquidité"), ("taxons", "Tout de suite\r\nUn an\r\n\r\nJamais")];
    assert_eq!(
        led_to(&site.post("/settings/taxonomies", &liquidity).await),
        "/settings/taxonomies"
    );
    let page = site.get("/settings/taxonomies").await.body;
    assert!(
        page.contains("Jamais, Tout de suite, Un an") || page.contains("Tout de suite"),
        "{page}"
    );
    let taxonomy = id(&page, "class=\"tool\" href=\"/settings/taxonomies/").to_owned();
    let twice = site.post("/settings/taxonomies", &liquidity).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.body.contains("Ce nom est déjà utilisé"));
    let edited = [("name", "Liquidité"), ("taxons", "Tout de suite")];
    site.post(&format!("/settings/taxonomies/{taxonomy}"), &edited).await;
    assert!(!site.get("/settings/taxonomies").await.body.contains("Jamais"));
    site.post(&format!("/settings/taxonomies/{taxonomy}/remove"), &[]).await;
    assert!(
        site.get("/settings/taxonomies").await.body.contains("Aucun classement pour l’instant")
    );

    let rate = [("base", "USD"), ("counter", "EUR"), ("rate", "0,8642"), ("on", "2026-11-20")];
    assert_eq!(
        led_to(&site.post("/settings/exchange-rates", &rate).await),
        "/settings/exchange-rates"
    );
    assert!(site.get("/settings/exchange-rates").await.body.contains("0,8642"));
    let wrong = site
        .post("/settings/exchange-rates", &[("base", ""), ("counter", "EUR"), ("rate", "un")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let gone = [("base", "USD"), ("counter", "EUR"), ("on", "2026-11-20")];
    assert_eq!(
        led_to(&site.post("/settings/exchange-rates/remove", &gone).await),
        "/settings/exchange-rates"
    );
    assert!(site.get("/settings/exchange-rates").await.body.contains("Aucun taux pour l’instant"));
}

#[tokio::test]
async fn changes_are_told_record_by_record_and_undone() {
    let site = Site::signed_in().await;
    let rate = [("base", "USD"), ("counter", "EUR"), ("rate", "0,9"), ("on", "2026-11-20")];
    site.post("/settings/exchange-rates", &rate).await;
    let rate = [("base", "USD"), ("counter", "EUR"), ("rate", "0,8"), ("on", "2026-11-20")];
    site.post("/settings/exchange-rates", &rate).await;
    let list = site.get("/settings/changes").await.body;
    let last = latest(&list);
    let told = site.get(&format!("/settings/changes/{last}")).await.body;
    assert!(told.contains("Avant") && told.contains("0,9") && told.contains("0,8"), "{told}");
    assert_eq!(
        led_to(
            &site
                .post(&format!("/operations/{last}/undo?back=/settings/exchange-rates"), &[])
                .await
        ),
        "/settings/exchange-rates"
    );
    assert!(site.get("/settings/exchange-rates").await.body.contains("0,9"));
    // A second undo is rejected, and never redirects to another site.
    let again = site.post(&format!("/operations/{last}/undo?back=//evil.example"), &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let redo = latest(&site.get("/settings/changes").await.body);
    assert_eq!(
        led_to(&site.post(&format!("/operations/{redo}/undo?back=//evil.example"), &[]).await),
        "/"
    );
    assert!(site.get("/settings/exchange-rates").await.body.contains("0,8"));
    assert_eq!(site.get("/settings/changes/nonsense").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_palette_finds_by_name_without_accents() {
    let site = Site::signed_in().await;
    site.post("/demo/start", &[]).await;
    let found = site.get("/search.json?q=residence").await.json();
    assert!(found[0]["label"].as_str().unwrap().starts_with("Résidence"), "{found}");
    assert!(found[0]["href"].as_str().unwrap().starts_with("/assets/"));
    assert_eq!(site.get("/search.json?q=").await.json(), serde_json::json!([]));
    assert_eq!(Site::new().get("/search.json?q=a").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_invented_household_comes_once_and_goes_whole() {
    let site = Site::signed_in().await;
    assert_eq!(led_to(&site.post("/demo/start", &[]).await), "/");
    assert!(site.get("/").await.body.contains("Foyer fictif"));
    assert_eq!(site.post("/demo/start", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    site.post("/tasks", &[("title", "À moi")]).await;
    assert_eq!(led_to(&site.post("/demo/remove", &[]).await), "/");
    let page = site.get("/").await.body;
    assert!(!page.contains("Foyer fictif") && page.contains("Votre espace est ouvert, et vide"));
    assert_eq!(site.post("/demo/remove", &[]).await.status, StatusCode::NOT_FOUND);
}

/// Returns the identity of the first change of a list.
fn latest(list: &str) -> String {
    let start =
        list.find("href=\"/settings/changes/0").unwrap() + "href=\"/settings/changes/".len();
    list.get(start..start + 36).unwrap().to_owned()
}

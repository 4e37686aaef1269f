//! Tests that two members cannot see each other's records, and that an administrator cannot read
//! any books.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::site::{PASSWORD, Reply, Site};

const OTHER: &str = "Membre";
const AMOUNT: &str = "987654.32";

/// Returns the path of the one-time link on a page.
fn link(page: &Reply) -> String {
    let found = page.body.split_once("/invitation?token=");
    let (_, rest) = found.unwrap_or_else(|| panic!("{}", page.body));
    format!("/invitation?token={}", rest.split(['<', '"']).next().unwrap())
}

fn token(link: &str) -> &str {
    link.split_once("token=").unwrap().1
}

async fn join(site: &Site, link: &str, name: &str) -> Reply {
    let fields =
        [("token", token(link)), ("name", name), ("password", PASSWORD), ("repeat", PASSWORD)];
    site.post("/invitation", &fields).await
}

/// Signs a program in and returns its access token.
async fn program(site: &mut Site, name: &str) -> String {
    site.bear(None);
    let body = json!({ "name": name, "password": PASSWORD });
    let reply = site.send_json(Method::POST, "/api/v1/tokens", &body).await;
    reply.json()["access_token"].as_str().unwrap().to_owned()
}

async fn made(site: &Site, path: &str, body: serde_json::Value) -> String {
    let reply = site.send_json(Method::POST, path, &body).await;
    assert!(reply.status.is_success(), "{path}: {}", reply.body);
    reply.json()["id"].as_str().unwrap().to_owned()
}

/// Marks a person's recovery code as confirmed.
fn confirm_recovery(site: &Site, name: &str) {
    let mut person = site.app.guest().verify_password(name, PASSWORD).unwrap();
    person.set_preferences(|preferences| preferences.recovery_confirmed = true).unwrap();
}

#[tokio::test]
async fn an_invitation_leads_to_the_recovery_code_once() {
    let mut site = Site::signed_in().await;
    let page = site.post("/household/invitations", &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    let link = link(&page);
    assert!(!site.get("/household").await.body.contains(token(&link)), "shown once");
    assert_eq!(site.get(&link).await.status, StatusCode::OK);
    let weak =
        [("token", token(&link)), ("name", OTHER), ("password", "court"), ("repeat", "court")];
    assert_eq!(site.post("/invitation", &weak).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let joined = join(&site, &link, OTHER).await;
    assert_eq!(
        (joined.status, joined.location()),
        (StatusCode::SEE_OTHER, "/recovery"),
        "{}",
        joined.body
    );
    site.keep(&joined);
    assert_eq!(site.get("/").await.location(), "/recovery");
    confirm_recovery(&site, OTHER);
    let home = site.get("/").await;
    assert_eq!(home.status, StatusCode::OK);
    assert!(!home.body.contains("/household"), "a member has no such place");
    for path in ["/household", "/household/people/0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b10"] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(site.post("/household/invitations", &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get(&link).await.status, StatusCode::GONE);
    assert_eq!(join(&site, &link, "Tard").await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_withdrawn_invitation_lets_nobody_in() {
    let site = Site::signed_in().await;
    let page = site.post("/household/invitations", &[]).await;
    let action = page.body.split("action=\"").find(|rest| rest.contains("/withdraw\"")).unwrap();
    let action = action.split('"').next().unwrap().to_owned();
    assert_eq!(site.post(&action, &[]).await.location(), "/household");
    let refused = join(&site, &link(&page), OTHER).await;
    assert_eq!(refused.status, StatusCode::GONE);
    assert_eq!(site.app.people().unwrap(), 1);
}

/// Registers a second person with records of their own, and returns the addresses of these.
async fn somebody_else(site: &mut Site) -> Vec<(&'static str, String)> {
    let link = link(&site.post("/household/invitations", &[]).await);
    join(site, &link, OTHER).await;
    confirm_recovery(site, OTHER);
    let theirs = program(site, OTHER).await;
    site.bear(Some(&theirs));
    let bank = made(site, "/api/v1/banks", json!({ "name": "Banque secrète" })).await;
    let account =
        made(site, "/api/v1/accounts", json!({ "bank": bank, "name": "Compte secret" })).await;
    let asset =
        made(site, "/api/v1/assets", json!({ "name": "Fonds secret", "kind": "fund" })).await;
    let holding = json!({ "account": account, "asset": asset, "value": AMOUNT });
    let holding = made(site, "/api/v1/holdings", holding).await;
    let task = made(site, "/api/v1/tasks", json!({ "title": "Tâche secrète" })).await;
    vec![
        ("bank", bank),
        ("account", account),
        ("asset", asset),
        ("holding", holding),
        ("task", task),
    ]
}

#[tokio::test]
async fn pages_of_one_are_nothing_to_the_other() {
    let mut site = Site::signed_in().await;
    let ids = somebody_else(&mut site).await;
    // Sign in again, because the registration ended the session of this browser.
    site.bear(None);
    let entered =
        site.post("/sign-in", &[("name", crate::site::NAME), ("password", PASSWORD)]).await;
    site.keep(&entered);
    let mut wrong = Vec::new();
    let pages = [
        "/banks/{id}/edit",
        "/accounts/{id}",
        "/accounts/{id}/edit",
        "/holdings/{id}/edit",
        "/holdings/{id}/statements",
        "/assets/{id}",
        "/assets/{id}/edit",
        "/assets/{id}/allocation",
        "/assets/{id}/allocation/equity",
        "/assets/{id}/composition",
        "/tasks/{id}",
        "/settings/taxonomies/{id}",
        "/settings/changes/{id}",
        "/household/people/{id}",
    ];
    for (kind, id) in &ids {
        for path in pages.map(|path| path.replace("{id}", id)) {
            // Some addresses return fragments to scripts and redirect otherwise.
            let request = site.request(Method::GET, &path).header("hx-request", "true");
            let reply = site.send(request.body(Body::empty()).unwrap()).await;
            if reply.status != StatusCode::NOT_FOUND {
                wrong.push(format!("{} {kind} {path}", reply.status));
            }
            assert!(!reply.body.contains("secr"), "{kind} {path}");
        }
    }
    for path in
        ["/", "/wealth", "/analysis", "/tasks", "/settings/changes", "/household", "/search.json"]
    {
        let body = site.get(path).await.body;
        assert!(!body.contains("secr") && !body.contains("987"), "{path}");
    }
    assert!(site.get("/household").await.body.contains(OTHER));
    assert_eq!(wrong, Vec::<String>::new());
}

#[tokio::test]
async fn the_api_of_one_is_nothing_to_the_other() {
    let mut site = Site::signed_in().await;
    let ids = somebody_else(&mut site).await;
    let mut wrong = Vec::new();
    // The same for every API address with an identity.
    let mine = program(&mut site, crate::site::NAME).await;
    site.bear(Some(&mine));
    let document = crate::api::document(&site).await;
    let mut asked = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        if !path.contains("{id}") || item.get("get").is_none() || path.contains("sessions") {
            continue;
        }
        for (kind, id) in &ids {
            let path =
                path.replace("{id}", id).replace("{day}", "2026-01-01").replace("{taxonomy}", id);
            let reply = site.get(&format!("/api/v1{path}")).await;
            if reply.status != StatusCode::NOT_FOUND {
                wrong.push(format!("{} {kind} {path}", reply.status));
            }
            asked += 1;
        }
    }
    assert!(asked >= 20, "{asked}");
    assert_eq!(wrong, Vec::<String>::new());
}

#[tokio::test]
async fn whoever_is_closed_off_is_refused_at_once_and_removed_with_their_name_typed() {
    let mut site = Site::signed_in().await;
    let link = link(&site.post("/household/invitations", &[]).await);
    let mut other = join(&site, &link, OTHER).await;
    confirm_recovery(&site, OTHER);
    let admin = site.post("/sign-in", &[("name", crate::site::NAME), ("password", PASSWORD)]).await;
    site.keep(&other);
    assert_eq!(site.get("/").await.status, StatusCode::OK);
    site.keep(&admin);
    let page = site.get("/household").await.body;
    let id = page.split("/household/people/").filter_map(|rest| rest.get(..36)).find(|id| {
        let person = site.app.guest().verify_password(OTHER, PASSWORD).unwrap();
        person.id().to_string() == *id
    });
    let path = format!("/household/people/{}", id.unwrap());
    assert_eq!(site.get(&path).await.status, StatusCode::OK);
    assert_eq!(site.post(&format!("{path}/promote"), &[]).await.status, StatusCode::NOT_FOUND);
    let remove = format!("{path}/remove");
    let early = site.post(&remove, &[("confirm", OTHER)]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert_eq!(site.post(&format!("{path}/disable"), &[]).await.location(), "/household");
    site.keep(&other);
    assert_eq!(site.get("/").await.location(), "/sign-in");
    site.keep(&admin);
    let losses = site.get(&path).await.body;
    assert!(losses.contains("1 espace que personne d’autre n’ouvre"), "{losses}");
    assert!(losses.contains("Aucune sauvegarde ne contient ses espaces"), "{losses}");
    let unlike = site.post(&remove, &[("confirm", "Quelqu’un")]).await;
    assert_eq!(unlike.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sure = [("confirm", OTHER), ("without-export", "yes")];
    assert_eq!(site.post(&remove, &sure).await.location(), "/household");
    assert_eq!(site.get(&path).await.status, StatusCode::NOT_FOUND);
    other = site.post("/sign-in", &[("name", OTHER), ("password", PASSWORD)]).await;
    assert_eq!(other.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn somebody_is_told_first_and_who_was_not_is_removed_only_with_one_tick_more() {
    let mut site = Site::signed_in().await;
    let link = link(&site.post("/household/invitations", &[]).await);
    let other = join(&site, &link, OTHER).await;
    confirm_recovery(&site, OTHER);
    let admin = site.post("/sign-in", &[("name", crate::site::NAME), ("password", PASSWORD)]).await;
    site.keep(&admin);
    let id = site.app.guest().verify_password(OTHER, PASSWORD).unwrap().id();
    let path = format!("/household/people/{id}");
    let page = site.get(&path).await.body;
    assert!(page.contains("Annoncer son retrait"), "{page}");
    assert_eq!(site.post(&format!("{path}/removal-notice"), &[]).await.location(), path);
    let page = site.get(&path).await.body;
    assert!(page.contains("La personne ne l’a pas encore vu"), "{page}");

    site.keep(&other);
    let home = site.get("/").await.body;
    for words in [
        "Votre retrait du foyer est annoncé",
        "1 espace que personne d’autre n’ouvre",
        "href=\"/settings/sealed-export\"",
        "J’ai mes données",
    ] {
        assert!(home.contains(words), "{words}: {home}");
    }
    assert_eq!(site.get("/settings/sealed-export").await.status, StatusCode::OK);
    assert_eq!(site.post("/settings/removal/confirm", &[]).await.location(), "/");
    assert!(site.get("/").await.body.contains("Vous avez confirmé le"));

    site.keep(&admin);
    let page = site.get(&path).await.body;
    for words in ["La personne l’a vu le", "téléchargés le", "avoir ses données"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(site.post(&format!("{path}/removal-notice/withdraw"), &[]).await.location(), path);
    site.keep(&other);
    assert!(!site.get("/").await.body.contains("Votre retrait"));
    assert_eq!(site.post("/settings/removal/confirm", &[]).await.location(), "/");

    // Their access is closed without a removal notice, so their name alone is not enough.
    site.keep(&admin);
    site.post(&format!("{path}/disable"), &[]).await;
    let page = site.get(&path).await.body;
    assert!(page.contains("Elle n’a pas pu emporter ses espaces"), "{page}");
    let remove = format!("{path}/remove");
    let unticked = site.post(&remove, &[("confirm", OTHER)]).await;
    assert_eq!(unticked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.get(&path).await.status, StatusCode::OK, "still there");
    let ticked = [("confirm", OTHER), ("without-export", "yes")];
    assert_eq!(site.post(&remove, &ticked).await.location(), "/household");
    assert_eq!(site.get(&path).await.status, StatusCode::NOT_FOUND);
}

//! Tests adding, finding, changing, rejecting and removing a record in each collection.

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::site::{Reply, Site};

pub(crate) async fn add(site: &Site, path: &str, body: &Value) -> Value {
    let reply = site.send_json(Method::POST, &format!("/api/v1{path}"), body).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{path} {body}: {}", reply.body);
    assert!(
        reply.location().starts_with(&format!("/api/v1{path}").replace("/statements", "")),
        "{}",
        reply.location()
    );
    assert_eq!(reply.headers[header::CONTENT_TYPE], "application/json");
    reply.json()
}

pub(crate) async fn put(site: &Site, path: &str, body: &Value) -> Reply {
    site.send_json(Method::PUT, &format!("/api/v1{path}"), body).await
}

pub(crate) async fn get(site: &Site, path: &str) -> Value {
    let reply = site.get(&format!("/api/v1{path}")).await;
    assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.body);
    reply.json()
}

pub(crate) async fn remove(site: &Site, path: &str) -> Reply {
    site.send_json(Method::DELETE, &format!("/api/v1{path}"), &Value::Null).await
}

fn id(record: &Value) -> &str {
    record["id"].as_str().unwrap()
}

/// Adds, finds and changes a record, is rejected with an outdated version, and removes the record.
async fn live(site: &Site, collection: &str, form: Value, change: (&str, &str)) {
    let made = add(site, collection, &form).await;
    for (field, value) in form.as_object().unwrap() {
        assert_eq!(&made[field], value, "{collection} {field}");
    }
    let path = format!("{collection}/{}", id(&made));
    assert_eq!(get(site, &path).await, made);
    assert_eq!(get(site, collection).await, json!({ "items": [made], "next": null }));

    let (field, value) = change;
    let mut changed = form.clone();
    changed[field] = json!(value);
    let versioned = !made["version"].is_null();
    if versioned {
        changed["version"] = made["version"].clone();
    }
    let reply = put(site, &path, &changed).await;
    assert_eq!(
        (reply.status, reply.json()[field].as_str()),
        (StatusCode::OK, Some(value)),
        "{collection}: {}",
        reply.body
    );
    if versioned {
        assert_eq!(reply.json()["version"], 2);
        let stale = put(site, &path, &changed).await;
        assert_eq!(
            (stale.status, stale.json()["code"].as_str()),
            (StatusCode::CONFLICT, Some("stale")),
            "{collection}"
        );
    }
    assert_eq!(get(site, &path).await[field], value);

    assert_eq!(remove(site, &path).await.status, StatusCode::NO_CONTENT, "{collection}");
    for reply in [
        remove(site, &path).await,
        put(site, &path, &form).await,
        site.get(&format!("/api/v1{path}")).await,
    ] {
        assert_eq!(
            (reply.status, reply.json()["code"].as_str()),
            (StatusCode::NOT_FOUND, Some("not-found")),
            "{collection}"
        );
    }
    assert_eq!(get(site, collection).await, json!({ "items": [], "next": null }));
}

#[tokio::test]
async fn each_collection_lives() {
    let site = Site::with_program().await;
    live(
        &site,
        "/banks",
        json!({ "name": "Banque du Lac", "notes": "" }),
        ("name", "Banque de l’Île"),
    )
    .await;
    live(
        &site,
        "/assets",
        json!({ "name": "Or", "kind": "metal", "unit": "gram", "currency": "EUR" }),
        ("name", "Or fin"),
    )
    .await;
    live(
        &site,
        "/tasks",
        json!({ "title": "Relire", "due_on": "2026-12-31" }),
        ("done_on", "2026-11-22"),
    )
    .await;
    live(&site, "/notes", json!({ "text": "Une note." }), ("text", "Une autre.")).await;
    let bank = add(&site, "/banks", &json!({ "name": "Banque" })).await;
    live(
        &site,
        "/accounts",
        json!({ "bank": id(&bank), "name": "PEA", "wrapper": "pea" }),
        ("notes", "Ouvert jeune."),
    )
    .await;
    let account = add(
        &site,
        "/accounts",
        &json!({ "bank": id(&bank), "name": "CTO", "wrapper": "securities" }),
    )
    .await;
    let asset = add(&site, "/assets", &json!({ "name": "Fonds", "kind": "etf" })).await;
    let form = json!({ "account": id(&account), "asset": id(&asset), "value": "1500.00", "on": "2026-11-01" });
    live(&site, "/holdings", form, ("value", "1600.5")).await;
}

#[tokio::test]
async fn a_taxonomy_lives() {
    let site = Site::with_program().await;
    let made = add(
        &site,
        "/taxonomies",
        &json!({ "name": "Liquidité", "taxons": ["De suite", "Plus tard"] }),
    )
    .await;
    let path = format!("/taxonomies/{}", id(&made));
    assert_eq!(get(&site, &path).await, made);
    let asset = add(&site, "/assets", &json!({ "name": "Fonds", "kind": "etf" })).await;
    let under = format!("/assets/{}{path}", id(&asset));
    assert_eq!(get(&site, &under).await, json!({ "assignments": [] }));
    let assignments =
        json!({ "assignments": [{ "taxon": made["taxons"][0]["id"], "share": "0.25" }] });
    let reply = put(&site, &under, &assignments).await;
    assert_eq!((reply.status, reply.json()), (StatusCode::OK, assignments.clone()));
    assert_eq!(get(&site, &under).await, assignments);
    let both = json!({ "assignments": [
        { "taxon": made["taxons"][0]["id"], "share": "0.6" }, { "taxon": made["taxons"][1]["id"], "share": "0.6" }
    ] });
    let reply = put(&site, &under, &both).await;
    assert_eq!(
        (reply.status, reply.json()["errors"][0]["reason"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("too-much"))
    );
    let fewer = put(&site, &path, &json!({ "name": "Liquidité", "taxons": ["Plus tard"] })).await;
    assert_eq!(fewer.json()["taxons"].as_array().unwrap().len(), 1);
    assert_eq!(get(&site, &under).await, json!({ "assignments": [] }));
    assert_eq!(remove(&site, &path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(site.get(&format!("/api/v1{under}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_rate_and_a_price_live() {
    let site = Site::with_program().await;
    let rate = add(
        &site,
        "/exchange-rates",
        &json!({ "base": "EUR", "counter": "USD", "on": "2026-11-20", "rate": "1.0815" }),
    )
    .await;
    let path = "/exchange-rates/EUR/USD/2026-11-20";
    assert_eq!(get(&site, path).await, rate);
    assert_eq!(rate["rate"], "1.0815");
    let reply = put(&site, path, &json!({ "rate": "1.0820" })).await;
    assert_eq!((reply.status, reply.json()["rate"].as_str()), (StatusCode::OK, Some("1.0820")));
    let wrong = put(&site, path, &json!({ "rate": "0" })).await;
    assert_eq!(
        (wrong.status, wrong.json()["errors"][0]["field"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("rate"))
    );
    assert_eq!(get(&site, "/exchange-rates").await["items"].as_array().unwrap().len(), 1);
    assert_eq!(remove(&site, path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(remove(&site, path).await.status, StatusCode::NOT_FOUND);

    let asset =
        add(&site, "/assets", &json!({ "name": "Action", "kind": "stock", "currency": "GBP" }))
            .await;
    let quotes = format!("/assets/{}/prices", id(&asset));
    for (on, price) in [("2026-11-19", "81.5"), ("2026-11-20", "83.41")] {
        add(&site, &quotes, &json!({ "on": on, "price": price, "unit": "GBX" })).await;
    }
    let listed = get(&site, &format!("{quotes}?limit=1")).await;
    assert_eq!(
        (listed["items"][0]["price"].as_str(), listed["next"].as_str()),
        (Some("83.41"), Some("2026-11-20"))
    );
    assert_eq!(listed["items"][0]["unit"], "GBX");
    let rest = get(&site, &format!("{quotes}?limit=1&after=2026-11-20")).await;
    assert_eq!((rest["items"][0]["price"].as_str(), &rest["next"]), (Some("81.5"), &Value::Null));
    assert_eq!(remove(&site, &format!("{quotes}/2026-11-20")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(get(&site, &quotes).await["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn removing_what_others_use_names_them() {
    let site = Site::with_program().await;
    let bank = add(&site, "/banks", &json!({ "name": "Banque" })).await;
    let account = add(&site, "/accounts", &json!({ "bank": id(&bank), "name": "Mon PEA" })).await;
    let part = add(&site, "/assets", &json!({ "name": "Composant", "kind": "stock" })).await;
    let whole = add(&site, "/assets", &json!({ "name": "Panier", "kind": "basket" })).await;
    add(
        &site,
        "/holdings",
        &json!({ "account": id(&account), "asset": id(&whole), "value": "10" }),
    )
    .await;
    let parts = json!({ "parts": [{ "asset": id(&part), "share": "0.5" }] });
    let composed = put(&site, &format!("/assets/{}/composition", id(&whole)), &parts).await;
    assert_eq!(
        (composed.status, composed.json()["rest"].as_str()),
        (StatusCode::OK, Some("0.5")),
        "{}",
        composed.body
    );
    for (path, user) in [
        (format!("/banks/{}", id(&bank)), "Mon PEA"),
        (format!("/accounts/{}", id(&account)), "Panier"),
        (format!("/assets/{}", id(&whole)), "Mon PEA"),
        (format!("/assets/{}", id(&part)), "Panier"),
    ] {
        let reply = remove(&site, &path).await;
        assert_eq!(
            (reply.status, reply.json()["code"].as_str()),
            (StatusCode::CONFLICT, Some("in-use")),
            "{path}"
        );
        assert!(reply.json()["title"].as_str().unwrap().contains(user), "{}", reply.body);
    }
}

#[tokio::test]
async fn an_asset_is_allocated() {
    let site = Site::with_program().await;
    let asset = add(&site, "/assets", &json!({ "name": "A", "kind": "fund" })).await;
    let path = format!("/assets/{}/allocation", id(&asset));
    assert_eq!(get(&site, &path).await, json!({}));
    let allocation = json!({ "equity": { "share": "0.6237", "zones": { "us": "0.333333333333333333" } }, "bonds": { "share": "0.1", "zones": {} } });
    let reply = put(&site, &path, &allocation).await;
    assert_eq!(
        (reply.status, reply.json()),
        (StatusCode::OK, allocation.clone()),
        "what is typed is what is kept"
    );
    assert_eq!(get(&site, &path).await, allocation);
    let too_much = json!({ "equity": { "share": "0.7" }, "cash": { "share": "0.4" } });
    let reply = put(&site, &path, &too_much).await;
    assert_eq!(
        (reply.status, reply.json()["errors"][0]["reason"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("too-much"))
    );
    let reply = put(&site, &path, &json!({ "equity": { "share": 0.5 } })).await;
    assert_eq!(
        (reply.status, reply.json()["errors"][0]["field"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("equity.share"))
    );
}

#[tokio::test]
async fn an_asset_is_composed() {
    let site = Site::with_program().await;
    let mut assets = Vec::new();
    for name in ["A", "B", "C"] {
        assets.push(add(&site, "/assets", &json!({ "name": name, "kind": "fund" })).await);
    }
    let path = |place: usize, what: &str| format!("/assets/{}/{what}", id(&assets[place]));
    let none = site.get(&format!("/api/v1{}", path(0, "composition"))).await;
    assert_eq!((none.status, none.body.as_str()), (StatusCode::NO_CONTENT, ""));
    let made_of = |place: usize, day: &str| json!({ "valid_from": day, "parts": [{ "asset": id(&assets[place]), "share": "0.9992" }] });
    for (whole, part) in [(0, 1), (1, 2)] {
        let reply = put(&site, &path(whole, "composition"), &made_of(part, "2026-01-01")).await;
        assert_eq!((reply.status, reply.json()["rest"].as_str()), (StatusCode::OK, Some("0.0008")));
    }
    let circle = put(&site, &path(2, "composition"), &made_of(0, "2026-06-01")).await;
    assert_eq!(
        (circle.status, circle.json()["errors"][0]["reason"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("cycle"))
    );
    let paths = ["A → B → C → A", "B → C → A → B", "C → A → B → C"];
    assert!(paths.iter().any(|path| circle.body.contains(path)), "{}", circle.body);
    let later = put(&site, &path(0, "composition"), &made_of(2, "2027-01-01")).await;
    assert_eq!(
        (later.status, later.json()["valid_from"].as_str()),
        (StatusCode::OK, Some("2027-01-01"))
    );
    let every = get(&site, &path(0, "compositions")).await;
    assert_eq!(
        (every["items"].as_array().unwrap().len(), every["items"][0]["valid_from"].as_str()),
        (2, Some("2027-01-01"))
    );
    let away =
        put(&site, &path(0, "composition"), &json!({ "valid_from": "2027-01-01", "parts": [] }))
            .await;
    assert_eq!(away.status, StatusCode::NO_CONTENT);
    let sheet = get(&site, &path(0, "sheet")).await;
    assert_eq!(
        (sheet["asset"]["name"].as_str(), sheet["tree"]["parts"][0]["name"].as_str()),
        (Some("A"), Some("B"))
    );
    let twice = json!({ "parts": [{ "asset": id(&assets[1]), "share": "0.1" }, { "asset": id(&assets[1]), "share": "0.1" }] });
    assert_eq!(
        put(&site, &path(0, "composition"), &twice).await.json()["errors"][0]["reason"],
        "twice"
    );
}

#[tokio::test]
async fn names_are_taken_once_and_records_must_be_there() {
    let site = Site::with_program().await;
    add(&site, "/banks", &json!({ "name": "Banque" })).await;
    let again = site.send_json(Method::POST, "/api/v1/banks", &json!({ "name": "Banque" })).await;
    assert_eq!(
        (again.status, again.json()["errors"][0]["reason"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("taken"))
    );
    let nobody = "0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b10";
    for (path, body, field) in [
        ("/accounts", json!({ "bank": nobody, "name": "PEA" }), "bank"),
        ("/accounts", json!({ "bank": "x", "name": "PEA" }), "bank"),
        ("/holdings", json!({ "account": nobody, "asset": nobody, "value": "1" }), "account"),
        ("/assets", json!({ "name": "A", "isin": "IE00B4L5Y984" }), "isin"),
        ("/assets", json!({ "name": "A", "kind": "spaceship" }), "kind"),
        ("/assets", json!({ "name": "A", "currency": "XYZ" }), "currency"),
        ("/tasks", json!({ "title": "A", "due_on": "2026-02-30" }), "due_on"),
        ("/exchange-rates", json!({ "base": "EUR", "counter": "USD", "rate": 1.08 }), "rate"),
    ] {
        let reply = site.send_json(Method::POST, &format!("/api/v1{path}"), &body).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {body}: {}", reply.body);
        assert_eq!(reply.json()["errors"][0]["field"], field, "{path} {body}: {}", reply.body);
    }
}

#[tokio::test]
async fn slices_of_a_list_fit_together() {
    let site = Site::with_program().await;
    let mut names = Vec::new();
    for number in 0..7 {
        let name = format!("Banque {}", (number * 5) % 7);
        add(&site, "/banks", &json!({ "name": name })).await;
        names.push(name);
    }
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let slice = get(&site, &format!("/banks?limit=3{after}")).await;
        let items = slice["items"].as_array().unwrap();
        seen.extend(items.iter().map(|bank| bank["name"].as_str().unwrap().to_owned()));
        match slice["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    names.sort();
    seen.sort();
    assert_eq!(seen, names, "each once");
}

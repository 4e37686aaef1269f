//! Tests that the API description is complete, correct and identical in all formats.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::api::document;
use crate::api_collections::{add, get, put};
use crate::site::Site;

/// Collects every `$ref` of a document.
fn references(json: &Value, found: &mut BTreeSet<String>) {
    match json {
        Value::Object(members) => {
            for (name, value) in members {
                match value.as_str() {
                    Some(target) if name == "$ref" => {
                        found.insert(target.to_owned());
                    }
                    _ => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[tokio::test]
async fn the_document_is_whole() {
    let site = Site::new();
    let reply = site.get("/api/v1/openapi.json").await;
    assert_eq!(reply.headers[header::CONTENT_TYPE], "application/json");
    let document = reply.json();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["servers"], json!([{ "url": "/api/v1" }]));
    assert_eq!(document["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    assert_eq!(document["security"], json!([{ "bearer": [] }]));

    let mut targets = BTreeSet::new();
    references(&document, &mut targets);
    assert!(targets.len() > 40);
    for target in targets {
        assert!(document.pointer(target.trim_start_matches('#')).is_some(), "{target}");
    }

    let tags: BTreeSet<&str> = document["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| tag["name"].as_str().unwrap())
        .collect();
    let (mut ids, mut used) = (BTreeSet::new(), BTreeSet::new());
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{id} stands twice");
            assert!(!operation["summary"].as_str().unwrap().is_empty(), "{method} {path}");
            let tag = operation["tags"][0].as_str().unwrap();
            assert!(tags.contains(tag), "{tag}");
            used.insert(tag);
            let answers = operation["responses"].as_object().unwrap();
            assert!(answers.keys().any(|status| status.starts_with('2')), "{method} {path}");
            let named = path.matches('{').count();
            let parameters = operation["parameters"].as_array();
            let keys =
                parameters.into_iter().flatten().filter(|parameter| parameter["in"] == "path");
            assert_eq!(keys.count(), named, "{method} {path}");
        }
    }
    assert_eq!(used, tags);
}

#[tokio::test]
async fn the_document_says_what_texts_look_like() {
    let document = document(&Site::new()).await;
    let schema = |name: &str| document["components"]["schemas"][name].clone();
    for (name, field) in [
        ("AccountInput", "wrapper"),
        ("AssetInput", "kind"),
        ("AssetInput", "unit"),
        ("HoldingInput", "right"),
    ] {
        assert!(
            schema(name)["properties"][field]["enum"].as_array().unwrap().len() >= 3,
            "{name}.{field}"
        );
    }
    assert_eq!(schema("BankView")["properties"]["id"]["format"], "uuid");
    assert_eq!(schema("BreakdownReport")["properties"]["as_of"]["format"], "date");
    assert_eq!(schema("OperationView")["properties"]["at"]["format"], "date-time");
    assert!(schema("BreakdownRow")["properties"]["amount"]["pattern"].is_string());
    assert!(schema("UnvaluedView")["properties"]["asset"]["format"].is_null(), "it is a name");
    assert_eq!(
        schema("AssetView")["properties"]["allocation"]["$ref"],
        "#/components/schemas/Allocation"
    );
    for name in ["BankInput", "ClassPart", "Credentials", "AssignmentInput"] {
        assert_eq!(schema(name)["additionalProperties"], false, "{name}");
    }
    assert_eq!(schema("BankInput")["required"], json!(["name"]));
}

/// Checks a value against its schema, limited to types and field names.
fn check(document: &Value, schema: &Value, value: &Value, place: &str) {
    if let Some(target) = schema["$ref"].as_str() {
        return check(
            document,
            document.pointer(target.trim_start_matches('#')).unwrap(),
            value,
            place,
        );
    }
    if let Some(either) = schema["oneOf"].as_array() {
        let given = either.iter().find(|schema| (schema["type"] == "null") == value.is_null());
        return check(document, given.unwrap(), value, place);
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let kinds = match &schema["type"] {
        Value::String(kind) => vec![kind.as_str()],
        Value::Array(kinds) => kinds.iter().map(|kind| kind.as_str().unwrap()).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => return,
    };
    assert!(kinds.contains(&kind), "{place} is {kind}, not {kinds:?}");
    for item in value.as_array().into_iter().flatten() {
        check(document, &schema["items"], item, &format!("{place}[]"));
    }
    let Some(members) = value.as_object() else { return };
    if let Some(properties) = schema["properties"].as_object() {
        for (name, member) in members {
            let schema =
                properties.get(name).unwrap_or_else(|| panic!("{place}.{name} is not described"));
            check(document, schema, member, &format!("{place}.{name}"));
        }
        for required in schema["required"].as_array().into_iter().flatten() {
            assert!(members.contains_key(required.as_str().unwrap()), "{place} lacks {required}");
        }
    } else if schema["additionalProperties"].is_object() {
        for member in members.values() {
            check(document, &schema["additionalProperties"], member, &format!("{place}.*"));
        }
    }
}

/// Adds a record to each collection. Returns the key that replaces `{id}` in its addresses.
async fn filled(site: &Site) -> BTreeMap<&'static str, String> {
    let id = |record: &Value| record["id"].as_str().unwrap().to_owned();
    let bank = add(site, "/banks", &json!({ "name": "Banque" })).await;
    let account = json!({ "bank": bank["id"], "name": "PEA", "opened_on": "2019-03-14" });
    let account = add(site, "/accounts", &account).await;
    let allocation = json!({ "equity": { "share": "0.6", "zones": { "us": "0.7" } } });
    let part = json!({ "name": "Part", "currency": "USD", "allocation": allocation });
    let part = add(site, "/assets", &part).await;
    let asset = json!({ "name": "Fonds", "kind": "etf", "isin": "IE00B4L5Y983" });
    let asset = add(site, "/assets", &asset).await;
    let composition = json!({ "parts": [{ "asset": part["id"], "share": "0.5" }] });
    let path = format!("/assets/{}", id(&asset));
    assert_eq!(
        put(site, &format!("{path}/composition"), &composition).await.status,
        StatusCode::OK
    );
    add(site, &format!("{path}/prices"), &json!({ "price": "83.41" })).await;
    let holding =
        json!({ "account": account["id"], "asset": asset["id"], "quantity": "3", "cost": "200" });
    let holding = add(site, "/holdings", &holding).await;
    let stale =
        json!({ "account": account["id"], "asset": part["id"], "value": "3", "on": "2026-01-01" });
    add(site, "/holdings", &stale).await;
    let task = add(site, "/tasks", &json!({ "title": "Relire", "asset": asset["id"] })).await;
    let note = add(site, "/notes", &json!({ "text": "Une note.", "asset": asset["id"] })).await;
    let taxonomy = json!({ "name": "Liquidité", "taxons": ["De suite"] });
    let taxonomy = add(site, "/taxonomies", &taxonomy).await;
    add(
        site,
        "/exchange-rates",
        &json!({ "base": "EUR", "counter": "GBP", "on": "2026-11-20", "rate": "0.86" }),
    )
    .await;
    let drawer = site.app.data().join("drawer");
    std::fs::create_dir(&drawer).unwrap();
    let drawer = json!({ "name": "drawer", "kind": "folder", "path": drawer });
    let target = add(site, "/backup-targets", &drawer).await;
    let relay =
        json!({ "kind": "push", "address": "http://127.0.0.1:9", "link": "http://127.0.0.1" });
    let named = site.send_json(Method::PUT, "/api/v1/household/notification-relay", &relay).await;
    assert_eq!(named.status, StatusCode::OK, "{}", named.body);
    let books = get(site, "/books").await[0].clone();
    let operation = get(site, "/operations?limit=1").await["items"][0].clone();
    BTreeMap::from([
        ("banks", id(&bank)),
        ("accounts", id(&account)),
        ("assets", id(&asset)),
        ("holdings", id(&holding)),
        ("tasks", id(&task)),
        ("notes", id(&note)),
        ("taxonomies", id(&taxonomy)),
        ("operations", id(&operation)),
        ("books", id(&books)),
        ("people", books["people"][0]["person"].as_str().unwrap().to_owned()),
        ("backup-targets", id(&target)),
    ])
}

#[tokio::test]
async fn answers_are_as_they_are_described() {
    let site = Site::with_program().await;
    let document = document(&site).await;
    let keys = filled(&site).await;
    let mut seen = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let content = &item["get"]["responses"]["200"]["content"]["application/json"];
        if content.is_null() || path == "/openapi.json" {
            continue;
        }
        let key = keys.get(path.split('/').nth(1).unwrap()).map_or("", String::as_str);
        let address = path
            .replace("{id}", key)
            .replace("{taxonomy}", &keys["taxonomies"])
            .replace("{base}/{counter}/{day}", "EUR/GBP/2026-11-20");
        let address = if path == "/breakdown" { "/breakdown?by=class-zone" } else { &address };
        check(&document, &content["schema"], &get(&site, address).await, path);
        seen += 1;
    }
    assert!(seen > 28, "{seen}");
}

#[tokio::test]
async fn the_page_is_readable_in_both_languages() {
    let site = Site::new();
    for (lang, heading) in
        [("fr", "Pécule pour vos programmes"), ("en", "Pécule for your programs")]
    {
        let reply = site.get(&format!("/api/v1/docs?lang={lang}")).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert!(reply.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html"));
        for text in [
            heading,
            "POST /tokens",
            "GET /breakdown",
            "href=\"#BankView\"",
            "id=\"BankView\"",
            "livret-a",
        ] {
            assert!(reply.body.contains(text), "{lang}: {text}");
        }
        assert!(!reply.body.contains(" style=") && !reply.body.contains("api-"), "{lang}");
    }
    let anchors = site.get("/api/v1/docs").await.body;
    for target in anchors.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(anchors.contains(&format!("id=\"{target}\"")), "#{target} leads nowhere");
    }
}

//! Tests reports, operations, settings and imports of the API.

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::api_collections::{add, get, put, remove};
use crate::site::{Reply, Site};

/// A household with one account. It holds partly unclassified shares and bonds, and an asset
/// without a value.
async fn household(site: &Site) -> (String, String) {
    let bank = add(site, "/banks", &json!({ "name": "Banque" })).await;
    let account =
        add(site, "/accounts", &json!({ "bank": bank["id"], "name": "PEA", "wrapper": "pea" }))
            .await;
    let hold = async |name: &str, kind: &str, currency: &str, allocation: Value, amount: Value| {
        let form =
            json!({ "name": name, "kind": kind, "currency": currency, "allocation": allocation });
        let asset = add(site, "/assets", &form).await;
        let mut form = json!({ "account": account["id"], "asset": asset["id"] });
        form.as_object_mut().unwrap().extend(amount.as_object().unwrap().clone());
        add(site, "/holdings", &form).await;
    };
    let mixed = json!({ "equity": { "share": "0.61", "zones": { "us": "0.7" } }, "bonds": { "share": "0.3" } });
    hold("Fonds", "fund", "EUR", mixed, json!({ "value": "1500.00" })).await;
    hold("Sans cours", "stock", "EUR", json!({}), json!({ "quantity": "12" })).await;
    hold("Sans taux", "cash", "USD", json!({}), json!({ "value": "100" })).await;
    (bank["id"].as_str().unwrap().to_owned(), account["id"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_breakdown_has_the_shape_that_scripts_rely_on() {
    let site = Site::with_program().await;
    household(&site).await;
    let report = get(&site, "/breakdown?by=class").await;
    let mut names: Vec<&str> = report.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["as_of", "currency", "rows", "total", "unassigned", "unvalued"]);
    assert_eq!(
        (report["as_of"].as_str(), report["currency"].as_str()),
        (Some("2026-11-22"), Some("EUR"))
    );
    assert_eq!(
        (report["total"].as_str(), report["unassigned"].as_str()),
        (Some("1500.00"), Some("135.00"))
    );
    assert_eq!(
        report["rows"],
        json!([
            { "key": "equity", "label": "equity", "amount": "915.00", "share": "0.61" },
            { "key": "bonds", "label": "bonds", "amount": "450.00", "share": "0.3" },
            { "key": "unassigned", "label": "unassigned", "amount": "135.00", "share": "0.09" }
        ])
    );
    let unvalued = report["unvalued"].as_array().unwrap();
    let why = |name: &str| unvalued.iter().find(|line| line["asset"] == name).unwrap();
    assert_eq!(
        (why("Sans cours")["reason"].as_str(), why("Sans cours").get("currency")),
        (Some("no-quote"), None)
    );
    assert_eq!(
        (why("Sans taux")["reason"].as_str(), why("Sans taux")["currency"].as_str()),
        (Some("no-rate"), Some("USD"))
    );
    assert!(why("Sans taux")["sentence"].as_str().unwrap().len() > 10);
}

#[tokio::test]
async fn rows_of_class_and_zone_carry_both() {
    let site = Site::with_program().await;
    household(&site).await;
    let report = get(&site, "/breakdown?by=class-zone").await;
    assert_eq!(
        report["rows"][0],
        json!({
            "key": "equity/us", "label": "equity/us", "amount": "640.50", "share": "0.427", "class": "equity", "zone": "us"
        })
    );
    let unassigned =
        report["rows"].as_array().unwrap().iter().find(|row| row["key"] == "unassigned").unwrap();
    assert_eq!(
        (unassigned["class"].as_str(), unassigned["zone"].as_str()),
        (Some("unassigned"), Some("unassigned"))
    );
    assert!(get(&site, "/breakdown?by=class").await["rows"][0].get("class").is_none());
}

#[tokio::test]
async fn every_breakdown_has_one_total() {
    let site = Site::with_program().await;
    let (bank, account) = household(&site).await;
    let taxonomy =
        add(&site, "/taxonomies", &json!({ "name": "Liquidité", "taxons": ["De suite"] })).await;
    let own = format!("taxonomy:{}", taxonomy["id"].as_str().unwrap());
    let axes = [
        "class",
        "zone",
        "class-zone",
        "bank",
        "account",
        "wrapper",
        "kind",
        "currency",
        "issuer",
        &own,
    ];
    let cents = |amount: &Value| amount.as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
    for by in axes {
        for filter in [
            String::new(),
            format!("&bank={bank}"),
            format!("&account={account}"),
            "&wrapper=pea".to_owned(),
        ] {
            let report = get(&site, &format!("/breakdown?by={by}{filter}")).await;
            assert_eq!(report["total"], "1500.00", "{by}{filter}");
            let rows = report["rows"].as_array().unwrap();
            let sum: i64 = rows.iter().map(|row| cents(&row["amount"])).sum();
            assert_eq!(sum, 150_000, "{by}{filter}");
            let amounts: Vec<i64> = rows.iter().map(|row| cents(&row["amount"])).collect();
            assert!(amounts.is_sorted_by(|one, other| one >= other), "{by}: {amounts:?}");
        }
        assert_eq!(get(&site, &format!("/breakdown?by={by}&wrapper=per")).await["total"], "0.00");
    }
    assert_eq!(get(&site, "/dashboard").await["net"], "1500.00");
    assert_eq!(get(&site, "/wealth").await["total"], "1500.00");
    assert_eq!(
        get(&site, &format!("/wealth?account={account}")).await["banks"][0]["accounts"][0]["amount"],
        "1500.00"
    );
}

#[tokio::test]
async fn a_share_of_nothing_is_null() {
    let site = Site::with_program().await;
    let report = get(&site, "/breakdown?by=class").await;
    assert_eq!((report["total"].as_str(), report["rows"].clone()), (Some("0.00"), json!([])));
    let bank = add(&site, "/banks", &json!({ "name": "Banque" })).await;
    let account = add(&site, "/accounts", &json!({ "bank": bank["id"], "name": "Compte" })).await;
    for (name, kind, value) in [("Avoir", "cash", "100"), ("Dette", "loan", "-100")] {
        let asset = add(&site, "/assets", &json!({ "name": name, "kind": kind })).await;
        add(
            &site,
            "/holdings",
            &json!({ "account": account["id"], "asset": asset["id"], "value": value }),
        )
        .await;
    }
    let report = get(&site, "/breakdown?by=class").await;
    assert_eq!(report["total"], "0.00");
    assert_eq!(
        report["rows"],
        json!([
            { "key": "cash", "label": "cash", "amount": "100.00", "share": null },
            { "key": "debt", "label": "debt", "amount": "-100.00", "share": null }
        ])
    );
}

#[tokio::test]
async fn another_currency_needs_a_rate() {
    let site = Site::with_program().await;
    household(&site).await;
    assert_eq!(get(&site, "/settings").await, json!({ "currency": "EUR" }));
    add(
        &site,
        "/exchange-rates",
        &json!({ "base": "EUR", "counter": "USD", "on": "2026-11-20", "rate": "1.25" }),
    )
    .await;
    assert_eq!(get(&site, "/breakdown?by=currency").await["total"], "1580.00");
    let reply = put(&site, "/settings", &json!({ "currency": "USD" })).await;
    assert_eq!((reply.status, reply.json()), (StatusCode::OK, json!({ "currency": "USD" })));
    let report = get(&site, "/breakdown?by=currency").await;
    assert_eq!(
        (report["total"].as_str(), report["currency"].as_str()),
        (Some("1975.00"), Some("USD"))
    );
    assert_eq!(
        get(&site, "/breakdown?by=currency&at=2026-11-19").await["total"],
        "0.00",
        "there was no rate yet"
    );
}

#[tokio::test]
async fn a_change_is_listed_looked_into_and_undone() {
    let site = Site::with_program().await;
    let bank = add(&site, "/banks", &json!({ "name": "Banque" })).await;
    remove(&site, &format!("/banks/{}", bank["id"].as_str().unwrap())).await;
    let listed = get(&site, "/operations").await;
    let kinds: Vec<&str> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["kind"].as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"bank-added") && kinds.contains(&"bank-removed"), "{kinds:?}");
    let gone = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["kind"] == "bank-removed")
        .unwrap();
    let path = format!("/operations/{}", gone["id"].as_str().unwrap());
    let sheet = get(&site, &path).await;
    assert_eq!((&sheet["operation"], sheet["changes"][0]["table"].as_str()), (gone, Some("banks")));
    assert_eq!(
        (sheet["changes"][0]["before"]["name"].as_str(), &sheet["changes"][0]["after"]),
        (Some("Banque"), &Value::Null)
    );
    let undone = site.send_json(Method::POST, &format!("/api/v1{path}/undo"), &Value::Null).await;
    assert_eq!((undone.status, undone.json()["is_undo"].as_bool()), (StatusCode::OK, Some(true)));
    assert_eq!(get(&site, "/banks").await["items"][0]["id"], bank["id"]);
    let again = site.send_json(Method::POST, &format!("/api/v1{path}/undo"), &Value::Null).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.body);
    let first = get(&site, "/operations?limit=1").await;
    assert_eq!(first["items"].as_array().unwrap().len(), 1);
    assert!(first["next"].is_string());
    assert_eq!(get(&site, "/recorded-days").await, json!({ "items": [], "next": null }));
}

#[tokio::test]
async fn a_holding_is_stated_anew() {
    let site = Site::with_program().await;
    household(&site).await;
    let holdings = get(&site, "/holdings").await;
    let mut holdings = holdings["items"].as_array().unwrap().iter();
    let holding = holdings.find(|holding| holding["asset_name"] == "Fonds").unwrap();
    let path = format!("/holdings/{}/statements", holding["id"].as_str().unwrap());
    let stated = add(&site, &path, &json!({ "value": "2000", "on": "2026-11-22" })).await;
    assert_eq!(
        (stated["value"].as_str(), stated["on"].as_str()),
        (Some("2000"), Some("2026-11-22"))
    );
    for wrong in [json!({}), json!({ "value": "1", "quantity": "1" })] {
        let reply = site.send_json(Method::POST, &format!("/api/v1{path}"), &wrong).await;
        assert_eq!(
            (reply.status, reply.json()["errors"][0]["reason"].as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, Some("quantity-or-value"))
        );
    }
    assert_eq!(get(&site, "/wealth").await["total"], "2000.00");
}

async fn upload(site: &Site, path: &str, kind: &str, body: impl Into<Body>) -> Reply {
    let request = site.request(Method::POST, &format!("/api/v1/imports/{path}"));
    site.send(request.header(header::CONTENT_TYPE, kind).body(body.into()).unwrap()).await
}

/// Encodes a multipart form from field, file name and content.
fn form(files: &[(&str, &str, &str)]) -> (String, String) {
    let mut body = String::new();
    for (field, name, content) in files {
        let head = format!("form-data; name=\"{field}\"; filename=\"{name}\"");
        write!(body, "--limit\r\nContent-Disposition: {head}\r\n\r\n{content}\r\n").unwrap();
    }
    ("multipart/form-data; boundary=limit".to_owned(), format!("{body}--limit--\r\n"))
}

#[tokio::test]
async fn files_are_brought_in() {
    let site = Site::with_program().await;
    let rates = "Date,USD,GBP\n2026-11-20,1.0815,0.8610\n";
    let tried = upload(&site, "exchange-rates?dry_run=true&file=ecb.csv", "text/csv", rates).await;
    assert_eq!(tried.status, StatusCode::OK, "{}", tried.body);
    assert_eq!(
        (tried.json()["counts"]["rate"].as_u64(), &tried.json()["operation"]),
        (Some(2), &Value::Null)
    );
    assert_eq!(get(&site, "/exchange-rates").await["items"], json!([]));
    let (kind, body) = form(&[("file", "ecb.csv", rates)]);
    let made = upload(&site, "exchange-rates", &kind, body).await;
    assert_eq!(
        (made.status, made.json()["dry_run"].as_bool()),
        (StatusCode::OK, Some(false)),
        "{}",
        made.body
    );
    assert_eq!(get(&site, "/exchange-rates/EUR/USD/2026-11-20").await["source"], "ecb.csv");
    let undo = format!("/api/v1/operations/{}/undo", made.json()["operation"].as_str().unwrap());
    assert_eq!(site.send_json(Method::POST, &undo, &Value::Null).await.status, StatusCode::OK);
    assert_eq!(get(&site, "/exchange-rates").await["items"], json!([]));

    for (path, kind, body) in [
        ("exchange-rates", "text/csv", ""),
        ("exchange-rates", "text/csv", "nothing of the sort"),
        ("legacy", kind.as_str(), "--limit--\r\n"),
        (
            "legacy",
            kind.as_str(),
            "--limit\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--limit--\r\n",
        ),
        ("fund-holdings?asset=nobody", "text/csv", "a,b"),
        ("fund-holdings", "text/csv", "a,b"),
    ] {
        let reply = upload(&site, path, kind, body).await;
        assert_eq!(
            (reply.status, reply.json()["code"].as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, Some("invalid")),
            "{path}: {}",
            reply.body
        );
    }
    assert_eq!(
        upload(&site, "legacy", "application/json", "{}").await.status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
    assert_eq!(
        upload(&site, "legacy", &kind, "--limit\r\nno").await.status,
        StatusCode::BAD_REQUEST
    );
    let huge = "a".repeat(17 * 1024 * 1024);
    assert_eq!(
        upload(&site, "exchange-rates", "text/csv", huge).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[tokio::test]
async fn the_files_of_the_python_application_are_brought_over() {
    let site = Site::with_program().await;
    let banks = r#"{"b1": {"nom": "Banque du Lac", "notes": ""}}"#;
    let (kind, body) = form(&[("banks", "banks.json", banks)]);
    let reply = upload(&site, "legacy?dry_run=true", &kind, body.clone()).await;
    assert_eq!(
        (reply.status, reply.json()["dry_run"].as_bool()),
        (StatusCode::OK, Some(true)),
        "{}",
        reply.body
    );
    let reply = upload(&site, "legacy", &kind, body).await;
    assert_eq!(reply.json()["counts"]["bank"], 1, "{}", reply.body);
    assert_eq!(get(&site, "/banks").await["items"][0]["name"], "Banque du Lac");
}

#[tokio::test]
async fn a_published_list_composes_an_asset() {
    let site = Site::with_program().await;
    let fund = add(
        &site,
        "/assets",
        &json!({ "name": "Fonds monde", "kind": "etf", "isin": "IE00B4L5Y983" }),
    )
    .await;
    let list = "name,ticker,country,sector,weight\nUne Société,UNE,United States,Energy,60\nAutre,AUT,Japan,Energy,39.92\n";
    let reply = upload(
        &site,
        "fund-holdings?asset=IE00B4L5Y983&file=list.csv&valid_from=2026-11-01",
        "text/csv",
        list,
    )
    .await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    let made = get(&site, &format!("/assets/{}/composition", fund["id"].as_str().unwrap())).await;
    assert_eq!(
        (made["rest"].as_str(), made["valid_from"].as_str()),
        (Some("0.0008"), Some("2026-11-01"))
    );
    assert_eq!(
        (made["parts"].as_array().unwrap().len(), made["source"].as_str()),
        (2, Some("list.csv"))
    );
}

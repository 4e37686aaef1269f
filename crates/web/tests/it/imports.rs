//! Tests imports with browser uploads, from the preview to undoing them as one change.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};

use crate::site::{Reply, Site};

const BANKS: &str = r#"{"tilleuls": {"nom": "Banque des Tilleuls", "notes": ""}}"#;
const ACCOUNTS: &str =
    r#"{"pea": {"banque_id": "tilleuls", "type": "pea", "libelle": "PEA Tilleuls"}}"#;
const ASSETS: &str = r#"[{"id": "1", "nom": "Fonds Monde", "compte_id": "pea", "type_produit": "etf",
    "allocation": {"actions": 61.0, "obligations": 39.0},
    "geo_allocation": {"actions": {"us": 100.0}, "obligations": {"us": 100.0}},
    "valeur_actuelle": 1500.0, "devise": "EUR", "date_maj": "2025-05-13", "mystere": 1}]"#;
const FUND: &str = "Name,Weight (%),Country\nAcier du Nord,60.5,France\nVerre du Sud,39.42,Japan\n";

/// Part of a form: name, file name, content.
type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

async fn send(site: &Site, path: &str, parts: &[Part<'_>]) -> Reply {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        body.extend(
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes(),
        );
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(b"--x--\r\n");
    let request = site
        .request(Method::POST, path)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body))
        .unwrap();
    site.send(request).await
}

/// Returns the files carried in the page.
fn kept(page: &str) -> Vec<String> {
    let fields = page.split("name=\"kept\" value=\"").skip(1);
    // In base64 and a colon, only `+` and `=` could be escaped.
    fields
        .map(|rest| rest.split('"').next().unwrap().replace("&#61;", "=").replace("&#43;", "+"))
        .collect()
}

async fn look(site: &Site) -> Reply {
    let files: [Part<'_>; 3] = [
        ("files", Some("assets.json"), ASSETS.as_bytes()),
        ("files", Some("banks.json"), BANKS.as_bytes()),
        ("files", Some("accounts.json"), ACCOUNTS.as_bytes()),
    ];
    send(site, "/imports/legacy", &files).await
}

#[tokio::test]
async fn the_files_are_shown_first_then_brought_in_and_undone_as_one() {
    let site = Site::signed_in().await;
    let shown = look(&site).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    for words in [
        "Établissements\u{a0}: 1",
        "Comptes\u{a0}: 1",
        "Fonds Monde",
        "mystere",
        "Ce champ n’est pas connu",
    ] {
        assert!(shown.body.contains(words), "{words}");
    }
    assert!(!site.get("/wealth").await.body.contains("Fonds Monde"), "nothing is done yet");

    let kept = kept(&shown.body);
    assert_eq!(kept.len(), 3);
    let mut parts: Vec<Part<'_>> =
        kept.iter().map(|file| ("kept", None, file.as_bytes())).collect();
    parts.push(("commit", None, b"yes"));
    let done = send(&site, "/imports/legacy", &parts).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let wealth = site.get(done.location()).await.body;
    assert!(wealth.contains("1\u{202f}500,00\u{a0}€") && wealth.contains("Fichiers importés"));
    let analysis = site.get("/analysis").await.body;
    assert!(analysis.contains("915,00\u{a0}€") && analysis.contains("585,00\u{a0}€"));

    let again = look(&site).await;
    assert!(again.body.contains("Rien à faire"), "a second import changes nothing");
    let (_, undo) = wealth.split_once("action=\"/operations/").unwrap();
    site.post(&format!("/operations/{}/undo?back=/wealth", undo.get(..36).unwrap()), &[]).await;
    assert!(!site.get("/wealth").await.body.contains("Fonds Monde"));
}

#[tokio::test]
async fn a_list_composes_an_asset_that_is_made_with_it() {
    let site = Site::signed_in().await;
    let named = |asset: &'static str, kind: &'static str| -> Vec<Part<'static>> {
        vec![
            ("asset", None, asset.as_bytes()),
            ("kind", None, kind.as_bytes()),
            ("from", None, b"2026-11-01"),
            ("file", Some("holdings.csv"), FUND.as_bytes()),
        ]
    };
    let unknown = send(&site, "/imports/fund-holdings", &named("ETF Deux Lignes", "")).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unknown.body.contains("introuvable") && unknown.body.contains("value=\"ETF Deux Lignes\"")
    );

    let shown = send(&site, "/imports/fund-holdings", &named("ETF Deux Lignes", "etf")).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    assert!(shown.body.contains("Actifs\u{a0}: 3") && shown.body.contains("Acier du Nord"));
    let kept = kept(&shown.body);
    let parts: Vec<Part<'_>> = vec![
        ("asset", None, b"ETF Deux Lignes"),
        ("kind", None, b"etf"),
        ("from", None, b"2026-11-01"),
        ("kept", None, kept[0].as_bytes()),
        ("commit", None, b"yes"),
    ];
    let done = send(&site, "/imports/fund-holdings", &parts).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(done.location().starts_with("/assets/"));
    let sheet = site.get(done.location()).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert!(sheet.body.contains("Verre du Sud"));

    // Undoing removes the asset and its parts, and does not redirect to a removed page.
    let (_, undo) = sheet.body.split_once("action=\"/operations/").unwrap();
    let undo = undo.split('"').next().unwrap();
    let back = site.post(&format!("/operations/{undo}"), &[]).await;
    assert_eq!(site.get(back.location()).await.status, StatusCode::OK);
    assert!(!site.get("/assets").await.body.contains("Acier du Nord"));
}

#[tokio::test]
async fn rates_and_prices_come_from_files() {
    let site = Site::signed_in().await;
    let rates = b"date;base;counter;rate\n2026-11-20;USD;EUR;0.8642\n";
    let shown = send(&site, "/imports/exchange-rates", &[("file", Some("taux.csv"), rates)]).await;
    assert!(shown.body.contains("Taux de change\u{a0}: 1"), "{}", shown.body);
    let parts: [Part<'_>; 2] = [("file", Some("taux.csv"), rates), ("commit", None, b"yes")];
    let done = send(&site, "/imports/exchange-rates", &parts).await;
    assert!(done.location().starts_with("/settings/exchange-rates"));
    assert!(site.get("/settings/exchange-rates").await.body.contains("0,8642"));
}

#[tokio::test]
async fn what_cannot_be_read_is_said_and_nothing_is_done() {
    let site = Site::signed_in().await;
    for (path, file) in [
        ("/imports/legacy", Some(("photo.png", &b"\x89PNG"[..]))),
        ("/imports/fund-holdings", Some(("a.csv", &b"nothing"[..]))),
        ("/imports/exchange-rates", Some(("a.csv", &b"nothing"[..]))),
        ("/imports/prices", Some(("a.csv", &b"nothing"[..]))),
        ("/imports/exchange-rates", None),
    ] {
        let mut parts: Vec<Part<'_>> = vec![("asset", None, b"X"), ("kind", None, b"etf")];
        parts.extend(file.map(|(name, bytes)| ("file", Some(name), bytes)));
        let reply = send(&site, path, &parts).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(reply.body.contains("Ce fichier n’a pas été accepté"), "{path}");
    }
    assert!(
        site.get("/settings/changes").await.body.contains("Aucune modification pour l’instant")
    );
}

#[tokio::test]
async fn more_than_25_mib_is_refused_in_words() {
    let site = Site::signed_in().await;
    let large = vec![b' '; 26 * 1024 * 1024];
    let reply = send(&site, "/imports/exchange-rates", &[("file", Some("a.csv"), &large)]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(reply.body.contains("25 Mio"));
    // Too large to be carried in the page, so the file is requested again.
    let mut rates = b"date;base;counter;rate\n2026-11-20;USD;EUR;0.8642\n".to_vec();
    rates.resize(3 * 1024 * 1024, b'\n');
    let shown = send(&site, "/imports/exchange-rates", &[("file", Some("a.csv"), &rates)]).await;
    assert!(shown.body.contains("choisissez-les une seconde fois"), "{}", shown.status);
}

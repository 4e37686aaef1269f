//! Tests audit logs, alerts, removed records and the detection of abuse.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use serde_json::json;

use crate::site::{NAME, PASSWORD, Site};

/// A member who is not an administrator, in another browser.
async fn member(site: &Site) -> Site {
    let page = site.post("/household/invitations", &[]).await;
    let (_, rest) = page.body.split_once("/invitation?token=").unwrap();
    let token = rest.split(['<', '"', '&']).next().unwrap().to_owned();
    let mut other = site.also();
    let fields = [
        ("token", token.as_str()),
        ("name", "Membre"),
        ("password", PASSWORD),
        ("repeat", PASSWORD),
    ];
    let joined = other.post("/invitation", &fields).await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.body);
    other.keep(&joined);
    let mut person = site.app.guest().verify_password("Membre", PASSWORD).unwrap();
    person.set_preferences(|preferences| preferences.recovery_confirmed = true).unwrap();
    other
}

#[tokio::test]
async fn the_household_journal_is_read_narrowed_down_and_checked() {
    let site = Site::signed_in().await;
    let page = site.get("/household/audit").await;
    assert_eq!(page.status, StatusCode::OK);
    for said in ["Première personne du foyer", "Connexion", "Fin du journal", "cette machine"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let people = site.get("/household/audit?kind=people&person=&from=&until=").await;
    assert!(people.body.contains("Première personne") && !people.body.contains("cette machine"));
    assert_eq!(site.get("/household/audit?from=x").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let none = site.get("/household/audit?until=1999-01-01").await;
    assert!(none.body.contains("Aucune entrée ne correspond"));
    let checked = site.post("/household/audit/verify", &[]).await;
    assert!(checked.body.contains("Le journal est intact"), "{}", checked.body);
    assert!(site.get("/household/audit").await.body.contains("Journal vérifié"));
}

#[tokio::test]
async fn a_member_has_no_page_of_the_household_and_reads_their_own_entries() {
    let site = Site::signed_in().await;
    let other = member(&site).await;
    for path in ["/household/audit", "/household/audit/export?format=csv", "/household/alerts"] {
        assert_eq!(other.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(other.post("/household/audit/verify", &[]).await.status, StatusCode::NOT_FOUND);
    let own = other.get("/settings/audit").await;
    assert_eq!(own.status, StatusCode::OK);
    assert!(own.body.contains("Invitation acceptée") && !own.body.contains("Première personne"));
    assert_eq!(other.get("/settings/alerts").await.status, StatusCode::OK);
}

#[tokio::test]
async fn refused_tries_are_told_at_home_and_entries_say_what_about() {
    let site = Site::signed_in().await;
    assert!(!site.get("/").await.body.contains("refused-sign-ins"));
    let stranger = site.also();
    for name in [NAME, "Personne d’ici"] {
        stranger.post("/sign-in", &[("name", name), ("password", "tout autre chose 12")]).await;
    }
    let home = site.get("/").await;
    assert!(home.body.contains("Une tentative à votre nom a été refusée"), "{}", home.body);
    site.post("/household/precautions/ups/done", &[]).await;
    site.app.watch().unwrap();
    let admin = site.app.guest().verify_password(NAME, PASSWORD).unwrap();
    admin.admin().unwrap().require_second_factor(false).unwrap();
    admin.admin().unwrap().invite_for("Basile").unwrap();
    let journal = site.get("/household/audit").await;
    for said in [
        "nom inconnu",
        "refus",
        "Un onduleur tient la machine",
        "Basile",
        "Second facteur plus exigé",
    ] {
        assert!(journal.body.contains(said), "{said}: {}", journal.body);
    }
    assert!(!journal.body.contains("Second facteur exigé"));
}

#[tokio::test]
async fn journals_leave_as_files_that_no_spreadsheet_runs() {
    let site = Site::signed_in().await;
    site.post("/banks", &[("name", "=1+1")]).await;
    for (path, name) in [
        ("/household/audit/export?format=csv", "pecule-journal.csv"),
        ("/settings/audit/export?format=jsonl", "pecule-acces.jsonl"),
        ("/settings/changes/export?format=csv", "pecule-changements.csv"),
    ] {
        let file = site.get(path).await;
        assert_eq!(file.status, StatusCode::OK, "{path}: {}", file.body);
        let disposition = file.headers.get(header::CONTENT_DISPOSITION).unwrap().to_str().unwrap();
        assert_eq!(disposition, format!("attachment; filename=\"{name}\""));
    }
    let changes = site.get("/settings/changes/export?format=csv").await;
    assert!(changes.body.contains("\"'=1+1\""), "{}", changes.body);
    let bad = site.get("/settings/changes/export?format=exe").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_was_removed_waits_in_the_trash() {
    let site = Site::signed_in().await;
    assert!(site.get("/settings/changes/removed").await.body.contains("La corbeille est vide"));
    site.post("/banks", &[("name", "Banque perdue")]).await;
    let person = site.app.guest().verify_password(NAME, PASSWORD).unwrap();
    let bank = person.member().unwrap().banks().unwrap().remove(0).id;
    site.post(&format!("/banks/{bank}/remove"), &[]).await;
    let trash = site.get("/settings/changes/removed").await;
    assert!(trash.body.contains("Banque perdue"), "{}", trash.body);
    let undo = trash.body.split("action=\"").find(|rest| rest.starts_with("/operations/")).unwrap();
    let undo = undo.split('"').next().unwrap().to_owned();
    assert_eq!(site.post(&undo, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(site.get("/settings/changes/removed").await.body.contains("La corbeille est vide"));
    assert_eq!(person.member().unwrap().banks().unwrap().len(), 1);
    let narrowed = site.get("/settings/changes?kind=bank-removed").await;
    assert!(
        narrowed.body.contains("établissement retiré")
            && !narrowed.body.contains("établissement ajouté\u{a0}")
    );
    let checked = site.post("/settings/changes/verify", &[]).await;
    assert!(checked.body.contains("Le journal est intact"), "{}", checked.body);
}

#[tokio::test]
async fn a_finding_is_shown_to_whom_it_concerns_until_they_take_note() {
    let site = Site::signed_in().await;
    let elsewhere = pecule_app::Device::new("Chrome · Windows", "203.0.113.9");
    site.app.guest().sign_in(NAME, PASSWORD, None, &elsewhere).unwrap();
    site.app.watch().unwrap();
    let home = site.get("/").await;
    for said in [
        "Deux connexions de réseaux différents en dix minutes",
        "Chrome · Windows, 203.0.*.*",
        "Vos connexions récentes",
        " · à vérifier",
        "<a href=\"/settings#sessions\">",
    ] {
        assert!(home.body.contains(said), "{said}");
    }
    let list = site.get("/household/alerts").await;
    assert!(list.body.contains("À propos de Claire"), "{}", list.body);
    let other = member(&site).await;
    assert!(
        !other.get("/").await.body.contains("Deux connexions de réseaux différents en dix minutes")
    );
    let action = home.body.split("action=\"").find(|rest| rest.contains("/acknowledge\"")).unwrap();
    let action = action.split('"').next().unwrap().to_owned();
    assert_eq!(other.post(&action, &[("back", "/")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.post(&action, &[("back", "//evil")]).await.location(), "/");
    assert!(site.get("/household/alerts").await.body.contains("Prise en compte par Claire"));
}

#[tokio::test]
async fn reports_of_browsers_and_probing_become_findings() {
    let site = Site::signed_in().await;
    let policy = site.get("/").await;
    let policy = policy.headers.get(header::CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap();
    assert!(policy.ends_with("report-uri /csp-report"), "{policy}");
    for _report in 0..6 {
        let body =
            json!({ "csp-report": { "effective-directive": "script-src-elem" } }).to_string();
        let request = site
            .request(Method::POST, "/csp-report")
            .header(header::CONTENT_TYPE, "application/csp-report")
            .body(Body::from(body))
            .unwrap();
        assert_eq!(site.send(request).await.status, StatusCode::NO_CONTENT);
    }
    let large = site.request(Method::POST, "/csp-report").body(Body::from("x".repeat(20_000)));
    assert_eq!(site.send(large.unwrap()).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    for number in 0..12 {
        let path = format!("/assets/01939b3c-0000-7000-8000-{number:012}");
        assert_eq!(site.get(&path).await.status, StatusCode::NOT_FOUND);
    }
    site.app.watch().unwrap();
    let list = site.get("/household/alerts").await;
    for said in ["contenu étranger", "enregistrements inexistants demandés"] {
        assert!(list.body.contains(said), "{said}: {}", list.body);
    }
}

#[tokio::test]
async fn programs_read_the_same() {
    let site = Site::with_program().await;
    let page = site.get("/api/v1/household/audit?kind=access&limit=1").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert_eq!(page.json()["items"][0]["action"], "sign-in");
    let own = site.get("/api/v1/audit/mine").await.json();
    assert_eq!(own["items"].as_array().unwrap().len(), 2);
    let check = site.send_json(Method::POST, "/api/v1/household/audit/verify", &json!({})).await;
    assert_eq!((check.status, check.json()["whole"].as_bool()), (StatusCode::OK, Some(true)));
    let check = site.send_json(Method::POST, "/api/v1/audit/verify", &json!({})).await;
    assert_eq!(check.json()["whole"].as_bool(), Some(true), "{}", check.body);
    for path in
        ["/operations/removed", "/alerts", "/alerts/books", "/household/alerts", "/sign-ins"]
    {
        let list = site.get(&format!("/api/v1{path}")).await;
        assert_eq!(list.status, StatusCode::OK, "{path}: {}", list.body);
        assert!(list.json()["items"].is_array(), "{path}");
    }
    let bad = site.get("/api/v1/audit/mine?kind=no-such").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nothing = "/api/v1/alerts/01939b3c-0000-7000-8000-000000000001/acknowledge";
    let reply = site.send_json(Method::POST, nothing, &json!({})).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn books_leave_in_the_clear_for_whoever_may_open_them() {
    let site = Site::signed_in().await;
    site.post("/banks", &[("name", "=1+1")]).await;
    let page = site.get("/settings/export").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let way = page.body.split("href=\"").find(|rest| rest.starts_with("/books/")).unwrap();
    let way = way.split('?').next().unwrap().to_owned();
    for (format, media) in [("json", "application/json"), ("csv", "text/csv; charset=utf-8")] {
        let file = site.get(&format!("{way}?format={format}")).await;
        assert_eq!(file.status, StatusCode::OK, "{}", file.body);
        assert_eq!(file.headers.get(header::CONTENT_TYPE).unwrap(), media);
        let disposition = file.headers.get(header::CONTENT_DISPOSITION).unwrap().to_str().unwrap();
        assert_eq!(disposition, format!("attachment; filename=\"pecule-livres.{format}\""));
    }
    let whole = site.get(&format!("{way}?format=json")).await;
    assert_eq!(whole.json()["tables"]["banks"][0]["name"], "=1+1");
    let bad = site.get(&format!("{way}?format=exe")).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let journal = site.get("/household/audit").await.body;
    assert!(journal.contains("Espace exporté en clair"), "{journal}");
}

#[tokio::test]
async fn how_long_the_journal_is_kept_is_chosen_within_bounds() {
    let site = Site::signed_in().await;
    let page = site.get("/household/audit").await;
    assert!(
        page.body.contains("Les entrées de plus de 13 mois sont scellées, par mois entiers."),
        "{}",
        page.body
    );
    assert!(page.body.contains("Rien n’est jamais retiré."));
    assert_eq!(site.get("/household/audit/retention").await.status, StatusCode::OK);
    let set = |seal: &'static str, keep: &'static str| {
        [("seal_after_months", seal), ("keep_months", keep)]
    };
    for (seal, keep) in [("3", ""), ("13", "23"), ("", "24"), ("x", ""), ("30", "24")] {
        let refused = site.post("/household/audit/retention", &set(seal, keep)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{seal} {keep}");
    }
    let taken = site.post("/household/audit/retention", &set("6", "24")).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    let page = site.get("/household/audit").await;
    assert!(page.body.contains("Un mois scellé est retiré après 24 mois."), "{}", page.body);
    assert!(page.body.contains("Conservation du journal modifiée"));
    assert_eq!(site.get("/household/audit/segments/1").await.status, StatusCode::NOT_FOUND);
}

//! Tests the pages and endpoints of backups and backup targets.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use pecule_app::Clock;
use pecule_app::backup::drill::DrillOrder;
use pecule_app::backup::status::Proof;
use serde_json::json;

use crate::account::Hands;
use crate::site::{NAME, PASSWORD, Site};

/// Signs a program of the administrator in.
async fn bearing(site: &mut Site) {
    let body = json!({ "name": NAME, "password": PASSWORD });
    site.bear(None);
    let reply = site.send_json(Method::POST, "/api/v1/tokens", &body).await;
    let token = reply.json()["access_token"].as_str().unwrap().to_owned();
    site.bear(Some(&token));
}

fn folder() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap().to_owned();
    (folder, path)
}

#[tokio::test]
async fn the_page_says_what_there_is_before_and_after_the_first_backup() {
    let site = Site::signed_in().await;
    let page = site.get("/household/backups").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Aucune sauvegarde"), "{}", page.body);
    site.app.run_backup_jobs().unwrap();
    let page = site.get("/household/backups").await;
    assert!(page.body.contains("vérifiée") && page.body.contains("4 sur 4"), "{}", page.body);
    assert!(page.body.contains("Aucune sauvegarde ailleurs pour l’instant"));
    assert!(site.get("/").await.body.contains("rien ailleurs"));
}

#[tokio::test]
async fn eight_days_without_a_proof_turn_home_and_health_red() {
    let hands = Hands::new();
    let clock: Arc<dyn Clock> = Arc::<Hands>::clone(&hands);
    let site = Site::by(clock).inhabited().with_browser().await;
    let late = "Aucune vérification depuis plus de 8 jours";
    let health = "La dernière sauvegarde vérifiée l’a été il y a 8 jours";
    site.app.back_up(None).unwrap();
    assert!(site.app.drill(&DrillOrder::default()).unwrap().proven);
    let days = 86_400 * 8;
    for (forward, is_late) in [(0, false), (days, false), (1, true)] {
        hands.forward(forward);
        // The session has long expired.
        let site = site.also().with_browser().await;
        let home = site.get("/").await.body;
        assert_eq!(home.contains(late), is_late, "{home}");
        assert_eq!(home.contains("data-tone=\"bad\""), is_late, "{home}");
        let page = site.get("/household/doctor").await.body;
        assert_eq!(page.contains(health), is_late, "{page}");
        assert_eq!(site.get("/household/backups").await.body.contains(late), is_late);
        assert_eq!(site.app.backup_proof().unwrap() == Proof::Late, is_late);
    }
    // A new drill resets the status at once.
    site.app.back_up(None).unwrap();
    assert!(site.app.drill(&DrillOrder::default()).unwrap().proven);
    let site = site.also().with_browser().await;
    assert!(!site.get("/").await.body.contains(late));
    assert!(!site.get("/household/doctor").await.body.contains("La dernière sauvegarde vérifiée"));
}

#[tokio::test]
async fn what_is_asked_for_is_under_way_until_it_is_done() {
    let site = Site::signed_in().await;
    let asked = site.post("/household/backups/jobs/backup", &[]).await;
    assert_eq!((asked.status, asked.location()), (StatusCode::SEE_OTHER, "/household/backups"));
    let under_way = site.get("/household/backups/jobs/current").await;
    assert!(under_way.body.contains("hx-trigger"), "{}", under_way.body);
    site.app.work_requests().unwrap();
    let done = site.get("/household/backups/jobs/current").await;
    assert!(!done.body.contains("hx-trigger") && done.body.contains("Terminé"), "{}", done.body);
    assert_eq!(site.app.backups().unwrap().len(), 1);
    assert_eq!(site.post("/household/backups/jobs/eat", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_place_is_added_tried_renamed_and_removed() {
    let site = Site::signed_in().await;
    let (_kept, path) = folder();
    for kind in ["folder", "s3", "webdav"] {
        let form = site.get(&format!("/household/backups/targets/new?kind={kind}")).await;
        assert!(form.body.contains(&format!("value=\"{kind}\"")), "{}", form.body);
    }
    let fields = |path: &str| {
        [("kind", "folder"), ("name", "Tiroir"), ("path", path), ("absent_days", "7")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let send = |path: String| fields(&path);
    let wrong = send("/nulle/part".to_owned());
    let wrong: Vec<(&str, &str)> = wrong.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let refused = site.post("/household/backups/targets", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Ce dossier est introuvable"), "{}", refused.body);
    let right = send(path);
    let right: Vec<(&str, &str)> = right.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let added = site.post("/household/backups/targets", &right).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let place = added.location().split('?').next().unwrap().to_owned();
    let shown = site.get(added.location()).await;
    assert!(shown.body.contains("Cette destination fonctionne"), "{}", shown.body);
    assert!(shown.body.contains("Ne compte pas comme ailleurs"));
    let renamed =
        site.post(&format!("{place}/change"), &[("name", "Armoire"), ("absent_days", "x")]).await;
    assert_eq!(renamed.status, StatusCode::UNPROCESSABLE_ENTITY);
    site.post(&format!("{place}/change"), &[("name", "Armoire"), ("absent_days", "30")]).await;
    assert!(site.get("/household/backups").await.body.contains("Armoire"));
    site.post(&format!("{place}/remove"), &[]).await;
    assert!(!site.get("/household/backups").await.body.contains("Armoire"));
    assert_eq!(site.get(&place).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_schedule_is_read_as_people_write_it() {
    let site = Site::signed_in().await;
    let mut fields = vec![
        ("automatic", "yes"),
        ("at", "4 h 15"),
        ("every_days", "2"),
        ("drill_days", "7"),
        ("quiet_from", "22:00"),
        ("quiet_to", ""),
        ("daily", "7"),
        ("weekly", "5"),
        ("monthly", "12"),
        ("yearly", "10"),
    ];
    let wrong = site.post("/household/backups/schedule", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    fields[5].1 = "6:30";
    let right = site.post("/household/backups/schedule", &fields).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.body);
    assert!(site.get("/household/backups").await.body.contains("tous les 2 jours à 04:15"));
    fields[6].1 = "0";
    let none = site.post("/household/backups/schedule", &fields).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "a day is kept at least");
}

#[tokio::test]
async fn the_exercise_is_recorded_with_its_day() {
    let site = Site::signed_in().await;
    let page = site.get("/household/backups/manual-drill").await;
    assert!(page.body.contains("pecule restore") && page.body.contains("Jamais fait"));
    site.post("/household/backups/manual-drill", &[]).await;
    let page = site.get("/household/backups/manual-drill").await;
    assert!(page.body.contains("Fait le"), "{}", page.body);
}

#[tokio::test]
async fn programs_see_and_do_the_same() {
    let mut site = Site::signed_in().await;
    site.app.run_backup_jobs().unwrap();
    bearing(&mut site).await;
    let seen = site.get("/api/v1/backups").await.json();
    assert_eq!(seen["status"]["proof"], "proven", "{seen}");
    let id = seen["backups"][0]["backup"]["id"].as_str().unwrap().to_owned();
    let file = site.get(&format!("/api/v1/backups/{id}/file")).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.body);
    assert!(file.body.starts_with("age-encryption.org/v1"));
    let own = site.get("/api/v1/sealed-export").await;
    assert!(own.body.starts_with("README.txt"), "{}", own.status);
    let mut schedule = site.get("/api/v1/backups/schedule").await.json();
    schedule["keep"]["daily"] = json!(0);
    let refused = site.send_json(Method::PUT, "/api/v1/backups/schedule", &schedule).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (_kept, path) = folder();
    let body = json!({ "name": "drawer", "kind": "folder", "path": path });
    let added = site.send_json(Method::POST, "/api/v1/backup-targets", &body).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
    let place = format!("/api/v1/backup-targets/{}", added.json()["id"].as_str().unwrap());
    assert_eq!(site.get(&place).await.json()["state"], "new");
    site.app.run_backup_jobs().unwrap();
    assert_eq!(site.get(&place).await.json()["state"], "good");
    assert_eq!(site.get(&place).await.json()["copies"], 1);
    let ordered =
        site.send_json(Method::POST, "/api/v1/backups", &json!({ "task": "drill" })).await;
    assert_eq!(ordered.status, StatusCode::ACCEPTED);
    let gone = site.request(Method::DELETE, &place).body(Body::empty()).unwrap();
    let gone = site.send(gone).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.body);
}

#[tokio::test]
async fn a_password_of_long_ago_hands_nothing_over() {
    let hands = Hands::new();
    let clock: Arc<dyn Clock> = Arc::<Hands>::clone(&hands);
    let site = Site::by(clock).inhabited().with_browser().await;
    site.app.run_backup_jobs().unwrap();
    let id = site.app.backups().unwrap()[0].id;
    let path = format!("/household/backups/{id}/download");
    assert_eq!(site.get(&path).await.status, StatusCode::OK);
    hands.forward(11 * 60);
    for path in [path.as_str(), "/settings/sealed-export", "/household/backups/targets/new?kind=s3"]
    {
        let asked = site.get(path).await;
        assert!(asked.location().starts_with("/reauthenticate"), "{path}: {}", asked.status);
    }
}

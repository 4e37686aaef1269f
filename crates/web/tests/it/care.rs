//! Tests that the doctor and the precautions are limited to administrators, translated, and free of
//! wealth.

use axum::http::{Method, StatusCode};
use pecule_web::HttpOptions;
use pecule_web::options::Exposure;
use pecule_web::server::tls::authority::CertificateNames;
use pecule_web::server::tls::own::HouseholdTls;
use serde_json::json;

use crate::site::Site;

#[tokio::test]
async fn health_says_what_to_do_and_nothing_of_wealth() {
    let site = Site::signed_in().await;
    let quick = site.get("/household/doctor").await;
    assert_eq!(quick.status, StatusCode::OK, "{}", quick.body);
    assert!(quick.body.contains("data-code=\"no-backup\""), "{}", quick.body);
    assert!(quick.body.contains("Il n’y a encore aucune sauvegarde."));
    assert!(quick.body.contains("AWS-LC "), "the libraries are named");
    for way in ["/household/backups", "/settings/second-factor"] {
        assert!(quick.body.contains(&format!(" <a href=\"{way}\">")), "{way} is one step away");
        assert_eq!(site.get(way).await.status, StatusCode::OK, "{way}");
    }
    let full = site.get("/household/doctor?full=true").await;
    assert_eq!(full.status, StatusCode::OK);
    let household = site.get("/household").await;
    assert!(household.body.contains("/household/doctor"));
    assert!(household.body.contains("/household/precautions"));
}

#[tokio::test]
async fn a_precaution_is_taken_reminded_of_and_shown_at_home() {
    let site = Site::signed_in().await;
    let page = "/household/precautions";
    assert!(site.get(page).await.body.contains("0 précaution"));
    let taken = site.post(&format!("{page}/ups/done"), &[]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    assert!(site.get(page).await.body.contains("1 précaution prise"));

    let past = site.post(&format!("{page}/ups/remind"), &[("remind_on", "2001-01-01")]).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.body.contains("remind-ups-error"), "{}", past.body);
    let today = site.app.clock().today().to_string();
    let due = site.post(&format!("{page}/ups/remind"), &[("remind_on", today.as_str())]).await;
    assert_eq!(due.status, StatusCode::SEE_OTHER);
    assert_eq!(site.post("/demo/start", &[]).await.status, StatusCode::SEE_OTHER);
    assert!(site.get("/").await.body.contains("/household/precautions#ups"));
    let silent = site.post(&format!("{page}/ups/remind"), &[("remind_on", "")]).await;
    assert_eq!(silent.status, StatusCode::SEE_OTHER);
    assert!(!site.get("/").await.body.contains("/household/precautions#ups"));
    for nothing in ["/no-such-thing/done", "/ups/no-such-deed"] {
        let answer = site.post(&format!("{page}{nothing}"), &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[tokio::test]
async fn programs_get_the_same() {
    let site = Site::with_program().await;
    let doctor = site.get("/api/v1/doctor?full=true").await;
    assert_eq!(doctor.status, StatusCode::OK, "{}", doctor.body);
    let codes = doctor.json();
    let codes: Vec<&str> =
        codes["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"no-backup"), "{codes:?}");
    let all = site.get("/api/v1/precautions").await.json();
    assert!(all["items"].as_array().unwrap().len() >= 7);
    let body = json!({ "done": true, "remind_on": "2999-01-01" });
    let changed = site.send_json(Method::PUT, "/api/v1/precautions/drill", &body).await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.body);
    assert_eq!(changed.json()["remind_on"], "2999-01-01");
    assert!(changed.json()["done_on"].is_string());
    let nowhere = site.send_json(Method::PUT, "/api/v1/precautions/nothing", &body).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn health_tells_how_browsers_are_answered() {
    let site = Site::signed_in().await;
    let own = HouseholdTls::of(site.app.data());
    own.issue(&site.app, &CertificateNames::new(["nas.local".to_owned()], []).unwrap(), false)
        .unwrap();
    let plain = site.get("/household/doctor").await;
    assert!(!plain.body.contains("served-in-the-clear"), "{}", plain.body);
    assert!(!plain.body.contains("Certificat TLS valable"), "one that is not shown to anybody");
    let site = site
        .reached(HttpOptions { answers: Exposure::Sealed(own.pair()), ..HttpOptions::default() });
    let sealed = site.get("/household/doctor").await;
    assert!(sealed.body.contains("Certificat TLS valable"), "{}", sealed.body);
    let site = site.reached(HttpOptions { answers: Exposure::Clear, ..HttpOptions::default() });
    let told = site.get("/household/doctor").await;
    assert!(told.body.contains("Pécule répond en clair"), "{}", told.body);
    assert!(told.body.contains("Ce qui n’est pas nommé ci-dessus est en ordre"));
}

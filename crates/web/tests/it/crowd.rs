//! Tests many simultaneous sign-ins, which are queued or rejected with `Retry-After`.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use pecule_app::Clock;
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use crate::account::Hands;
use crate::site::{NAME, PASSWORD, Site};

/// Sends `many` sign-ins at the same time.
async fn all_at_once(site: &Site, many: usize, password: &str) -> Vec<Response<Body>> {
    let mut asked = JoinSet::new();
    for _ in 0..many {
        let request = site
            .request(Method::POST, "/sign-in")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let body = format!("name={NAME}&password={}", password.replace(' ', "+"));
        let (router, request): (Router, _) =
            (site.router(), request.body(Body::from(body)).unwrap());
        asked.spawn(async move { router.oneshot(request).await.unwrap() });
    }
    asked.join_all().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_who_sign_in_at_once_are_all_let_in() {
    let hands = Hands::new();
    let clock: Arc<dyn Clock> = Arc::<Hands>::clone(&hands);
    let site = Site::by(clock).inhabited();
    let answers = all_at_once(&site, 100, PASSWORD).await;
    let in_all = answers.iter().filter(|answer| answer.status() == StatusCode::SEE_OTHER).count();
    assert_eq!(in_all, 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_wait_is_told_when_to_come_back() {
    let hands = Hands::new();
    let clock: Arc<dyn Clock> = Arc::<Hands>::clone(&hands);
    let site = Site::dearly(clock).inhabited();
    // The first two failures reject all queued attempts too, so that queueing does not bypass the
    // throttle.
    for _ in 0..5 {
        let answers = all_at_once(&site, 300, "ce n'est pas le bon").await;
        let with = |status| answers.iter().filter(move |answer| answer.status() == status).count();
        assert!(with(StatusCode::UNAUTHORIZED) <= 4, "{}", with(StatusCode::UNAUTHORIZED));
        let busy =
            answers.into_iter().find(|answer| answer.status() == StatusCode::SERVICE_UNAVAILABLE);
        if let Some(busy) = busy {
            assert_eq!(busy.headers()[header::RETRY_AFTER], "5");
            let page = busy.into_body().collect().await.unwrap().to_bytes();
            let page = String::from_utf8(page.to_vec()).unwrap();
            assert!(page.contains("Trop de demandes à la fois") && page.contains(NAME));
            return;
        }
        hands.forward(3600);
    }
    panic!("nobody was told to come back: is there an end to the queue?");
}

//! Tests the person's account in the browser (reauthentication, lock, second factor, tokens).

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use jiff::Timestamp;
use pecule_app::Clock;

use crate::authenticator::shows;
use crate::site::{NAME, PASSWORD, Reply, Site};

/// A clock that tests can advance.
pub(crate) struct Hands(AtomicI64);

impl Hands {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(1_795_341_600)))
    }

    pub(crate) fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

async fn signed_in(hands: &Arc<Hands>) -> Site {
    let clock: Arc<dyn Clock> = Arc::<Hands>::clone(hands);
    Site::by(clock).inhabited().with_browser().await
}

fn led(reply: &Reply) -> &str {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    reply.location()
}

/// Sends a form with the `Referer` of a page, as browsers do.
async fn post_from(site: &Site, page: &str, path: &str, body: &str) -> Reply {
    let request = site
        .request(Method::POST, path)
        .header(header::REFERER, format!("http://localhost:8017{page}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    site.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

#[tokio::test]
async fn what_is_serious_asks_for_the_password_and_leads_back() {
    let hands = Hands::new();
    let mut site = signed_in(&hands).await;
    let form = "name=tableur&days=30";
    assert!(
        post_from(&site, "/settings/tokens", "/settings/tokens", form)
            .await
            .body
            .contains("pecule_pt_")
    );
    hands.forward(601);
    let reply = post_from(&site, "/settings/tokens", "/settings/tokens", form).await;
    let aside = led(&reply).to_owned();
    assert_eq!(aside, "/reauthenticate?next=/settings/tokens%3Fagain%3D1");
    let asked = site.get(&aside).await;
    assert!(asked.body.contains(NAME) && asked.body.contains("value=\"/settings/tokens?again=1\""));
    let wrong =
        site.post("/reauthenticate", &[("password", "une autre"), ("next", "/settings")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let hasty =
        site.post("/reauthenticate", &[("password", PASSWORD), ("next", "/settings")]).await;
    assert_eq!(hasty.status, StatusCode::TOO_MANY_REQUESTS);
    hands.forward(5);
    let before = site.also_here();
    let next = "/settings/tokens?again=1";
    let confirmed = site.post("/reauthenticate", &[("password", PASSWORD), ("next", next)]).await;
    assert_eq!(led(&confirmed), next);
    site.keep(&confirmed);
    assert_eq!(led(&before.get("/").await), "/sign-in", "the secret of before opens nothing");
    let page = site.get(next).await.body;
    assert!(page.contains("Appuyez à nouveau") && !page.contains("pecule_pt_</p>"));
    assert!(post_from(&site, next, "/settings/tokens", form).await.body.contains("pecule_pt_"));
    // No redirect to another site.
    let elsewhere = [("password", PASSWORD), ("next", "//evil.example")];
    assert_eq!(led(&site.post("/reauthenticate", &elsewhere).await), "/");
}

#[tokio::test]
async fn a_locked_browser_keeps_its_page_and_asks_for_the_password() {
    let hands = Hands::new();
    let mut site = signed_in(&hands).await;
    assert_eq!(led(&site.post("/settings/lock", &[("lock", "5")]).await), "/settings#security");
    hands.forward(301);
    assert_eq!(led(&site.get("/wealth?at=x").await), "/session/unlock?next=/wealth%3Fat%3Dx");
    let asked = site.get("/session/unlock?next=/wealth").await;
    assert!(asked.body.contains(NAME) && asked.body.contains("value=\"/wealth\""));
    let wrong =
        site.post("/session/unlock", &[("password", "une autre"), ("next", "/wealth")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    hands.forward(5);
    let open = site.post("/session/unlock", &[("password", PASSWORD), ("next", "/wealth")]).await;
    assert_eq!(led(&open), "/wealth");
    site.keep(&open);
    assert_eq!(site.get("/wealth").await.status, StatusCode::OK);
    assert_eq!(led(&site.get("/session/unlock?next=/tasks").await), "/tasks", "nothing is locked");
    // Locked on request, then left for another person.
    assert_eq!(
        led(&site.post("/session/lock", &[("back", "/tasks")]).await),
        "/session/unlock?next=/tasks"
    );
    let left = site.post("/sign-out", &[]).await;
    assert_eq!(led(&left), "/sign-in");
    assert!(left.headers[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(led(&site.get("/").await), "/sign-in");
}

/// Returns the value of a hidden field.
fn hidden(page: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    page.split_once(&mark).unwrap().1.split('"').next().unwrap().replace("&#38;", "&")
}

fn codes(page: &str) -> Vec<String> {
    let kit = page.split_once("id=\"codes\"").unwrap().1.split("</ol>").next().unwrap();
    let codes =
        kit.split("</small>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned());
    codes.collect()
}

/// Enables the second factor with a real authenticator. Returns the secret and the one-time codes.
async fn enrol(site: &Site, hands: &Hands) -> (String, Vec<String>) {
    let page = site.post("/settings/second-factor", &[]).await.body;
    let (uri, secret) = (hidden(&page, "uri"), hidden(&page, "secret"));
    let code = shows(&secret, hands.now().as_second());
    let fields = [("code", code.as_str()), ("uri", uri.as_str()), ("secret", secret.as_str())];
    let shown = site.post("/settings/second-factor/confirm", &fields).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    hands.forward(30);
    (secret, codes(&shown.body))
}

#[tokio::test]
async fn a_real_code_opens_the_door_and_a_one_time_code_stands_in() {
    let hands = Hands::new();
    let site = signed_in(&hands).await;
    let (secret, codes) = enrol(&site, &hands).await;
    assert_eq!(codes.len(), 10);
    let page = site.get("/settings/second-factor").await.body;
    assert!(page.contains("Il vous en reste 10") && !page.contains(&codes[0]));
    let mut other = site.also();
    let code = shows(&secret, hands.now().as_second());
    assert_eq!(led(&at_the_code(&mut other, "/wealth", &code).await), "/wealth");
    assert_eq!(led(&at_the_code(&mut other, "/", &codes[0]).await), "/");
    let home = site.get("/").await.body;
    assert!(home.contains("Un code à usage unique a servi"));
    let away = hidden_action(&home, "/settings/notices/");
    assert_eq!(led(&site.post(&away, &[]).await), "/");
    assert!(!site.get("/").await.body.contains("Un code à usage unique a servi"));
    // Disabled with the password and a code, and reported in a notice.
    let off = async |password: &str, code: &str| {
        hands.forward(5);
        let fields = [("password", password), ("code", code)];
        site.post("/settings/second-factor/off", &fields).await
    };
    let wrong = off(PASSWORD, &codes[0]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Ce code est incorrect"));
    let wrong = off("ce n'est pas le bon", &codes[1]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Mot de passe incorrect."));
    let off = off(PASSWORD, &codes[1]).await;
    assert_eq!(led(&off), "/settings#second-factor");
    assert!(site.get("/").await.body.contains("Votre second facteur a été désactivé"));
}

/// Sends the password, then the code. Returns the response to the code.
async fn at_the_code(site: &mut Site, next: &str, code: &str) -> Reply {
    let fields = [("name", NAME), ("password", PASSWORD), ("next", next)];
    let begun = site.post("/sign-in", &fields).await;
    assert_eq!(led(&begun), format!("/sign-in/code?next={next}"));
    site.keep(&begun);
    let asked = site.get(begun.location()).await;
    assert!(asked.body.contains(NAME) && asked.body.contains("name=\"code\""), "{}", asked.body);
    site.post("/sign-in/code", &[("code", code), ("next", next)]).await
}

#[tokio::test]
async fn the_secret_between_password_and_code_is_short_lived_and_opens_no_page() {
    let hands = Hands::new();
    let site = signed_in(&hands).await;
    let (secret, codes) = enrol(&site, &hands).await;
    let mut other = site.also();
    let begun = other.post("/sign-in", &[("name", NAME), ("password", PASSWORD)]).await;
    let set: Vec<&str> = begun
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|value| value.to_str().unwrap())
        .collect();
    assert_eq!(set.len(), 1, "no session, and no known device yet: {set:?}");
    for part in ["pecule-code=", "HttpOnly", "SameSite=Strict", "Max-Age=300", "Path=/"] {
        assert!(set[0].contains(part), "{part}: {set:?}");
    }
    other.keep(&begun);
    assert_eq!(led(&other.get("/wealth").await), "/sign-in?next=/wealth");
    // The secret of a pending sign-in does not work as a session cookie either.
    let token = set[0].split(['=', ';']).nth(1).unwrap();
    let request =
        site.also().request(Method::GET, "/").header(header::COOKIE, format!("pecule-sid={token}"));
    assert_eq!(led(&site.also().send(request.body(Body::empty()).unwrap()).await), "/sign-in");
    let wrong = other.post("/sign-in/code", &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(wrong.body.contains("Ce code est incorrect") && wrong.body.contains("name=\"code\""));
    let hasty = other.post("/sign-in/code", &[("code", codes[0].as_str())]).await;
    assert_eq!(hasty.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(hasty.headers[header::RETRY_AFTER], "1");
    hands.forward(301);
    let code = shows(&secret, hands.now().as_second());
    let late = other.post("/sign-in/code", &[("code", code.as_str()), ("next", "/wealth")]).await;
    assert_eq!(late.status, StatusCode::UNAUTHORIZED);
    assert!(late.body.contains("Trop de temps") && late.body.contains("value=\"/wealth\""));
    assert!(late.headers[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(led(&site.also().get("/sign-in/code").await), "/sign-in", "nothing is asked");
    // No redirect to another site.
    assert_eq!(led(&at_the_code(&mut other, "/", &codes[0]).await), "/");
}

#[tokio::test]
async fn a_password_too_short_to_stand_alone_keeps_the_second_factor() {
    let hands = Hands::new();
    let site = signed_in(&hands).await;
    let (_secret, codes) = enrol(&site, &hands).await;
    let short = "zèbre 7 quai!";
    let fields = [("present", PASSWORD), ("password", short), ("repeat", short)];
    assert_eq!(led(&site.post("/settings/password", &fields).await), "/settings");
    let fields = [("password", short), ("code", codes[0].as_str())];
    let refused = site.post("/settings/second-factor/off", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("au moins 15 caractères"));
    assert!(refused.body.contains("href=\"/settings/password\""));
    // After an administrator resets the second factor, a longer password is required first.
    let id = site.app.guest().verify_password(NAME, short).unwrap().id();
    let reset = format!("/household/people/{id}/reset-second-factor");
    assert_eq!(site.post(&reset, &[]).await.status, StatusCode::SEE_OTHER);
    for path in ["/", "/wealth", "/settings"] {
        assert_eq!(led(&site.get(path).await), "/settings/password", "{path}");
    }
    let page = site.get("/settings/password").await.body;
    assert!(page.contains("ne suffit plus seul"));
    let long = "onze barques vertes sous le pont";
    let fields = [("present", short), ("password", long), ("repeat", long)];
    let changed = site.post("/settings/password", &fields).await;
    assert_eq!(led(&changed), "/settings");
    assert_eq!(site.get("/wealth").await.status, StatusCode::OK);
}

fn hidden_action(page: &str, start: &str) -> String {
    let rest = page.split_once(&format!("action=\"{start}")).unwrap().1;
    format!("{start}{}", rest.split('"').next().unwrap())
}

#[tokio::test]
async fn a_household_that_demands_a_second_factor_lets_nobody_around_it() {
    let hands = Hands::new();
    let site = signed_in(&hands).await;
    let demand = site.post("/household/second-factor", &[("required", "yes")]).await;
    assert_eq!(led(&demand), "/household");
    for path in ["/", "/wealth", "/settings", "/household", "/settings/tokens", "/imports"] {
        assert_eq!(led(&site.get(path).await), "/settings/second-factor", "{path}");
    }
    assert_eq!(led(&site.post("/banks", &[("name", "A")]).await), "/settings/second-factor");
    let page = site.get("/settings/second-factor").await.body;
    assert!(page.contains("Le foyer exige un second facteur"));
    enrol(&site, &hands).await;
    assert_eq!(site.get("/wealth").await.status, StatusCode::OK);
    assert!(!site.get("/settings/second-factor").await.body.contains("second-factor/off"));
    // No longer required.
    assert_eq!(led(&site.post("/household/second-factor", &[]).await), "/household");
    assert!(site.get("/settings/second-factor").await.body.contains("second-factor/off"));
}

#[tokio::test]
async fn a_sign_in_leaves_a_device_token_that_strangers_cannot_use_up() {
    let hands = Hands::new();
    let clock: Arc<dyn Clock> = Arc::<Hands>::clone(&hands);
    let site = Site::by(clock).inhabited();
    let fields = [("name", NAME), ("password", PASSWORD)];
    let first = site.post("/sign-in", &fields).await;
    let set: Vec<&str> = first
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|value| value.to_str().unwrap())
        .collect();
    let device = set.iter().find(|cookie| cookie.starts_with("pecule-device=")).unwrap();
    assert!(device.contains("HttpOnly") && device.contains("SameSite=Strict"));
    for _ in 0..12 {
        site.post("/sign-in", &[("name", NAME), ("password", "ce n'est pas le bon")]).await;
        hands.forward(5);
    }
    site.post("/sign-in", &[("name", NAME), ("password", "ce n'est pas le bon")]).await;
    assert_eq!(site.post("/sign-in", &fields).await.status, StatusCode::TOO_MANY_REQUESTS);
    let request = site
        .request(Method::POST, "/sign-in")
        .header(header::COOKIE, device.split(';').next().unwrap())
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let body = format!("name={NAME}&password={}", PASSWORD.replace(' ', "+"));
    let known = site.send(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(led(&known), "/");
}

#[tokio::test]
async fn all_sessions_end_at_once_and_too_many_requests_wait() {
    let mut site = Site::signed_in().await;
    let mut other = site.also();
    other.keep(&other.post("/sign-in", &[("name", NAME), ("password", PASSWORD)]).await);
    assert_eq!(led(&site.post("/settings/sessions/end", &[]).await), "/sign-in");
    assert_eq!(led(&other.get("/").await), "/sign-in");
    site.keep(&site.post("/sign-in", &[("name", NAME), ("password", PASSWORD)]).await);
    let site = site.paced(2);
    for _ in 0..6 {
        assert_eq!(site.get("/settings").await.status, StatusCode::OK);
    }
    let slow = site.get("/settings").await;
    assert_eq!(
        (slow.status, &slow.headers[header::RETRY_AFTER]),
        (StatusCode::TOO_MANY_REQUESTS, &1.into())
    );
    assert!(slow.body.contains("Trop de demandes"));
}

#[tokio::test]
async fn a_leaked_password_is_changed_with_everything_that_it_opened() {
    let mut site = Site::signed_in().await;
    site.post("/banks", &[("name", "Banque")]).await;
    let new = "sept phares bleus derrière la dune 4";
    let fields = [("present", PASSWORD), ("password", new), ("repeat", new), ("leaked", "yes")];
    let short =
        [("present", PASSWORD), ("password", "court"), ("repeat", "court"), ("leaked", "yes")];
    let refused = site.post("/settings/password", &short).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let renewed = site.post("/settings/password", &fields).await;
    assert_eq!(led(&renewed), "/recovery");
    site.keep(&renewed);
    assert_eq!(site.get("/recovery").await.status, StatusCode::OK);
    let old = site.also().post("/sign-in", &[("name", NAME), ("password", PASSWORD)]).await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
}

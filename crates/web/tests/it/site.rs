//! Test site over a new installation in a temporary folder, with a method for each action of a
//! browser.

use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use pecule_app::app::App;
use pecule_app::config::data_location::DataLocation;
use pecule_app::people::registration::NewPerson;
use pecule_app::{Clock, FixedClock};
use pecule_web::HttpOptions;
use pecule_web::request::rate_limit::RateLimit;
use tempfile::TempDir;
use tower::ServiceExt as _;

/// Time of all tests.
pub(crate) const NOW: &str = "2026-11-22T10:00:00Z";
/// Name of the first person.
pub(crate) const NAME: &str = "Claire";
/// Password of the first person.
pub(crate) const PASSWORD: &str = "corail velours trapèze 93 hublot";

/// A site with its folder.
pub(crate) struct Site {
    pub(crate) app: App,
    router: Router,
    cookie: Option<String>,
    bearer: Option<String>,
    folder: TempDir,
}

/// Function that opens an installation.
type Opener = fn(&DataLocation, Arc<dyn Clock>) -> pecule_app::Result<App>;

/// A response with its whole body.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Reply {
    /// Returns the target of a redirect.
    pub(crate) fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |place| place.to_str().unwrap())
    }

    /// Parses the body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

impl Site {
    /// Creates an installation with keys but no people.
    pub(crate) fn empty() -> Self {
        Self::by(Arc::new(FixedClock(NOW.parse::<Timestamp>().unwrap())))
    }

    /// Like [`Site::empty`], with a clock that the test controls.
    pub(crate) fn by(clock: Arc<dyn Clock>) -> Self {
        Self::opened(clock, DataLocation::open_cheaply)
    }

    /// Like [`Site::by`], with the full cost of password hashing.
    pub(crate) fn dearly(clock: Arc<dyn Clock>) -> Self {
        Self::opened(clock, DataLocation::open)
    }

    fn opened(clock: Arc<dyn Clock>, open: Opener) -> Self {
        let private = std::fs::Permissions::from_mode(0o700);
        let folder = tempfile::Builder::new().permissions(private).tempdir().unwrap();
        let place = DataLocation::new(folder.path().join("data"));
        place.make_keys(clock.as_ref()).unwrap();
        let app = open(&place, clock).unwrap();
        let router = pecule_web::routes::all(pecule_web::state::AppState::new(
            app.clone(),
            vec!["pecule.test".into()],
        ));
        Self { app, router, cookie: None, bearer: None, folder }
    }

    /// Creates an installation with one person, whose recovery code is confirmed.
    pub(crate) fn new() -> Self {
        Self::empty().inhabited()
    }

    /// Adds the first person, with a confirmed recovery code.
    pub(crate) fn inhabited(self) -> Self {
        let site = self;
        let newcomer =
            NewPerson { name: NAME, password: PASSWORD, language: "fr", recovery_kept: true };
        site.app.guest().set_up(&newcomer).unwrap();
        site
    }

    /// Restarts the program, which loses all state in memory.
    pub(crate) fn restarted(self) -> Self {
        self.app.settle_all().unwrap();
        let clock = Arc::new(FixedClock(self.app.clock().now()));
        let app = DataLocation::new(self.folder.path().join("data")).open_cheaply(clock).unwrap();
        let site = pecule_web::state::AppState::new(app.clone(), Vec::new());
        Self { router: pecule_web::routes::all(site), app, ..self }
    }

    /// Sets the rate limit per session, in requests per second.
    pub(crate) fn paced(self, rate: u32) -> Self {
        self.reached(HttpOptions { pace: RateLimit::new(rate), ..HttpOptions::default() })
    }

    /// Replaces the HTTP options.
    pub(crate) fn reached(self, reach: HttpOptions) -> Self {
        let site = pecule_web::state::AppState::reached(self.app.clone(), Arc::new(reach));
        Self { router: pecule_web::routes::all(site), ..self }
    }

    /// Sets the maximum size of an uploaded file, in bytes.
    pub(crate) fn taking(self, largest_file: u64) -> Self {
        self.reached(HttpOptions { largest_file, ..HttpOptions::default() })
    }

    /// Creates a site with a signed-in browser.
    pub(crate) async fn signed_in() -> Self {
        Self::new().with_browser().await
    }

    /// Signs the first person in.
    pub(crate) async fn with_browser(self) -> Self {
        let mut site = self;
        let reply = site.post("/sign-in", &[("name", NAME), ("password", PASSWORD)]).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        site.keep(&reply);
        site
    }

    /// Returns another browser of the same installation, without a session.
    pub(crate) fn also(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            app: self.app.clone(),
            router: self.router.clone(),
            cookie: None,
            bearer: None,
            folder,
        }
    }

    /// Returns a copy of this browser, with its session.
    pub(crate) fn also_here(&self) -> Self {
        Self { cookie: self.cookie.clone(), ..self.also() }
    }

    /// Copies the installation into its own folder and opens it there; sessions are kept.
    pub(crate) fn copied(&self) -> Self {
        self.app.settle_all().unwrap();
        let private = std::fs::Permissions::from_mode(0o700);
        let folder = tempfile::Builder::new().permissions(private).tempdir().unwrap();
        let data = folder.path().join("data");
        copyfolder(self.app.data(), &data);
        let clock = FixedClock(self.app.clock().now());
        let app = DataLocation::new(data).open_cheaply(Arc::new(clock)).unwrap();
        let site = pecule_web::state::AppState::new(app.clone(), vec!["pecule.test".into()]);
        let router = pecule_web::routes::all(site);
        Self { app, router, cookie: None, bearer: None, folder }
    }

    /// Creates a site with a signed-in program.
    pub(crate) async fn with_program() -> Self {
        let mut site = Self::new();
        let body = serde_json::json!({ "name": NAME, "password": PASSWORD });
        let reply = site.send_json(Method::POST, "/api/v1/tokens", &body).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
        site.bearer = Some(reply.json()["access_token"].as_str().unwrap().to_owned());
        site
    }

    /// Stores the session cookie of a reply, as a browser does.
    pub(crate) fn keep(&mut self, reply: &Reply) {
        let cookie = reply.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
        self.cookie = cookie.split(';').next().map(str::to_owned);
    }

    /// Sets or removes the access token.
    pub(crate) fn bear(&mut self, token: Option<&str>) {
        self.bearer = token.map(str::to_owned);
    }

    /// Starts a request of a local browser.
    pub(crate) fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost:8017")
            .header(header::ACCEPT_LANGUAGE, "fr")
            .extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000))));
        if let Some(cookie) = &self.cookie {
            request =
                request.header(header::COOKIE, cookie).header("sec-fetch-site", "same-origin");
        }
        if let Some(bearer) = &self.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {bearer}"));
        }
        request
    }

    /// Returns the router, for concurrent requests.
    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    /// Sends a request.
    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let reply = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = reply.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Fetches a page.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path).body(Body::empty()).unwrap()).await
    }

    /// Submits a form.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.send(request).await
    }

    /// Sends a JSON body.
    pub(crate) async fn send_json(
        &self,
        method: Method,
        path: &str,
        body: &serde_json::Value,
    ) -> Reply {
        let request = self
            .request(method, path)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        self.send(request).await
    }
}

/// Encodes a form value.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        use std::fmt::Write as _;
        write!(encoded, "%{byte:02X}").unwrap();
        encoded
    })
}

/// Copies a folder with its permissions, including write-ahead logs.
fn copyfolder(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir(to).unwrap();
    std::fs::set_permissions(to, std::fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copyfolder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

//! The gate: closed as long as the installation waits for its passphrase, then the way to everything.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, FromRef, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use pecule_app::App;
use pecule_app::startup::unlock::{Locked, Unlocked};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tower::ServiceExt as _;

use crate::pages::auth::sign_in;
use crate::pages::installation::{trust_certificate, unlock};
use crate::request::form::Form;
use crate::request::guard::language;
use crate::request::refused::Why;
use crate::request::visit::{go, go_from};
use crate::request::{guard, refused};
use crate::server::metrics;
use crate::server::serve::{Opened, Reach, Site, beside};
use crate::{assets, routes};

/// The most bytes of a passphrase with its form.
const FORM: usize = 4 * 1024;

/// What stands between the socket and the installation.
#[derive(Clone)]
pub(crate) struct Gate {
    inner: Arc<Inner>,
}

/// Where a request may be led.
#[derive(Clone)]
struct Ways {
    gate: Gate,
    closed: Router,
}

struct Inner {
    reach: Arc<Reach>,
    look_again: Arc<Notify>,
    opened: Mutex<Option<Opened>>,
    locked: OnceLock<Arc<Locked>>,
    open: OnceLock<(App, Router)>,
    work: Mutex<Vec<JoinHandle<()>>>,
    restored: Arc<Notify>,
}

impl FromRef<Gate> for Arc<Reach> {
    fn from_ref(gate: &Gate) -> Self {
        Self::clone(&gate.inner.reach)
    }
}

impl Gate {
    pub(crate) fn new(reach: Reach, look_again: Arc<Notify>, opened: Opened) -> Self {
        let inner = Inner {
            reach: Arc::new(reach),
            look_again,
            opened: Mutex::new(Some(opened)),
            locked: OnceLock::new(),
            open: OnceLock::new(),
            work: Mutex::default(),
            restored: Arc::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Waits for the passphrase.
    pub(crate) fn lock(&self, locked: Locked) {
        let _once = self.inner.locked.set(Arc::new(locked));
    }

    /// Leads to an open installation from now on.
    pub(crate) fn open(&self, app: &App) {
        let mut site = Site::reached(app.clone(), Arc::clone(&self.inner.reach));
        site.restored = Arc::clone(&self.inner.restored);
        if self.inner.open.set((app.clone(), routes::all(site.clone()))).is_err() {
            return;
        }
        if let Some(metrics) = &self.inner.reach.metrics {
            metrics.open(app);
        }
        let told = self.inner.opened.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(told) = told {
            told(app);
        }
        let work = beside(&site, &self.inner.look_again);
        self.inner.work.lock().unwrap_or_else(PoisonError::into_inner).extend(work);
    }

    /// Told when what was restored is to be put in its place.
    pub(crate) fn restored(&self) -> Arc<Notify> {
        Arc::clone(&self.inner.restored)
    }

    /// Answers whatever is asked.
    pub(crate) fn router(&self) -> Router {
        let ways = Ways { gate: self.clone(), closed: self.closed() };
        let router = Router::new().fallback(lead).with_state(ways);
        match &self.inner.reach.metrics {
            Some(metrics) => router.layer(from_fn_with_state(metrics.clone(), metrics::count)),
            None => router,
        }
    }

    /// Ends what goes on beside the answers, and puts every set of books back.
    pub(crate) async fn close(&self) -> std::io::Result<()> {
        let work =
            std::mem::take(&mut *self.inner.work.lock().unwrap_or_else(PoisonError::into_inner));
        for task in work {
            task.abort();
        }
        let Some((app, _)) = self.inner.open.get().cloned() else { return Ok(()) };
        tokio::task::spawn_blocking(move || app.settle_all())
            .await
            .map_err(std::io::Error::other)?
            .map_err(std::io::Error::other)
    }

    /// What is answered before the passphrase is typed.
    fn closed(&self) -> Router {
        let routes = Router::new()
            .route("/healthz", get(sign_in::healthz))
            .route("/readyz", get(not_ready))
            .route("/setup/restore/work", get(restored))
            .route("/unlock", post(try_passphrase))
            .route("/trust", get(trust_certificate::show))
            .route("/trust/ca.crt", get(trust_certificate::certificate))
            .route("/trust/pecule.mobileconfig", get(trust_certificate::profile))
            .route("/static/{file}", get(assets::serve))
            .fallback(closed)
            .layer(DefaultBodyLimit::max(FORM))
            .with_state(self.clone());
        guard::fence(routes, &self.inner.reach)
    }
}

/// Leads a request to what there is at present.
async fn lead(State(ways): State<Ways>, request: Request) -> Response {
    let router = match ways.gate.inner.open.get() {
        Some((_, open)) => open.clone(),
        None => ways.closed.clone(),
    };
    let answered: Result<Response<Body>, std::convert::Infallible> = router.oneshot(request).await;
    answered.unwrap_or_else(|never| match never {})
}

/// What was restored is in its place, and waits for the passphrase.
async fn restored(headers: HeaderMap) -> Response {
    go_from(&headers, "/")
}

/// Says that nothing can be done here yet.
async fn not_ready() -> StatusCode {
    StatusCode::SERVICE_UNAVAILABLE
}

/// Any address, as long as the passphrase is missing.
async fn closed(uri: Uri, headers: HeaderMap) -> Response {
    let lang = language(&headers);
    if refused::is_api(uri.path()) {
        return refused::answer(Why::Locked, uri.path(), lang);
    }
    unlock::show(lang, None)
}

/// Tries a passphrase.
async fn try_passphrase(
    State(gate): State<Gate>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let lang = language(&headers);
    let Some(locked) = gate.inner.locked.get().cloned() else { return go("/") };
    if !unlock::may_be_typed() {
        return unlock::show(lang, None);
    }
    let from = from.ip().to_string();
    let work = move || locked.unlock(form.text("passphrase"), &from);
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(Unlocked::Open(app))) => {
            gate.open(&app);
            go("/")
        }
        Ok(Ok(Unlocked::Wrong)) => unlock::show(lang, Some(unlock::Fault::Wrong)),
        Ok(Ok(Unlocked::TooOften(wait))) => unlock::show(lang, Some(unlock::Fault::TooOften(wait))),
        Ok(Err(error)) => {
            tracing::error!(%error, "the installation does not open");
            unlock::show(lang, Some(unlock::Fault::Broken))
        }
        Err(stopped) => {
            tracing::error!(%stopped, "a defect");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

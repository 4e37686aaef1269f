//! Serves only the unlock page until the master key is unlocked; then switches to the application's
//! router.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, FromRef, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use pecule_app::app::App;
use pecule_app::startup::unlock::{LockedInstallation, UnlockOutcome};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tower::ServiceExt as _;

use crate::options::HttpOptions;
use crate::pages::auth::sign_in;
use crate::pages::installation::{trust_certificate, unlock};
use crate::request::form::Form;
use crate::request::guest_language::language;
use crate::request::redirect::{go, go_from};
use crate::request::refused::RefusalReason;
use crate::request::{guard, refused};
use crate::server::background::{Opened, beside};
use crate::server::metrics;
use crate::state::AppState;
use crate::{assets, routes};

/// Maximum size of the passphrase form, in bytes.
const FORM: usize = 4 * 1024;

/// Switch between the locked and the open installation.
#[derive(Clone)]
pub(crate) struct UnlockGate {
    inner: Arc<Inner>,
}

/// Routers that a request can be sent to.
#[derive(Clone)]
struct Destinations {
    gate: UnlockGate,
    closed: Router,
}

struct Inner {
    reach: Arc<HttpOptions>,
    look_again: Arc<Notify>,
    opened: Mutex<Option<Opened>>,
    locked: OnceLock<Arc<LockedInstallation>>,
    open: OnceLock<(App, Router)>,
    work: Mutex<Vec<JoinHandle<()>>>,
    restored: Arc<Notify>,
}

impl FromRef<UnlockGate> for Arc<HttpOptions> {
    fn from_ref(gate: &UnlockGate) -> Self {
        Self::clone(&gate.inner.reach)
    }
}

impl UnlockGate {
    pub(crate) fn new(reach: HttpOptions, look_again: Arc<Notify>, opened: Opened) -> Self {
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
    pub(crate) fn lock(&self, locked: LockedInstallation) {
        let _once = self.inner.locked.set(Arc::new(locked));
    }

    /// Switches to an open installation and starts its background jobs.
    pub(crate) fn open(&self, app: &App) {
        let mut site = AppState::reached(app.clone(), Arc::clone(&self.inner.reach));
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

    /// Returns the notification that a restored backup is ready to be installed.
    pub(crate) fn restored(&self) -> Arc<Notify> {
        Arc::clone(&self.inner.restored)
    }

    /// Returns the router that dispatches every request.
    pub(crate) fn router(&self) -> Router {
        let ways = Destinations { gate: self.clone(), closed: self.closed() };
        let router = Router::new().fallback(lead).with_state(ways);
        match &self.inner.reach.metrics {
            Some(metrics) => router.layer(from_fn_with_state(metrics.clone(), metrics::count)),
            None => router,
        }
    }

    /// Stops the background jobs and closes all books.
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

    /// Returns the router for the locked state.
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

/// Dispatches a request to the current router.
async fn lead(State(ways): State<Destinations>, request: Request) -> Response {
    let router = match ways.gate.inner.open.get() {
        Some((_, open)) => open.clone(),
        None => ways.closed.clone(),
    };
    let answered: Result<Response<Body>, std::convert::Infallible> = router.oneshot(request).await;
    answered.unwrap_or_else(|never| match never {})
}

/// Answers while a restored installation waits for its passphrase.
async fn restored(headers: HeaderMap) -> Response {
    go_from(&headers, "/")
}

/// Answers 503 to readiness probes.
async fn not_ready() -> StatusCode {
    StatusCode::SERVICE_UNAVAILABLE
}

/// Answers any other address while the installation is locked.
async fn closed(uri: Uri, headers: HeaderMap) -> Response {
    let lang = language(&headers);
    if refused::is_api(uri.path()) {
        return refused::answer(RefusalReason::Locked, uri.path(), lang);
    }
    unlock::show(lang, None)
}

/// Checks a passphrase.
async fn try_passphrase(
    State(gate): State<UnlockGate>,
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
        Ok(Ok(UnlockOutcome::Open(app))) => {
            gate.open(&app);
            go("/")
        }
        Ok(Ok(UnlockOutcome::Wrong)) => unlock::show(lang, Some(unlock::Fault::Wrong)),
        Ok(Ok(UnlockOutcome::TooOften(wait))) => {
            unlock::show(lang, Some(unlock::Fault::TooOften(wait)))
        }
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

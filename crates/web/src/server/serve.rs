//! Serves an installation until shutdown.

use std::future::Future;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRef;
use pecule_app::App;
use pecule_app::backup::restore::first_start::FirstStartRestore;
use pecule_app::startup::unlock::LockedInstallation;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::request::proxy;
use crate::request::rate_limit::RateLimit;
use crate::server::connections::{Limits, Socket};
use crate::server::metrics::Metrics;
use crate::server::tls::Pair;
use crate::server::tls::own::HouseholdTls;
use crate::server::unlock_gate::UnlockGate;
use crate::server::{connections, metrics, tls};
use crate::text::notification;

/// Options of the HTTP interface.
#[derive(Debug, Clone)]
pub struct HttpOptions {
    /// Permitted host names besides `localhost`.
    pub hosts: Vec<String>,
    /// Proxies whose forwarding headers are trusted.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether this server uses TLS itself.
    pub tls: bool,
    /// Whether `--i-know-plain-http` permits plain HTTP for other machines.
    pub plain_by_name: bool,
    pub answers: Exposure,
    /// Whether to send Strict-Transport-Security.
    pub hsts: bool,
    /// The household's own certificates, if their authority must be trusted by hand.
    pub own: Option<HouseholdTls>,
    pub pace: RateLimit,
    /// `None` if metrics are off.
    pub metrics: Option<Metrics>,
    /// Maximum size of an uploaded backup, in bytes.
    pub largest_file: u64,
}

/// How the server is exposed, for the doctor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Exposure {
    /// Plain HTTP on loopback, or behind a proxy with TLS.
    #[default]
    Near,
    /// TLS with this certificate.
    Sealed(Pair),
    /// Plain HTTP for other machines, explicitly permitted.
    Clear,
}

impl Exposure {
    /// Determines the exposure of an address.
    pub fn at(address: SocketAddr, certificate: Option<Pair>, plain_by_name: bool) -> Self {
        match certificate {
            Some(pair) => Self::Sealed(pair),
            None if plain_by_name && !address.ip().is_loopback() => Self::Clear,
            None => Self::Near,
        }
    }
}

/// Default maximum size of an uploaded backup, in bytes (20 GB).
pub const LARGEST_FILE: u64 = 20_000_000_000;

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            hosts: Vec::new(),
            trusted_proxies: Vec::new(),
            tls: false,
            plain_by_name: false,
            answers: Exposure::Near,
            hsts: false,
            own: None,
            pace: RateLimit::default(),
            metrics: None,
            largest_file: LARGEST_FILE,
        }
    }
}

/// Reason why serving ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Shutdown was requested.
    Stopped,
    /// A backup was restored: install it, then serve again.
    Restored,
}

/// Callback for an opened installation.
pub type Opened = Box<dyn FnOnce(&App) + Send>;

/// Options of [`serve`].
pub struct Options {
    pub reach: HttpOptions,
    pub limits: Limits,
    /// `None` for plain HTTP.
    pub certificate: Option<Pair>,
    /// Socket for metrics; `None` if they are off.
    pub metrics: Option<TcpListener>,
    /// Signal to read the certificate files again.
    pub look_again: Arc<Notify>,
    /// Called once the installation is open.
    pub opened: Opened,
}

/// Initial state of the installation.
pub enum Start {
    Open(App),
    /// Waits for its passphrase.
    Locked(LockedInstallation),
}

/// State of all handlers.
#[derive(Clone)]
pub struct AppState {
    pub(crate) app: App,
    pub(crate) reach: Arc<HttpOptions>,
    /// Signal that a restored backup is ready to be installed.
    pub(crate) restored: Arc<Notify>,
}

impl FromRef<AppState> for Arc<HttpOptions> {
    fn from_ref(site: &AppState) -> Self {
        Self::clone(&site.reach)
    }
}

impl AppState {
    /// Creates a state without a socket, for tests.
    pub fn new(app: App, hosts: Vec<String>) -> Self {
        Self::reached(app, Arc::new(HttpOptions { hosts, ..HttpOptions::default() }))
    }

    /// Creates a state with the given options.
    pub fn reached(app: App, reach: Arc<HttpOptions>) -> Self {
        Self { app, reach, restored: Arc::default() }
    }

    /// Restores a backup in the background; serving ends when it is ready.
    pub(crate) fn restore(&self, restore: FirstStartRestore) {
        let restored = Arc::clone(&self.restored);
        tokio::task::spawn_blocking(move || {
            if restore.run() {
                restored.notify_one();
            }
        });
    }

    /// Runs blocking work (files, password hashing) on the blocking pool.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> pecule_app::Result<T> + Send + 'static,
    ) -> pecule_app::Result<T> {
        let (app, channel) = (self.app.clone(), proxy::channel());
        let work = move || proxy::working_over(channel, || work(&app));
        match tokio::task::spawn_blocking(work).await {
            Ok(done) => done,
            Err(stopped) => Err(pecule_app::Error::Internal(stopped.to_string())),
        }
    }
}

/// Interval of the clean-up jobs.
const ROUND: Duration = Duration::from_mins(1);

/// Serves until `stop` completes, then waits for running requests and closes all books.
pub async fn serve(
    start: Start,
    listener: TcpListener,
    options: Options,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<Ended> {
    let Options { mut reach, limits, certificate, metrics, look_again, opened } = options;
    reach.answers = Exposure::at(listener.local_addr()?, certificate.clone(), reach.plain_by_name);
    reach.metrics = metrics.as_ref().map(|_socket| Metrics::begin());
    let counting = metrics.zip(reach.metrics.clone());
    let exempt = reach.trusted_proxies.clone();
    let spoken = certificate.as_ref().map(Pair::configure).transpose();
    let spoken = spoken.map_err(std::io::Error::other)?;
    let watching = certificate
        .zip(spoken.clone())
        .map(|(pair, spoken)| tokio::spawn(tls::follow(pair, spoken, Arc::clone(&look_again))));
    let gate = UnlockGate::new(reach, look_again, opened);
    match start {
        Start::Open(app) => gate.open(&app),
        Start::Locked(locked) => gate.lock(locked),
    }
    let (counted_out, last_count) = tokio::sync::oneshot::channel::<()>();
    let counting = counting.map(|(listener, counted)| {
        tokio::spawn(metrics::serve(listener, counted, async move {
            // Either way it is time to stop.
            let _told = last_count.await;
        }))
    });
    let socket = Socket { listener, limits, exempt, certificate: spoken };
    let restored = gate.restored();
    let (told, hears) = tokio::sync::oneshot::channel();
    let stop = async move {
        let ended = tokio::select! {
            () = stop => Ended::Stopped,
            () = restored.notified() => Ended::Restored,
        };
        let _asked = told.send(ended);
    };
    let served = connections::serve(socket, gate.router(), stop).await;
    if let Some(watching) = watching {
        watching.abort();
    }
    drop(counted_out);
    if let Some(counting) = counting {
        counting.abort();
    }
    gate.close().await?;
    served?;
    Ok(hears.await.unwrap_or(Ended::Stopped))
}

/// Starts the background jobs of an open installation.
pub(crate) fn beside(
    site: &AppState,
    look_again: &Arc<Notify>,
) -> Vec<tokio::task::JoinHandle<()>> {
    let rounds = [
        ("tidying", ROUND, TIDYING),
        ("requests", LISTENING, REQUESTS),
        ("backups", BACKING_UP, BACKUPS),
        ("messages", TELLING, MESSAGES),
    ];
    let mut work: Vec<_> = rounds
        .into_iter()
        .map(|(name, every, rounds)| {
            tokio::spawn(run_periodically(site.clone(), name, every, rounds))
        })
        .collect();
    if let Some(own) = site.reach.own.clone() {
        work.push(tokio::spawn(tls::keep_fresh(site.clone(), own, Arc::clone(look_again))));
    }
    work
}

/// Interval of the checks for due backups, uploads and drills.
const BACKING_UP: Duration = Duration::from_secs(15);
/// Interval of the checks for job requests from the command line.
const LISTENING: Duration = Duration::from_secs(1);

/// Interval of the checks for pending notifications.
const TELLING: Duration = Duration::from_secs(20);

/// A periodic job and its error message.
type Round = (fn(&App) -> pecule_app::Result<()>, &'static str);

/// Backups, uploads, drills and pruning; separate, as an upload can take hours.
const BACKUPS: &[Round] = &[(App::run_backup_jobs, "the round of the backups could not be made")];
/// Backups and drills requested from the command line.
const REQUESTS: &[Round] =
    &[(App::work_requests, "what a command asked for could not be looked at")];
/// Notifications; separate, as a server may not respond.
const MESSAGES: &[Round] =
    &[(|app| app.send_notifications(notification::say), "messages could not be sent")];
/// Clean-up and maintenance.
const TIDYING: &[Round] = &[
    (App::lock_idle, "browsers could not be locked"),
    (App::settle_idle, "books could not be put back"),
    (|app| app.examine_by_day().map(drop), "the files could not be examined"),
    (App::watch, "the journal could not be looked at"),
    (|app| app.run_nightly().map(drop), "the round by night could not be made"),
];

/// Runs jobs one after the other, at most once per interval.
async fn run_periodically(
    site: AppState,
    name: &'static str,
    every: Duration,
    rounds: &'static [Round],
) {
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let (begun, mut well) = (Instant::now(), true);
        for (work, failed) in rounds {
            if let Err(error) = site.run(*work).await {
                well = false;
                tracing::error!(%error, "{failed}");
            }
        }
        if let Some(metrics) = &site.reach.metrics {
            metrics.made_round(name, well, begun.elapsed());
        }
    }
}

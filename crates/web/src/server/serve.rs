//! The site: an installation behind a socket, until it is told to stop.

use std::future::Future;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRef;
use pecule_app::App;
use pecule_app::backup::restore::first_start::FirstRestore;
use pecule_app::startup::unlock::Locked;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::request::proxy;
use crate::request::rate_limit::Pace;
use crate::server::connections::{Limits, Socket};
use crate::server::metrics::Metrics;
use crate::server::tls::Pair;
use crate::server::tls::own::Own;
use crate::server::unlock_gate::Gate;
use crate::server::{connections, metrics, tls};
use crate::text::notification;

/// How the site may be reached.
#[derive(Debug, Clone)]
pub struct Reach {
    /// Names besides `localhost` under which it may be reached.
    pub hosts: Vec<String>,
    /// Proxies that are believed when they say for whom they ask, and over what.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether TLS is spoken here.
    pub tls: bool,
    /// Whether other machines may be answered in the clear, because somebody asked for it by name.
    pub plain_by_name: bool,
    /// How browsers are answered.
    pub answers: Answers,
    /// Whether browsers are told never to come in the clear again.
    pub hsts: bool,
    /// The household's own certificates, where their authority is to be trusted by hand.
    pub own: Option<Own>,
    /// How many requests each session may make.
    pub pace: Pace,
    /// Where answers and rounds are counted, where somebody asked for it.
    pub metrics: Option<Metrics>,
    /// The most bytes of a backup that a browser may send.
    pub largest_file: u64,
}

/// How browsers are answered, for whoever looks after the installation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Answers {
    /// In the clear to this machine, or to a proxy that encrypts.
    #[default]
    Near,
    /// Under a certificate.
    Sealed(Pair),
    /// In the clear to other machines, because somebody asked for it by name.
    Clear,
}

impl Answers {
    /// At an address, under a certificate or under none.
    pub fn at(address: SocketAddr, certificate: Option<Pair>, plain_by_name: bool) -> Self {
        match certificate {
            Some(pair) => Self::Sealed(pair),
            None if plain_by_name && !address.ip().is_loopback() => Self::Clear,
            None => Self::Near,
        }
    }
}

/// The most bytes of a backup that a browser may send, unless somebody says otherwise.
pub const LARGEST_FILE: u64 = 20_000_000_000;

impl Default for Reach {
    fn default() -> Self {
        Self {
            hosts: Vec::new(),
            trusted_proxies: Vec::new(),
            tls: false,
            plain_by_name: false,
            answers: Answers::Near,
            hsts: false,
            own: None,
            pace: Pace::default(),
            metrics: None,
            largest_file: LARGEST_FILE,
        }
    }
}

/// Why the site is no longer served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It was told to stop.
    Stopped,
    /// A backup was restored: put it in its place, then serve again.
    Restored,
}

/// What is done once the installation is open.
pub type Opened = Box<dyn FnOnce(&App) + Send>;

/// How the site is served.
pub struct Options {
    /// How it may be reached.
    pub reach: Reach,
    /// How much a connection may ask of us.
    pub limits: Limits,
    /// The certificate and its key, where TLS is spoken.
    pub certificate: Option<Pair>,
    /// A socket of their own for metrics, where somebody asked for it.
    pub metrics: Option<TcpListener>,
    /// Told when the certificate's files are to be looked at again.
    pub look_again: Arc<Notify>,
    /// Called once the installation is open.
    pub opened: Opened,
}

/// What is served.
pub enum Start {
    /// An open installation.
    Open(App),
    /// One that waits for its passphrase.
    Locked(Locked),
}

/// What every handler knows.
#[derive(Clone)]
pub struct Site {
    pub(crate) app: App,
    pub(crate) reach: Arc<Reach>,
    /// Told when what was restored is to be put in its place.
    pub(crate) restored: Arc<Notify>,
}

impl FromRef<Site> for Arc<Reach> {
    fn from_ref(site: &Site) -> Self {
        Self::clone(&site.reach)
    }
}

impl Site {
    /// A site without a socket, as tests drive it.
    pub fn new(app: App, hosts: Vec<String>) -> Self {
        Self::reached(app, Arc::new(Reach { hosts, ..Reach::default() }))
    }

    /// A site that may be reached so.
    pub fn reached(app: App, reach: Arc<Reach>) -> Self {
        Self { app, reach, restored: Arc::default() }
    }

    /// Restores beside the answers; once it is ready, the site ends.
    pub(crate) fn restore(&self, restore: FirstRestore) {
        let restored = Arc::clone(&self.restored);
        tokio::task::spawn_blocking(move || {
            if restore.run() {
                restored.notify_one();
            }
        });
    }

    /// Runs work that waits for files or passwords where waiting is allowed.
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

/// How often books that nobody uses are looked for.
const ROUND: Duration = Duration::from_mins(1);

/// Serves until `stop` is done, then lets running answers finish and puts every set of books back.
pub async fn serve(
    start: Start,
    listener: TcpListener,
    options: Options,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<Ended> {
    let Options { mut reach, limits, certificate, metrics, look_again, opened } = options;
    reach.answers = Answers::at(listener.local_addr()?, certificate.clone(), reach.plain_by_name);
    reach.metrics = metrics.as_ref().map(|_socket| Metrics::begin());
    let counting = metrics.zip(reach.metrics.clone());
    let exempt = reach.trusted_proxies.clone();
    let spoken = certificate.as_ref().map(Pair::configure).transpose();
    let spoken = spoken.map_err(std::io::Error::other)?;
    let watching = certificate
        .zip(spoken.clone())
        .map(|(pair, spoken)| tokio::spawn(tls::follow(pair, spoken, Arc::clone(&look_again))));
    let gate = Gate::new(reach, look_again, opened);
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

/// What goes on beside the answers, from the moment the installation is open.
pub(crate) fn beside(site: &Site, look_again: &Arc<Notify>) -> Vec<tokio::task::JoinHandle<()>> {
    let rounds = [
        ("tidying", ROUND, TIDYING),
        ("requests", LISTENING, REQUESTS),
        ("backups", BACKING_UP, BACKUPS),
        ("messages", TELLING, MESSAGES),
    ];
    let mut work: Vec<_> = rounds
        .into_iter()
        .map(|(name, every, rounds)| tokio::spawn(go_round(site.clone(), name, every, rounds)))
        .collect();
    if let Some(own) = site.reach.own.clone() {
        work.push(tokio::spawn(tls::keep_fresh(site.clone(), own, Arc::clone(look_again))));
    }
    work
}

/// How often it is looked whether a backup, a copy elsewhere or a drill is due.
const BACKING_UP: Duration = Duration::from_secs(15);
/// How often commands are asked whether they want something.
const LISTENING: Duration = Duration::from_secs(1);

/// How often it is looked whether somebody is to be told something.
const TELLING: Duration = Duration::from_secs(20);

/// Work that is done again and again, and what is said where it fails.
type Round = (fn(&App) -> pecule_app::Result<()>, &'static str);

/// Backups are made, carried, proven and thinned out; a transfer that takes hours holds up nothing else.
const BACKUPS: &[Round] = &[(App::backup_round, "the round of the backups could not be made")];
/// Backups and drills that commands ask for.
const REQUESTS: &[Round] =
    &[(App::work_requests, "what a command asked for could not be looked at")];
/// Messages about what was noticed; a server that does not answer holds up nothing else.
const MESSAGES: &[Round] =
    &[(|app| app.send_messages(notification::say), "messages could not be sent")];
/// What keeps an installation in order.
const TIDYING: &[Round] = &[
    (App::lock_idle, "browsers could not be locked"),
    (App::settle_idle, "books could not be put back"),
    (|app| app.examine_by_day().map(drop), "the files could not be examined"),
    (App::watch, "the journal could not be looked at"),
    (|app| app.night_round().map(drop), "the round by night could not be made"),
];

/// Makes rounds, one after the other, at most this often.
async fn go_round(site: Site, name: &'static str, every: Duration, rounds: &'static [Round]) {
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

//! `pecule serve`: pages and API until told to stop.

use std::io::IsTerminal as _;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use pecule_app::App;
use pecule_app::installation::open::FolderLock;
use pecule_app::installation::open::Place;
use pecule_web::request::rate_limit::Pace;
use pecule_web::server::connections::Limits;
use pecule_web::server::serve::{Answers, Opened};
use pecule_web::server::tls::Pair;
use pecule_web::server::tls::authority::Founded;
use pecule_web::server::tls::own::Own;
use pecule_web::{Ended, Options, Reach, Start};
use tokio::sync::oneshot;
use tracing_subscriber::EnvFilter;

use crate::commands::serve::signals::Signals;
use crate::config::Config;
use crate::error::{Failure, Outcome};
use crate::{config, output};

mod signals;

/// What the largest file is counted in.
const MEGABYTE: u64 = 1_000_000;
/// How long the program waits for the last answers, and for books to be put back.
const LAST_ANSWERS: Duration = Duration::from_secs(25);

pub(crate) fn run(config: &Config) -> Outcome {
    log(&config.log.value);
    let mut door = Door::default();
    while serve_once(config, &mut door)? == Ended::Restored {
        output::say("A backup was restored. / Une sauvegarde est restaurée.");
    }
    output::say("Pécule has stopped. / Pécule est arrêté.");
    Ok(())
}

/// What outlives a restore: where one listens, and the authority that phones trust.
#[derive(Default)]
struct Door {
    listener: Arc<Mutex<Option<TcpListener>>>,
    authority: Option<Founded>,
}

/// Serves until told to stop, or until a backup was restored and is in its place.
fn serve_once(config: &Config, door: &mut Door) -> Outcome<Ended> {
    let place = config.place();
    let own = Own::of(&place.data);
    let pair = pair(config, &own);
    refuse_in_the_clear(config, pair.is_some())?;
    let locked = place.is_wrapped() && config.passphrase_file.value.is_none();
    let opened: Arc<OnceLock<App>> = Arc::default();
    let (start, alone) = if locked {
        (Start::Locked(place.wait_for_passphrase(config::clock())?), None)
    } else {
        let app = place.open(config::clock())?;
        let alone = app.lock()?;
        if let Some(authority) = door.authority.take() {
            own.keep(&app, &authority)?;
        }
        if config.doors.tls_cert.value.is_none() {
            own.renew_if_due(&app)?;
        }
        (Start::Open(app), Some(alone))
    };
    let listener = door.listen(config)?;
    let again = locked.then(|| door.authority.take()).flatten();
    let opened_now = once_open(&opened, locked, again.map(|authority| (own.clone(), authority)));
    let mut options = options(config, pair, own.clone(), opened_now)?;
    options.metrics = metrics(config)?;
    let cannot =
        |error: std::io::Error| Failure::said(format!("the server cannot start: {error}"), "");
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(cannot)?;
    // Before anybody is told that the program is up, it can be told to stop.
    let signals = runtime.block_on(async { Signals::expected() }).map_err(cannot)?;
    greet(config, &start, &listener, options.certificate.is_some())?;
    let served = runtime.block_on(serve(start, (listener, &door.listener), options, signals));
    runtime.shutdown_timeout(LAST_ANSWERS);
    let app = Arc::into_inner(opened).and_then(OnceLock::into_inner);
    if let Some(app) = &app {
        app.settle_all()?;
    }
    let ended =
        served.map_err(|error| Failure::said(error.to_string(), "The server has stopped."))?;
    if ended == Ended::Restored {
        door.authority = app.as_ref().and_then(|app| own.founded(app));
        put_in_place(&place, app, alone)?;
    }
    Ok(ended)
}

/// Puts what was restored in the place of the empty installation, which nobody may have open any more.
fn put_in_place(place: &Place, app: Option<App>, alone: Option<FolderLock>) -> Outcome {
    let closed = app.map(App::close).transpose()?.unwrap_or_default();
    if !closed {
        return Err(Failure::said(
            "a backup was restored, and something still holds the installation of before",
            "Start the program again: it puts what was restored in its place first.",
        ));
    }
    drop(alone);
    place.finish_restore()?;
    Ok(())
}

impl Door {
    /// Where one listens: the same place all along, so that browsers that wait are answered.
    fn listen(&self, config: &Config) -> Outcome<TcpListener> {
        let mut kept = self.listener.lock().unwrap_or_else(PoisonError::into_inner);
        let listener = match kept.take() {
            Some(listener) => listener,
            None => listen(config)?,
        };
        let again = listener.try_clone();
        *kept = Some(listener);
        again.map_err(|error| Failure::said(error.to_string(), "The server has stopped."))
    }
}

/// Stops listening: nobody else is let in.
fn close(kept: &Mutex<Option<TcpListener>>) {
    drop(kept.lock().unwrap_or_else(PoisonError::into_inner).take());
}

/// The certificate that is named, else the household's own.
pub(super) fn pair(config: &Config, own: &Own) -> Option<Pair> {
    match (config.doors.tls_cert.value.clone(), config.doors.tls_key.value.clone()) {
        (Some(certificate), Some(key)) => Some(Pair { certificate, key }),
        (Some(both), None) | (None, Some(both)) => {
            Some(Pair { certificate: both.clone(), key: both })
        }
        (None, None) => own.exists().then(|| own.pair()),
    }
}

/// Nobody's password crosses the network in the clear because somebody forgot something.
fn refuse_in_the_clear(config: &Config, sealed: bool) -> Outcome {
    let listen = config.doors.listen.value;
    let by_name =
        config.doors.i_know_plain_http.value || !config.doors.trusted_proxies.value.is_empty();
    if sealed || by_name || listen.ip().is_loopback() {
        return Ok(());
    }
    Err(Failure::said(
        format!("{listen} can be reached by other machines, and nothing would be encrypted"),
        "Make certificates with `pecule tls init`, or give yours with --tls-cert and --tls-key, or name the \
         proxy that encrypts with --trusted-proxy. To serve passwords and figures in the clear all the same: \
         --i-know-plain-http.",
    ))
}

fn options(config: &Config, pair: Option<Pair>, own: Own, opened: Opened) -> Outcome<Options> {
    let mut hosts = config.doors.hosts.value.clone();
    if let Some(pair) = &pair {
        let unusable = |error: pecule_web::server::tls::Unusable| {
            Failure::said(error.to_string(), "The server does not start without its certificate.")
        };
        pair.load().map_err(unusable)?;
        hosts.extend(pair.seen().map_err(unusable)?.names);
    }
    let reach = Reach {
        hosts,
        trusted_proxies: config.doors.trusted_proxies.value.clone(),
        tls: pair.is_some(),
        plain_by_name: config.doors.i_know_plain_http.value,
        // Known once one listens.
        answers: Answers::default(),
        hsts: config.doors.hsts.value,
        pace: Pace::new(config.doors.requests_per_second.value),
        largest_file: u64::from(config.doors.largest_file.value).saturating_mul(MEGABYTE),
        own: Some(own).filter(|own| pair.as_ref() == Some(&own.pair())),
        metrics: None,
    };
    let limits = Limits {
        connections: config.doors.connections.value,
        per_address: config.doors.connections_per_address.value,
        ..Limits::default()
    };
    let look_again = Arc::default();
    Ok(Options { reach, limits, certificate: pair, metrics: None, look_again, opened })
}

async fn serve(
    start: Start,
    (listener, kept): (TcpListener, &Mutex<Option<TcpListener>>),
    options: Options,
    mut signals: Signals,
) -> std::io::Result<Ended> {
    let (told, hears) = oneshot::channel::<()>();
    let look_again = Arc::clone(&options.look_again);
    let serving = pecule_web::serve(start, listener, options, async move {
        // Either way it is time to stop.
        let _told = hears.await;
    });
    tokio::pin!(serving);
    tokio::select! {
        done = &mut serving => return done,
        () = signals.stop(&look_again) => {}
    }
    close(kept);
    let _gone = told.send(());
    // A browser that keeps its connection open does not hold the program up.
    tokio::select! {
        done = &mut serving => done,
        () = tokio::time::sleep(LAST_ANSWERS) => Ok(Ended::Stopped),
        () = signals.stop(&look_again) => Ok(Ended::Stopped),
    }
}

fn listen(config: &Config) -> Outcome<TcpListener> {
    let listen = config.doors.listen.value;
    TcpListener::bind(listen).map_err(|error| {
        Failure::said(
            format!("one cannot listen at {listen}: {error}"),
            "Stop what is using it, or choose another address with --listen ADDR:PORT.",
        )
    })
}

/// A socket for metrics, where somebody asked for it: on this machine alone, where nobody else reads along.
fn metrics(config: &Config) -> Outcome<Option<TcpListener>> {
    let Some(at) = config.doors.metrics.value else { return Ok(None) };
    if !at.ip().is_loopback() {
        return Err(Failure::said(
            format!("metrics would be readable by other machines at {at}"),
            "Choose an address of this machine, such as --metrics 127.0.0.1:9017.",
        ));
    }
    TcpListener::bind(at).map(Some).map_err(|error| {
        Failure::said(
            format!("one cannot listen at {at} for metrics: {error}"),
            "Stop what is using it, or choose another port with --metrics ADDR:PORT.",
        )
    })
}

/// Says where the pages are, what is not as it should be, and how the first person gets in.
fn greet(config: &Config, start: &Start, listener: &TcpListener, sealed: bool) -> Outcome {
    let at = listener.local_addr().map_err(|error| Failure::said(error.to_string(), ""))?;
    output::say(&format!("Pécule: {}://{at}", if sealed { "https" } else { "http" }));
    if config.doors.i_know_plain_http.value && !sealed && !at.ip().is_loopback() {
        output::say("");
        output::say("Nothing is encrypted: others on this network can read passwords and figures.");
        output::say(
            "Rien n'est chiffré : sur ce réseau, d'autres peuvent lire mots de passe et chiffres.",
        );
        output::say("");
    }
    match start {
        Start::Open(app) => greet_first(app)?,
        Start::Locked(_) => {
            let wrapped = config.place().wrapped_key();
            let wrapped = wrapped.display();
            output::say("");
            output::say(&format!("Locked: type the passphrase of {wrapped} on the page."));
            output::say(&format!(
                "Verrouillé : tapez la phrase de passe de {wrapped} sur la page."
            ));
            output::say("");
        }
    }
    output::say("Ctrl + C stops it. / Ctrl + C l'arrête.");
    Ok(())
}

/// What is done once the installation is open: a server that was locked had nobody to greet before.
fn once_open(
    opened: &Arc<OnceLock<App>>,
    was_locked: bool,
    kept: Option<(Own, Founded)>,
) -> Opened {
    let opened = Arc::clone(opened);
    Box::new(move |app| {
        if let Some((own, authority)) = kept
            && let Err(error) = own.keep(app, &authority)
        {
            tracing::error!(%error, "the authority's key could not be kept");
        }
        let _once = opened.set(app.clone());
        if was_locked && let Err(error) = greet_first(app) {
            tracing::error!(error = error.sentence(), "no one-time code could be made");
        }
    })
}

/// As long as nobody is there: how the first person gets in.
fn greet_first(app: &App) -> Outcome {
    let Some(code) = app.new_setup_code()? else { return Ok(()) };
    output::say("");
    output::say(
        "Nobody is here yet. Make the first person in the browser, within 15 minutes, with this one-time code:",
    );
    output::say(
        "Il n'y a encore personne. Créez la première personne au navigateur, d'ici 15 minutes, avec ce code à usage unique :",
    );
    output::say("");
    output::say(&format!("    {}", code.as_str()));
    output::say("");
    Ok(())
}

/// Logs to the error stream; nothing secret is ever logged.
fn log(wish: &str) {
    let filter = EnvFilter::try_new(wish).unwrap_or_else(|_unclear| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
}

//! Runs `pecule serve`: serves pages and API until a signal stops the server.
//!
//! After a restore in the browser, the server starts again on the same socket with the restored data.

use std::io::IsTerminal as _;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use pecule_app::app::App;
use pecule_app::config::data_location::DataLocation;
use pecule_app::installation::open::FolderLock;
use pecule_web::options::Exposure;
use pecule_web::request::rate_limit::RateLimit;
use pecule_web::server::background::Opened;
use pecule_web::server::limits::Limits;
use pecule_web::server::tls::Pair;
use pecule_web::server::tls::authority::Authority;
use pecule_web::server::tls::own::HouseholdTls;
use pecule_web::{Ended, HttpOptions, Options, Start};
use tokio::sync::oneshot;
use tracing_subscriber::EnvFilter;

use crate::commands::serve::signals::Signals;
use crate::config::Config;
use crate::error::{Failure, Outcome};
use crate::{config, output};

mod signals;

/// What the largest file is counted in.
const MEGABYTE: u64 = 1_000_000;
/// The time that requests have to end, and books to be closed, once the server stops.
const LAST_ANSWERS: Duration = Duration::from_secs(25);

pub(crate) fn run(config: &Config) -> Outcome {
    log(&config.log.value);
    let mut door = Listener::default();
    while serve_once(config, &mut door)? == Ended::Restored {
        output::say("A backup was restored. / Une sauvegarde est restaurée.");
    }
    output::say("Pécule has stopped. / Pécule est arrêté.");
    Ok(())
}

/// The state that outlives a restore: the listening socket, and the TLS authority that devices trust.
#[derive(Default)]
struct Listener {
    listener: Arc<Mutex<Option<TcpListener>>>,
    authority: Option<Authority>,
}

/// Serves until a signal arrives, or until a restored backup has replaced the installation.
fn serve_once(config: &Config, door: &mut Listener) -> Outcome<Ended> {
    let place = config.place();
    let own = HouseholdTls::of(&place.data);
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
    // A supervisor may send a signal as soon as it reads the greeting.
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

/// Replaces the empty installation with the restored one. Fails while the empty one is still open.
fn put_in_place(place: &DataLocation, app: Option<App>, alone: Option<FolderLock>) -> Outcome {
    let closed = app.map(App::close).transpose()?.unwrap_or_default();
    if !closed {
        return Err(Failure::said(
            "a backup was restored, but the previous installation is still open",
            "Start the program again: it then activates the restored installation first.",
        ));
    }
    drop(alone);
    place.finish_restore()?;
    Ok(())
}

impl Listener {
    /// Returns the listening socket, the same across restores, so that waiting browsers get an answer.
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

/// Closes the listening socket.
fn close(kept: &Mutex<Option<TcpListener>>) {
    drop(kept.lock().unwrap_or_else(PoisonError::into_inner).take());
}

/// Returns the certificate of the settings, else the certificate of the household's own authority.
pub(super) fn pair(config: &Config, own: &HouseholdTls) -> Option<Pair> {
    match (config.doors.tls_cert.value.clone(), config.doors.tls_key.value.clone()) {
        (Some(certificate), Some(key)) => Some(Pair { certificate, key }),
        (Some(both), None) | (None, Some(both)) => {
            Some(Pair { certificate: both.clone(), key: both })
        }
        (None, None) => own.exists().then(|| own.pair()),
    }
}

/// Refuses plain HTTP beyond loopback, unless `--allow-plain-http` or a trusted proxy is set.
fn refuse_in_the_clear(config: &Config, sealed: bool) -> Outcome {
    let listen = config.doors.listen.value;
    let by_name =
        config.doors.allow_plain_http.value || !config.doors.trusted_proxies.value.is_empty();
    if sealed || by_name || listen.ip().is_loopback() {
        return Ok(());
    }
    Err(Failure::said(
        format!(
            "{listen} can be reached by other machines, and the connections would not be encrypted"
        ),
        "Make certificates with `pecule tls init`, or set --tls-cert and --tls-key, or name the \
         proxy that encrypts with --trusted-proxy. To serve passwords and amounts without encryption: \
         --allow-plain-http.",
    ))
}

fn options(
    config: &Config,
    pair: Option<Pair>,
    own: HouseholdTls,
    opened: Opened,
) -> Outcome<Options> {
    let mut hosts = config.doors.allowed_hosts.value.clone();
    if let Some(pair) = &pair {
        let unusable = |error: pecule_web::server::tls::TlsFilesError| {
            Failure::said(error.to_string(), "The server does not start without its certificate.")
        };
        pair.load().map_err(unusable)?;
        hosts.extend(pair.seen().map_err(unusable)?.names);
    }
    let reach = HttpOptions {
        hosts,
        trusted_proxies: config.doors.trusted_proxies.value.clone(),
        tls: pair.is_some(),
        plain_by_name: config.doors.allow_plain_http.value,
        // Replaced once the socket is bound.
        answers: Exposure::default(),
        hsts: config.doors.hsts.value,
        pace: RateLimit::new(config.doors.rate_limit_per_second.value),
        largest_file: u64::from(config.doors.max_upload_mb.value).saturating_mul(MEGABYTE),
        own: Some(own).filter(|own| pair.as_ref() == Some(&own.pair())),
        metrics: None,
    };
    let limits = Limits {
        connections: config.doors.max_connections.value,
        per_address: config.doors.max_connections_per_address.value,
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
        // A dropped sender means stop as well.
        let _told = hears.await;
    });
    tokio::pin!(serving);
    tokio::select! {
        done = &mut serving => return done,
        () = signals.stop(&look_again) => {}
    }
    close(kept);
    let _gone = told.send(());
    // An open connection must not delay the end of the program.
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
            format!("cannot listen on {listen}: {error}"),
            "Stop the program that uses this address, or choose another with --listen ADDR:PORT.",
        )
    })
}

/// Binds the socket for metrics, if one is set. Only a loopback address is accepted.
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
            format!("cannot listen on {at} for metrics: {error}"),
            "Stop the program that uses this port, or choose another with --metrics ADDR:PORT.",
        )
    })
}

/// Prints the address of the pages, the warning about plain HTTP, and the setup code or the locked state.
fn greet(config: &Config, start: &Start, listener: &TcpListener, sealed: bool) -> Outcome {
    let at = listener.local_addr().map_err(|error| Failure::said(error.to_string(), ""))?;
    output::say(&format!("Pécule: {}://{at}", if sealed { "https" } else { "http" }));
    if config.doors.allow_plain_http.value && !sealed && !at.ip().is_loopback() {
        output::say("");
        output::say(
            "Connections are not encrypted: others on this network can read passwords and amounts.",
        );
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
    output::say("Press Ctrl + C to stop. / Ctrl + C pour arrêter.");
    Ok(())
}

/// Returns the work to do once the installation is open. An unlocked server then prints its setup code.
fn once_open(
    opened: &Arc<OnceLock<App>>,
    was_locked: bool,
    kept: Option<(HouseholdTls, Authority)>,
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

/// Prints a one-time setup code while the household has no people.
fn greet_first(app: &App) -> Outcome {
    let Some(code) = app.new_setup_code()? else { return Ok(()) };
    output::say("");
    output::say(
        "This household has no people yet. Create the first person in the browser, within 15 minutes, with this one-time code:",
    );
    output::say(
        "Ce foyer n'a encore personne. Créez la première personne au navigateur, d'ici 15 minutes, avec ce code à usage unique :",
    );
    output::say("");
    output::say(&format!("    {}", code.as_str()));
    output::say("");
    Ok(())
}

/// Starts logging to the standard error. Logs never contain secrets.
fn log(wish: &str) {
    let filter = EnvFilter::try_new(wish).unwrap_or_else(|_unclear| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
}

//! `pecule serve`: pages and API until told to stop.

use std::io::IsTerminal as _;
use std::net::TcpListener;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use pecule_app::App;
use pecule_app::installation::Place;
use pecule_web::pace::Pace;
use pecule_web::serving::Limits;
use pecule_web::site::Opened;
use pecule_web::tls::{Own, Pair};
use pecule_web::{Options, Reach, Start};
use tokio::sync::{Notify, oneshot};
use tracing_subscriber::EnvFilter;

use crate::config::{self, Config};
use crate::error::{Failure, Outcome};
use crate::out;

/// How long the program waits for the last answers, and for books to be put back.
const LAST_ANSWERS: Duration = Duration::from_secs(25);

pub(crate) fn run(config: &Config) -> Outcome {
    log(&config.log.value);
    let place = config.place();
    let own = Own::of(&place.data);
    let pair = pair(config, &own);
    refuse_in_the_clear(config, pair.is_some())?;
    let locked = place.is_wrapped() && config.passphrase_file.value.is_none();
    let opened: Arc<OnceLock<App>> = Arc::default();
    let (start, _alone) = if locked {
        (Start::Locked(place.wait_for_passphrase(config::clock())?), None)
    } else {
        let app = place.open(config::clock())?;
        let alone = app.lock()?;
        if config.doors.tls_cert.value.is_none() {
            own.renew_if_due(&app)?;
        }
        (Start::Open(app), Some(alone))
    };
    let listener = listen(config)?;
    let options = options(config, pair, own, greet_once_open(&opened))?;
    greet(config, &listener, options.certificate.is_some(), locked, &place)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::said(format!("the server cannot start: {error}"), ""))?;
    let served = runtime.block_on(serve(start, listener, options));
    runtime.shutdown_timeout(LAST_ANSWERS);
    if let Some(app) = opened.get() {
        app.settle_all()?;
    }
    served.map_err(|error| Failure::said(error.to_string(), "The server has stopped."))?;
    out::say("Pécule has stopped. / Pécule est arrêté.");
    Ok(())
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
        let unusable = |error: pecule_web::tls::Unusable| {
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
        hsts: config.doors.hsts.value,
        pace: Pace::new(config.doors.requests_per_second.value),
        own: Some(own).filter(|own| pair.as_ref() == Some(&own.pair())),
    };
    let limits = Limits {
        connections: config.doors.connections.value,
        per_address: config.doors.connections_per_address.value,
        ..Limits::default()
    };
    Ok(Options { reach, limits, certificate: pair, look_again: Arc::default(), opened })
}

async fn serve(start: Start, listener: TcpListener, options: Options) -> std::io::Result<()> {
    let (told, hears) = oneshot::channel::<()>();
    let look_again = Arc::clone(&options.look_again);
    let serving = pecule_web::serve(start, listener, options, async move {
        // Either way it is time to stop.
        let _told = hears.await;
    });
    tokio::pin!(serving);
    tokio::select! {
        done = &mut serving => return done,
        () = stop(&look_again) => {}
    }
    let _gone = told.send(());
    // A browser that keeps its connection open does not hold the program up.
    tokio::select! {
        done = &mut serving => done,
        () = tokio::time::sleep(LAST_ANSWERS) => Ok(()),
        () = stop(&look_again) => Ok(()),
    }
}

/// Waits until somebody tells the program to stop; until then a hang-up has certificates read again.
#[cfg(unix)]
async fn stop(look_again: &Notify) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate), Ok(mut hang_up)) = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
        signal(SignalKind::hangup()),
    ) else {
        return std::future::pending().await;
    };
    loop {
        tokio::select! {
            _ = interrupt.recv() => return,
            _ = terminate.recv() => return,
            _ = hang_up.recv() => look_again.notify_one(),
        }
    }
}

/// Waits until somebody tells the program to stop.
#[cfg(not(unix))]
async fn stop(_look_again: &Notify) {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
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

/// Says where the pages are, and what is not as it should be.
fn greet(
    config: &Config,
    listener: &TcpListener,
    sealed: bool,
    locked: bool,
    place: &Place,
) -> Outcome {
    let at = listener.local_addr().map_err(|error| Failure::said(error.to_string(), ""))?;
    out::say(&format!("Pécule: {}://{at}", if sealed { "https" } else { "http" }));
    out::say("Ctrl + C stops it. / Ctrl + C l'arrête.");
    if config.doors.i_know_plain_http.value && !sealed && !at.ip().is_loopback() {
        out::say("");
        out::say("Nothing is encrypted: others on this network can read passwords and figures.");
        out::say(
            "Rien n'est chiffré : sur ce réseau, d'autres peuvent lire mots de passe et chiffres.",
        );
    }
    if locked {
        let wrapped = place.wrapped_key();
        out::say("");
        out::say(&format!("Locked: type the passphrase of {} on the page.", wrapped.display()));
        out::say(&format!(
            "Verrouillé : tapez la phrase de passe de {} sur la page.",
            wrapped.display()
        ));
    }
    Ok(())
}

/// Once the installation is open: as long as nobody is there, how the first person gets in.
fn greet_once_open(opened: &Arc<OnceLock<App>>) -> Opened {
    let opened = Arc::clone(opened);
    Box::new(move |app| {
        let _once = opened.set(app.clone());
        match app.new_setup_code() {
            Ok(Some(code)) => greet_first(code.as_str()),
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "no one-time code could be made"),
        }
    })
}

fn greet_first(code: &str) {
    out::say("");
    out::say(
        "Nobody is here yet. Make the first person in the browser, within 15 minutes, with this one-time code:",
    );
    out::say(
        "Il n'y a encore personne. Créez la première personne au navigateur, d'ici 15 minutes, avec ce code à usage unique :",
    );
    out::say("");
    out::say(&format!("    {code}"));
    out::say("");
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

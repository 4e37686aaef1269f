//! `pecule serve`: pages and API until told to stop.

use std::io::IsTerminal as _;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use pecule_app::App;
use pecule_app::installation::Place;
use pecule_web::Options;
use tokio::sync::oneshot;
use tracing_subscriber::EnvFilter;

use crate::cli::Serve;
use crate::error::{Failure, Outcome};
use crate::{config, out};

/// How long answers that are under way may take once the program is told to stop.
const LAST_ANSWERS: Duration = Duration::from_secs(10);

pub(crate) fn run(place: &Place, asked: Serve) -> Outcome {
    log();
    let app = place.open(config::clock())?;
    let _alone = app.lock()?;
    let listen = free(asked.listen)?;
    greet(&app, listen)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::said(format!("the server cannot start: {error}"), ""))?;
    let served = runtime.block_on(serve(app.clone(), Options { listen, hosts: asked.hosts }));
    runtime.shutdown_timeout(LAST_ANSWERS);
    app.settle_all()?;
    served
        .map_err(|error| Failure::said(format!("{listen}: {error}"), "The server has stopped."))?;
    out::say("Pécule has stopped. / Pécule est arrêté.");
    Ok(())
}

async fn serve(app: App, options: Options) -> std::io::Result<()> {
    let (told, hears) = oneshot::channel::<()>();
    let serving = pecule_web::serve(app, options, async move {
        // Either way it is time to stop.
        let _told = hears.await;
    });
    tokio::pin!(serving);
    tokio::select! {
        done = &mut serving => return done,
        () = stop() => {}
    }
    let _gone = told.send(());
    // A browser that keeps its connection open does not hold the program up.
    tokio::select! {
        done = &mut serving => done,
        () = tokio::time::sleep(LAST_ANSWERS) => Ok(()),
        () = stop() => Ok(()),
    }
}

/// Waits until somebody tells the program to stop.
#[cfg(unix)]
async fn stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}

/// Waits until somebody tells the program to stop.
#[cfg(not(unix))]
async fn stop() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Finds out whether one can listen there before anything is announced; port 0 becomes a real one.
fn free(listen: SocketAddr) -> Outcome<SocketAddr> {
    TcpListener::bind(listen).and_then(|probe| probe.local_addr()).map_err(|error| {
        Failure::said(
            format!("one cannot listen at {listen}: {error}"),
            "Stop what is using it, or choose another address with --listen ADDR:PORT.",
        )
    })
}

/// Says where the pages are and, as long as nobody is there, how the first person gets in.
fn greet(app: &App, listen: SocketAddr) -> Outcome {
    out::say(&format!("Pécule: http://{listen}"));
    out::say("Ctrl + C stops it. / Ctrl + C l'arrête.");
    if !listen.ip().is_loopback() {
        out::say("");
        out::say(
            "Other machines can reach this address, and nobody signs in over plain HTTP: put a proxy with TLS in front.",
        );
        out::say(
            "D'autres machines atteignent cette adresse, et personne ne se connecte en HTTP simple : placez un proxy TLS devant.",
        );
    }
    if let Some(code) = app.new_setup_code()? {
        out::say("");
        out::say(
            "Nobody is here yet. Make the first person in the browser, within 15 minutes, with this one-time code:",
        );
        out::say(
            "Il n'y a encore personne. Créez la première personne au navigateur, d'ici 15 minutes, avec ce code à usage unique :",
        );
        out::say("");
        out::say(&format!("    {}", code.as_str()));
        out::say("");
    }
    Ok(())
}

/// Logs to the error stream; nothing secret is ever logged.
fn log() {
    let wish = config::log().unwrap_or_else(|| "info".to_owned());
    let filter = EnvFilter::try_new(wish).unwrap_or_else(|_unclear| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
}

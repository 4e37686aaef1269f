//! Serves an installation until shutdown.

use std::future::Future;
use std::net::TcpListener;
use std::sync::Arc;

use axum::extract::FromRef;
use pecule_app::app::App;
use pecule_app::startup::unlock::LockedInstallation;
use tokio::sync::Notify;

use crate::options::Exposure;
use crate::options::HttpOptions;
use crate::server::background::Opened;
use crate::server::connections::Socket;
use crate::server::limits::Limits;
use crate::server::metrics::Metrics;
use crate::server::tls::Pair;
use crate::server::unlock_gate::UnlockGate;
use crate::server::{connections, metrics, tls};
use crate::state::AppState;

/// Reason why serving ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Shutdown was requested.
    Stopped,
    /// A backup was restored: install it, then serve again.
    Restored,
}

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

impl FromRef<AppState> for Arc<HttpOptions> {
    fn from_ref(site: &AppState) -> Self {
        Self::clone(&site.reach)
    }
}

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

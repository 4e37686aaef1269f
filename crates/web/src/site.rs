//! The site: an open installation behind a socket, until it is told to stop.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use pecule_app::App;
use tokio::net::TcpListener;

use crate::routes;

/// How the site is reached.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Names besides `localhost` under which it may be reached.
    pub hosts: Vec<String>,
}

/// What every handler knows.
#[derive(Clone)]
pub struct Site {
    pub(crate) app: App,
    pub(crate) hosts: Arc<[String]>,
}

impl Site {
    /// A site without a socket, as tests drive it.
    pub fn new(app: App, hosts: Vec<String>) -> Self {
        Self { app, hosts: hosts.into() }
    }

    /// Runs work that waits for files or passwords where waiting is allowed.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> pecule_app::Result<T> + Send + 'static,
    ) -> pecule_app::Result<T> {
        let app = self.app.clone();
        match tokio::task::spawn_blocking(move || work(&app)).await {
            Ok(done) => done,
            Err(stopped) => Err(pecule_app::Error::Internal(stopped.to_string())),
        }
    }
}

/// How often books that nobody uses are looked for.
const ROUND: Duration = Duration::from_mins(1);

/// Serves until `stop` is done, then lets running answers finish and puts every set of books back.
pub async fn serve(
    app: App,
    options: Options,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let listener = TcpListener::bind(options.listen).await?;
    let site = Site::new(app.clone(), options.hosts);
    let tidying = tokio::spawn(tidy(site.clone()));
    let service = routes::all(site).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await?;
    tidying.abort();
    tokio::task::spawn_blocking(move || app.settle_all())
        .await
        .map_err(std::io::Error::other)?
        .map_err(std::io::Error::other)
}

/// Puts books back that nobody used for a while.
async fn tidy(site: Site) {
    let mut round = tokio::time::interval(ROUND);
    loop {
        round.tick().await;
        if let Err(error) = site.run(App::settle_idle).await {
            tracing::error!(%error, "books could not be put back");
        }
    }
}

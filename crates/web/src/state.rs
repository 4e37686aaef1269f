//! State that every handler shares.

use crate::options::HttpOptions;
use crate::request::proxy;
use pecule_app::app::App;
use pecule_app::backup::restore::first_start::FirstStartRestore;
use std::sync::Arc;
use tokio::sync::Notify;

/// State of all handlers.
#[derive(Clone)]
pub struct AppState {
    pub(crate) app: App,
    pub(crate) reach: Arc<HttpOptions>,
    /// Signal that a restored backup is ready to be installed.
    pub(crate) restored: Arc<Notify>,
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

//! Receives signals. Interrupt and terminate stop the server, hang-up reloads its certificates.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Notify;

/// The registered signal handlers.
#[cfg(unix)]
pub(super) struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
}

#[cfg(unix)]
impl Signals {
    /// Registers the handlers.
    pub(super) fn expected() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    /// Waits for a signal to stop. Each hang-up until then notifies `look_again`.
    pub(super) async fn stop(&mut self, look_again: &Notify) {
        loop {
            tokio::select! {
                _ = self.interrupt.recv() => return,
                _ = self.terminate.recv() => return,
                _ = self.hang_up.recv() => look_again.notify_one(),
            }
        }
    }
}

/// The registered signal handlers.
#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    /// Registers the handlers.
    #[expect(clippy::unnecessary_wraps, reason = "as on Unix, where it may fail")]
    pub(super) const fn expected() -> io::Result<Self> {
        Ok(Self)
    }

    /// Waits for Ctrl + C, the only signal here.
    pub(super) async fn stop(&mut self, _look_again: &Notify) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

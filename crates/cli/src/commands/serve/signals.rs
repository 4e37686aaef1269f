//! What the system may tell a server: to stop, or to read its certificates again.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Notify;

/// The signals that are listened to from now on.
#[cfg(unix)]
pub(super) struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
}

#[cfg(unix)]
impl Signals {
    /// Listens from now on.
    pub(super) fn expected() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    /// Waits until somebody tells the program to stop; until then a hang-up has certificates read again.
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

/// The signals that are listened to from now on.
#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    /// Listens from now on.
    #[expect(clippy::unnecessary_wraps, reason = "as on Unix, where it may fail")]
    pub(super) const fn expected() -> io::Result<Self> {
        Ok(Self)
    }

    /// Waits until somebody tells the program to stop.
    pub(super) async fn stop(&mut self, _look_again: &Notify) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

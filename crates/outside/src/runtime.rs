//! Runs the asynchronous clients from synchronous code.
//!
//! They share one small runtime, because their connection pool lives on it.

use std::future::Future;
use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};

use crate::backup_target::error::TargetError;

static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();

/// Blocks until a request completes; must not be called from an asynchronous task.
pub(crate) fn wait<T>(
    asked: impl Future<Output = Result<T, TargetError>>,
) -> Result<T, TargetError> {
    run(asked).unwrap_or(Err(TargetError::Source))
}

/// Like [`wait`] for any output; `None` if the runtime could not be started.
pub(crate) fn run<T>(asked: impl Future<Output = T>) -> Option<T> {
    let runtime = RUNTIME.get_or_init(|| {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(1).thread_name("outside").enable_all().build().ok()
    });
    runtime.as_ref().map(|runtime| runtime.block_on(asked))
}

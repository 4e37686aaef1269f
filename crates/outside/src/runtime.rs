//! The one place where the asynchronous clients of other machines are waited for.
//!
//! They share one small runtime: their pool of connections lives on it, whoever calls.

use std::future::Future;
use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};

use crate::backup_target::error::Trouble;

static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();

/// Waits for what is asked of another machine; never from within an asynchronous task.
pub(crate) fn wait<T>(asked: impl Future<Output = Result<T, Trouble>>) -> Result<T, Trouble> {
    run(asked).unwrap_or(Err(Trouble::Source))
}

/// The same for any answer; none where nothing can be waited for.
pub(crate) fn run<T>(asked: impl Future<Output = T>) -> Option<T> {
    let runtime = RUNTIME.get_or_init(|| {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(1).thread_name("outside").enable_all().build().ok()
    });
    runtime.as_ref().map(|runtime| runtime.block_on(asked))
}

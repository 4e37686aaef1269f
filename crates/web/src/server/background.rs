//! Background threads: watching for damage, periodic jobs.

use crate::server::tls::WEEK;
use crate::server::tls::own::HouseholdTls;
use crate::state::AppState;
use crate::text::notification;
use pecule_app::app::App;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// Callback for an opened installation.
pub type Opened = Box<dyn FnOnce(&App) + Send>;

/// Interval of the clean-up jobs.
const ROUND: Duration = Duration::from_mins(1);

/// Starts the background jobs of an open installation.
pub(crate) fn beside(
    site: &AppState,
    look_again: &Arc<Notify>,
) -> Vec<tokio::task::JoinHandle<()>> {
    let rounds = [
        ("tidying", ROUND, TIDYING),
        ("requests", LISTENING, REQUESTS),
        ("backups", BACKING_UP, BACKUPS),
        ("messages", TELLING, MESSAGES),
    ];
    let mut work: Vec<_> = rounds
        .into_iter()
        .map(|(name, every, rounds)| {
            tokio::spawn(run_periodically(site.clone(), name, every, rounds))
        })
        .collect();
    if let Some(own) = site.reach.own.clone() {
        work.push(tokio::spawn(keep_fresh(site.clone(), own, Arc::clone(look_again))));
    }
    work
}

/// Interval of the checks for due backups, uploads and drills.
const BACKING_UP: Duration = Duration::from_secs(15);

/// Interval of the checks for job requests from the command line.
const LISTENING: Duration = Duration::from_secs(1);

/// Interval of the checks for pending notifications.
const TELLING: Duration = Duration::from_secs(20);

/// A periodic job and its error message.
type Round = (fn(&App) -> pecule_app::Result<()>, &'static str);

/// Backups, uploads, drills and pruning; separate, as an upload can take hours.
const BACKUPS: &[Round] = &[(App::run_backup_jobs, "the round of the backups could not be made")];

/// Backups and drills requested from the command line.
const REQUESTS: &[Round] =
    &[(App::work_requests, "what a command asked for could not be looked at")];

/// Notifications; separate, as a server may not respond.
const MESSAGES: &[Round] =
    &[(|app| app.send_notifications(notification::say), "messages could not be sent")];

/// Clean-up and maintenance.
const TIDYING: &[Round] = &[
    (App::lock_idle, "browsers could not be locked"),
    (App::settle_idle, "books could not be put back"),
    (|app| app.examine_by_day().map(drop), "the files could not be examined"),
    (App::watch, "the journal could not be looked at"),
    (|app| app.run_nightly().map(drop), "the round by night could not be made"),
];

/// Runs jobs one after the other, at most once per interval.
async fn run_periodically(
    site: AppState,
    name: &'static str,
    every: Duration,
    rounds: &'static [Round],
) {
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let (begun, mut well) = (Instant::now(), true);
        for (work, failed) in rounds {
            if let Err(error) = site.run(*work).await {
                well = false;
                tracing::error!(%error, "{failed}");
            }
        }
        if let Some(metrics) = &site.reach.metrics {
            metrics.made_round(name, well, begun.elapsed());
        }
    }
}

/// Renews the household's own certificate before it expires.
pub(crate) async fn keep_fresh(site: AppState, own: HouseholdTls, look_again: Arc<Notify>) {
    let mut week = tokio::time::interval(WEEK);
    loop {
        week.tick().await;
        let own = own.clone();
        match site.run(move |app| own.renew_if_due(app)).await {
            Ok(true) => {
                tracing::info!("the household's own certificate was renewed");
                look_again.notify_one();
            }
            Ok(false) => {}
            Err(error) => {
                tracing::error!(%error, "the household's own certificate was not renewed");
            }
        }
    }
}

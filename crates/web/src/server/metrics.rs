//! Prometheus metrics, served on a separate loopback socket if one is configured.
//!
//! They hold only counts and durations. Labels take a few fixed values from this file: no paths,
//! names or amounts.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::future::Future;
use std::io;
use std::net::{IpAddr, TcpListener};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use jiff::SignedDuration;
use pecule_app::app::App;
use pecule_app::monitoring::metrics::Figures;
use tokio::time::Instant;

/// Upper bounds of the histogram buckets, in milliseconds.
const ENDS: [u64; 8] = [5, 10, 25, 50, 100, 250, 1_000, 5_000];

/// The counters; cheap to clone.
#[derive(Debug, Clone)]
pub struct Metrics(Arc<Inner>);

struct Inner {
    since: Instant,
    app: OnceLock<App>,
    answers: Mutex<BTreeMap<(&'static str, &'static str), Durations>>,
    rounds: Mutex<BTreeMap<(&'static str, &'static str), Durations>>,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Inner")
    }
}

/// A histogram: number, sum and buckets of durations.
#[derive(Debug, Clone, Copy, Default)]
struct Durations {
    count: u64,
    sum: Duration,
    within: [u64; ENDS.len()],
}

impl Durations {
    fn add(&mut self, took: Duration) {
        self.count += 1;
        self.sum += took;
        for (end, within) in ENDS.iter().zip(&mut self.within) {
            if took <= Duration::from_millis(*end) {
                *within += 1;
            }
        }
    }
}

impl Metrics {
    /// Creates empty counters.
    pub fn begin() -> Self {
        Self(Arc::new(Inner {
            since: Instant::now(),
            app: OnceLock::new(),
            answers: Mutex::default(),
            rounds: Mutex::default(),
        }))
    }

    /// Adds the metrics of an open installation.
    pub(crate) fn open(&self, app: &App) {
        let _once = self.0.app.set(app.clone());
    }

    /// Records a run of a periodic job.
    pub(crate) fn made_round(&self, round: &'static str, well: bool, took: Duration) {
        let outcome = if well { "done" } else { "failed" };
        let mut rounds = self.0.rounds.lock().unwrap_or_else(PoisonError::into_inner);
        rounds.entry((round, outcome)).or_default().add(took);
    }

    fn answered(&self, kind: &'static str, status: StatusCode, took: Duration) {
        let mut answers = self.0.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.entry((kind, class(status))).or_default().add(took);
    }

    /// Formats all metrics in Prometheus' text format.
    fn text(&self) -> String {
        let mut text = String::new();
        let version = env!("CARGO_PKG_VERSION");
        head(&mut text, "pecule_build_info", "gauge", "The version that answers.");
        line(&mut text, "pecule_build_info", &[("version", version)], "1");
        head(&mut text, "pecule_uptime_seconds", "gauge", "For how long it has been serving.");
        line(&mut text, "pecule_uptime_seconds", &[], &seconds(self.0.since.elapsed()));
        let told = |counts: &Mutex<BTreeMap<_, Durations>>| {
            counts.lock().unwrap_or_else(PoisonError::into_inner).clone()
        };
        let name = "pecule_answer_seconds";
        head(&mut text, name, "histogram", "How long answers took, by what was asked for.");
        for ((kind, status), durations) in told(&self.0.answers) {
            histogram(&mut text, name, [("kind", kind), ("status", status)], &durations);
        }
        let name = "pecule_round_seconds";
        head(&mut text, name, "histogram", "How long the program's own rounds took.");
        for ((round, outcome), durations) in told(&self.0.rounds) {
            histogram(&mut text, name, [("round", round), ("outcome", outcome)], &durations);
        }
        if let Some(app) = self.0.app.get() {
            match app.figures() {
                Ok(figures) => tell(&mut text, &figures),
                Err(error) => tracing::warn!(%error, "figures could not be read"),
            }
        }
        text
    }
}

/// Adds the metrics of the installation.
fn tell(text: &mut String, figures: &Figures) {
    let name = "pecule_open_alerts";
    head(text, name, "gauge", "Findings that nobody has taken note of, by severity.");
    for (severity, count) in &figures.open_alerts {
        line(text, name, &[("severity", severity)], &count.to_string());
    }
    for (name, what, age) in [
        ("pecule_backup_age_seconds", "How long ago the last backup was made.", figures.backup_age),
        ("pecule_proof_age_seconds", "How long ago a backup was last proven.", figures.proof_age),
    ] {
        if let Some(age) = age {
            head(text, name, "gauge", what);
            line(text, name, &[], &SignedDuration::as_secs(&age).to_string());
        }
    }
}

fn head(text: &mut String, name: &str, kind: &str, what: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "# HELP {name} {what}\n# TYPE {name} {kind}");
}

fn line(text: &mut String, name: &str, labels: &[(&str, &str)], value: &str) {
    let labels: Vec<String> =
        labels.iter().map(|(label, word)| format!("{label}=\"{word}\"")).collect();
    let labels =
        if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
    let _ = writeln!(text, "{name}{labels} {value}");
}

fn histogram(text: &mut String, name: &str, labels: [(&str, &str); 2], durations: &Durations) {
    let [first, second] = labels;
    let bucket = format!("{name}_bucket");
    for (end, within) in ENDS.iter().zip(durations.within) {
        let end = seconds(Duration::from_millis(*end));
        line(text, &bucket, &[first, second, ("le", &end)], &within.to_string());
    }
    let count = durations.count.to_string();
    line(text, &bucket, &[first, second, ("le", "+Inf")], &count);
    line(text, &format!("{name}_sum"), &labels, &seconds(durations.sum));
    line(text, &format!("{name}_count"), &labels, &count);
}

fn seconds(duration: Duration) -> String {
    format!("{}.{:06}", duration.as_secs(), duration.subsec_micros())
}

/// Maps a path to one of the fixed labels.
fn kind(path: &str) -> &'static str {
    match path.split('/').nth(1) {
        Some("api") => "api",
        Some("static") => "asset",
        Some("healthz" | "readyz") => "health",
        Some(_) | None => "page",
    }
}

const fn class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        ..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        500.. => "5xx",
    }
}

/// Records a response and its duration.
pub(crate) async fn count(
    State(metrics): State<Metrics>,
    request: Request,
    next: Next,
) -> Response {
    let (kind, begun) = (kind(request.uri().path()), Instant::now());
    let answer = next.run(request).await;
    metrics.answered(kind, answer.status(), begun.elapsed());
    answer
}

/// Serves the metrics on their own socket until shutdown.
pub(crate) async fn serve(
    listener: TcpListener,
    metrics: Metrics,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    axum::serve(listener, router(metrics)).with_graceful_shutdown(stop).await
}

/// Returns the router with the only route of that socket.
pub fn router(metrics: Metrics) -> Router {
    Router::new().route("/metrics", get(show)).with_state(metrics)
}

async fn show(State(metrics): State<Metrics>, headers: HeaderMap) -> Response {
    // Protects against DNS rebinding by a foreign page in a local browser.
    if !is_this_machine(&headers) {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    match tokio::task::spawn_blocking(move || metrics.text()).await {
        Ok(text) => {
            ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
        }
        Err(_stopped) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn is_this_machine(headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = if host.starts_with('[') {
        host.trim_start_matches('[').split(']').next().unwrap_or_default()
    } else {
        host.split(':').next().unwrap_or_default()
    };
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_counted_up_to_each_end() {
        let metrics = Metrics::begin();
        for millis in [1, 7, 60, 9_000] {
            metrics.answered("page", StatusCode::OK, Duration::from_millis(millis));
        }
        metrics.made_round("backups", false, Duration::from_secs(2));
        let text = metrics.text();
        for line in [
            "pecule_answer_seconds_bucket{kind=\"page\",status=\"2xx\",le=\"0.005000\"} 1",
            "pecule_answer_seconds_bucket{kind=\"page\",status=\"2xx\",le=\"5.000000\"} 3",
            "pecule_answer_seconds_bucket{kind=\"page\",status=\"2xx\",le=\"+Inf\"} 4",
            "pecule_answer_seconds_sum{kind=\"page\",status=\"2xx\"} 9.068000",
            "pecule_round_seconds_count{round=\"backups\",outcome=\"failed\"} 1",
        ] {
            assert!(text.lines().any(|own| own == line), "{line}\n{text}");
        }
        assert!(!text.contains("pecule_open_alerts"), "a locked installation says nothing");
    }

    #[test]
    fn only_this_machine_is_answered() {
        let asked = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, host.parse().unwrap());
            is_this_machine(&headers)
        };
        assert!(asked("localhost:9017") && asked("127.0.0.1:9017") && asked("[::1]:9017"));
        assert!(!asked("evil.example:9017") && !asked("127.0.0.1.evil.example") && !asked(""));
    }
}

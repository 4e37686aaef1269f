//! Reads the settings of the server (address, TLS, proxies and limits).

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use pecule_web::request::rate_limit;

use crate::cli::serve::Serve;
use crate::config::environment::{list, number, path, text, yes};
use crate::config::file::ConfigFile;
use crate::config::setting::{Row, Setting};
use crate::error::Outcome;

/// The default size limit of an uploaded backup, in megabytes.
const LARGEST_FILE: u32 = 20_000;

/// The settings of the server.
pub(crate) struct ServerConfig {
    pub(crate) listen: Setting<SocketAddr>,
    pub(crate) hosts: Setting<Vec<String>>,
    pub(crate) tls_cert: Setting<Option<PathBuf>>,
    pub(crate) tls_key: Setting<Option<PathBuf>>,
    pub(crate) trusted_proxies: Setting<Vec<IpAddr>>,
    pub(crate) i_know_plain_http: Setting<bool>,
    pub(crate) hsts: Setting<bool>,
    pub(crate) connections: Setting<usize>,
    pub(crate) connections_per_address: Setting<usize>,
    pub(crate) requests_per_second: Setting<u32>,
    pub(crate) metrics: Setting<Option<SocketAddr>>,
    /// The size limit of an uploaded backup, in megabytes.
    pub(crate) largest_file: Setting<u32>,
}

impl ServerConfig {
    /// Resolves the settings from the arguments of `serve`, the environment and the file.
    pub(crate) fn read(asked: Option<&Serve>, file: ConfigFile) -> Outcome<Self> {
        let here = SocketAddr::from(([127, 0, 0, 1], 8017));
        let flag = |set: Option<bool>| set.filter(|set| *set);
        Ok(Self {
            listen: Setting::or(
                asked.and_then(|a| a.listen),
                text("PECULE_LISTEN")?,
                file.listen,
                here,
            ),
            hosts: Setting::or(
                asked.map(|a| a.hosts.clone()).filter(|all| !all.is_empty()),
                list("PECULE_HOSTS")?,
                file.hosts,
                Vec::new(),
            ),
            tls_cert: Setting::perhaps(
                asked.and_then(|a| a.tls_cert.clone()),
                path("PECULE_TLS_CERT"),
                file.tls_cert,
            ),
            tls_key: Setting::perhaps(
                asked.and_then(|a| a.tls_key.clone()),
                path("PECULE_TLS_KEY"),
                file.tls_key,
            ),
            trusted_proxies: Setting::or(
                asked.map(|a| a.trusted_proxies.clone()).filter(|all| !all.is_empty()),
                list("PECULE_TRUSTED_PROXIES")?,
                file.trusted_proxies,
                Vec::new(),
            ),
            i_know_plain_http: Setting::or(
                flag(asked.map(|a| a.i_know_plain_http)),
                yes("PECULE_I_KNOW_PLAIN_HTTP")?,
                file.i_know_plain_http,
                false,
            ),
            hsts: Setting::or(flag(asked.map(|a| a.hsts)), yes("PECULE_HSTS")?, file.hsts, false),
            connections: Setting::or(
                asked.and_then(|a| a.connections),
                number("PECULE_CONNECTIONS")?,
                file.connections,
                256,
            ),
            connections_per_address: Setting::or(
                asked.and_then(|a| a.connections_per_address),
                number("PECULE_CONNECTIONS_PER_ADDRESS")?,
                file.connections_per_address,
                32,
            ),
            requests_per_second: Setting::or(
                asked.and_then(|a| a.requests_per_second),
                text("PECULE_REQUESTS_PER_SECOND")?,
                file.requests_per_second,
                rate_limit::USUAL,
            ),
            metrics: metrics(asked, file.metrics)?,
            largest_file: largest_file(asked, file.largest_file)?,
        })
    }

    /// Returns the settings as rows for display.
    pub(crate) fn rows(&self) -> Vec<Row> {
        vec![
            self.listen.row("listen"),
            self.hosts.row("hosts"),
            self.tls_cert.row("tls-cert"),
            self.tls_key.row("tls-key"),
            self.trusted_proxies.row("trusted-proxies"),
            self.i_know_plain_http.row("i-know-plain-http"),
            self.hsts.row("hsts"),
            self.connections.row("connections"),
            self.connections_per_address.row("connections-per-address"),
            self.requests_per_second.row("requests-per-second"),
            self.metrics.row("metrics"),
            self.largest_file.row("largest-file"),
        ]
    }
}

/// Resolves the address of the metrics endpoint.
fn metrics(
    asked: Option<&Serve>,
    file: Option<SocketAddr>,
) -> Outcome<Setting<Option<SocketAddr>>> {
    Ok(Setting::perhaps(asked.and_then(|a| a.metrics), text("PECULE_METRICS")?, file))
}

/// Resolves the size limit of an uploaded backup, in megabytes.
fn largest_file(asked: Option<&Serve>, file: Option<u32>) -> Outcome<Setting<u32>> {
    let flag = asked.and_then(|asked| asked.largest_file);
    Ok(Setting::or(flag, text("PECULE_LARGEST_FILE")?, file, LARGEST_FILE))
}

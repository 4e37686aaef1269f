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
    pub(crate) allowed_hosts: Setting<Vec<String>>,
    pub(crate) tls_cert: Setting<Option<PathBuf>>,
    pub(crate) tls_key: Setting<Option<PathBuf>>,
    pub(crate) trusted_proxies: Setting<Vec<IpAddr>>,
    pub(crate) allow_plain_http: Setting<bool>,
    pub(crate) hsts: Setting<bool>,
    pub(crate) max_connections: Setting<usize>,
    pub(crate) max_connections_per_address: Setting<usize>,
    pub(crate) rate_limit_per_second: Setting<u32>,
    pub(crate) metrics: Setting<Option<SocketAddr>>,
    /// The size limit of an uploaded backup, in megabytes.
    pub(crate) max_upload_mb: Setting<u32>,
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
            allowed_hosts: Setting::or(
                asked.map(|a| a.allowed_hosts.clone()).filter(|all| !all.is_empty()),
                list("PECULE_ALLOWED_HOSTS")?,
                file.allowed_hosts,
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
            allow_plain_http: Setting::or(
                flag(asked.map(|a| a.allow_plain_http)),
                yes("PECULE_ALLOW_PLAIN_HTTP")?,
                file.allow_plain_http,
                false,
            ),
            hsts: Setting::or(flag(asked.map(|a| a.hsts)), yes("PECULE_HSTS")?, file.hsts, false),
            max_connections: Setting::or(
                asked.and_then(|a| a.max_connections),
                number("PECULE_MAX_CONNECTIONS")?,
                file.max_connections,
                256,
            ),
            max_connections_per_address: Setting::or(
                asked.and_then(|a| a.max_connections_per_address),
                number("PECULE_MAX_CONNECTIONS_PER_ADDRESS")?,
                file.max_connections_per_address,
                32,
            ),
            rate_limit_per_second: Setting::or(
                asked.and_then(|a| a.rate_limit_per_second),
                text("PECULE_RATE_LIMIT_PER_SECOND")?,
                file.rate_limit_per_second,
                rate_limit::USUAL,
            ),
            metrics: metrics(asked, file.metrics)?,
            max_upload_mb: max_upload_mb(asked, file.max_upload_mb)?,
        })
    }

    /// Returns the settings as rows for display.
    pub(crate) fn rows(&self) -> Vec<Row> {
        vec![
            self.listen.row("listen"),
            self.allowed_hosts.row("allowed-hosts"),
            self.tls_cert.row("tls-cert"),
            self.tls_key.row("tls-key"),
            self.trusted_proxies.row("trusted-proxies"),
            self.allow_plain_http.row("allow-plain-http"),
            self.hsts.row("hsts"),
            self.max_connections.row("max-connections"),
            self.max_connections_per_address.row("max-connections-per-address"),
            self.rate_limit_per_second.row("rate-limit-per-second"),
            self.metrics.row("metrics"),
            self.max_upload_mb.row("max-upload-mb"),
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
fn max_upload_mb(asked: Option<&Serve>, file: Option<u32>) -> Outcome<Setting<u32>> {
    let flag = asked.and_then(|asked| asked.max_upload_mb);
    Ok(Setting::or(flag, text("PECULE_MAX_UPLOAD_MB")?, file, LARGEST_FILE))
}

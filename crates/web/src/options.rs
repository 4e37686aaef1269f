//! Options of the HTTP server and how exposed its address is.

use crate::request::rate_limit::RateLimit;
use crate::server::metrics::Metrics;
use crate::server::tls::Pair;
use crate::server::tls::own::HouseholdTls;
use std::net::IpAddr;
use std::net::SocketAddr;

/// Options of the HTTP interface.
#[derive(Debug, Clone)]
pub struct HttpOptions {
    /// Permitted host names besides `localhost`.
    pub hosts: Vec<String>,
    /// Proxies whose forwarding headers are trusted.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether this server uses TLS itself.
    pub tls: bool,
    /// Whether `--allow-plain-http` permits plain HTTP for other machines.
    pub plain_by_name: bool,
    pub answers: Exposure,
    /// Whether to send Strict-Transport-Security.
    pub hsts: bool,
    /// The household's own certificates, if their authority must be trusted by hand.
    pub own: Option<HouseholdTls>,
    pub pace: RateLimit,
    /// `None` if metrics are off.
    pub metrics: Option<Metrics>,
    /// Maximum size of an uploaded backup, in bytes.
    pub largest_file: u64,
}

/// How the server is exposed, for the doctor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Exposure {
    /// Plain HTTP on loopback, or behind a proxy with TLS.
    #[default]
    Near,
    /// TLS with this certificate.
    Sealed(Pair),
    /// Plain HTTP for other machines, explicitly permitted.
    Clear,
}

impl Exposure {
    /// Determines the exposure of an address.
    pub fn at(address: SocketAddr, certificate: Option<Pair>, plain_by_name: bool) -> Self {
        match certificate {
            Some(pair) => Self::Sealed(pair),
            None if plain_by_name && !address.ip().is_loopback() => Self::Clear,
            None => Self::Near,
        }
    }
}

/// Default maximum size of an uploaded backup, in bytes (20 GB).
pub const LARGEST_FILE: u64 = 20_000_000_000;

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            hosts: Vec::new(),
            trusted_proxies: Vec::new(),
            tls: false,
            plain_by_name: false,
            answers: Exposure::Near,
            hsts: false,
            own: None,
            pace: RateLimit::default(),
            metrics: None,
            largest_file: LARGEST_FILE,
        }
    }
}

//! Defines the arguments of `pecule serve` and `pecule tls`.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Args)]
pub(crate) struct Serve {
    /// Listen on this address (default: 127.0.0.1:8017).
    #[arg(long, value_name = "ADDR:PORT")]
    pub(crate) listen: Option<SocketAddr>,
    /// Accept requests for this host name too; repeat for each name.
    #[arg(long = "allowed-host", value_name = "NAME")]
    pub(crate) allowed_hosts: Vec<String>,
    /// Use this certificate chain (PEM), and reload the file when it changes.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// Use this private key (PEM), which only its owner may be able to read.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,
    /// Trust the client address and the scheme that this proxy forwards; repeat for each proxy.
    #[arg(long = "trusted-proxy", value_name = "ADDR")]
    pub(crate) trusted_proxies: Vec<IpAddr>,
    /// Serve other machines without encryption: the whole network can read passwords and amounts.
    #[arg(long)]
    pub(crate) allow_plain_http: bool,
    /// Send Strict-Transport-Security (one year, without subdomains).
    #[arg(long)]
    pub(crate) hsts: bool,
    /// Limit the number of connections (default: 256).
    #[arg(long, value_name = "COUNT")]
    pub(crate) max_connections: Option<usize>,
    /// Limit the number of connections per address (default: 32).
    #[arg(long, value_name = "COUNT")]
    pub(crate) max_connections_per_address: Option<usize>,
    /// Limit the sustained requests per second of one session; 0 disables the limit (default: 20).
    #[arg(long, value_name = "COUNT")]
    pub(crate) rate_limit_per_second: Option<u32>,
    /// Serve metrics on this loopback address (default: no metrics).
    #[arg(long, value_name = "ADDR:PORT")]
    pub(crate) metrics: Option<SocketAddr>,
    /// Limit the size of an uploaded backup, in megabytes (default: 20000).
    #[arg(long, value_name = "MEGABYTES")]
    pub(crate) max_upload_mb: Option<u32>,
}

/// Issue and show the TLS certificates of the household's own authority.
#[derive(Subcommand)]
pub(crate) enum Tls {
    /// Issue a certificate for names and addresses, and create the authority if none exists.
    Init(TlsInit),
    /// Show the names and expiry of the certificate, and the fingerprint to compare.
    Status {
        /// Print the answer as JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
pub(crate) struct TlsInit {
    /// Certify this host name of the machine, such as nas.local; repeat for each name.
    #[arg(long = "name", value_name = "HOST")]
    pub(crate) names: Vec<String>,
    /// Certify this address of the machine; repeat for each address.
    #[arg(long = "ip", value_name = "ADDR")]
    pub(crate) addresses: Vec<IpAddr>,
    /// Create a new authority, which every device has to trust again.
    #[arg(long)]
    pub(crate) new_authority: bool,
}

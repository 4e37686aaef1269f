//! How the server is reached: addresses, certificates, proxies, limits.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Args)]
pub(crate) struct Serve {
    /// Where to listen; else 127.0.0.1:8017.
    #[arg(long, value_name = "ADDR:PORT")]
    pub(crate) listen: Option<SocketAddr>,
    /// One more name under which this machine may be reached; may be given several times.
    #[arg(long = "host", value_name = "NAME")]
    pub(crate) hosts: Vec<String>,
    /// A certificate with those that lead to its authority (PEM); read again when it changes.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// Its private key (PEM), readable by its owner alone.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,
    /// A proxy that is believed when it says for whom it asks, and over what; may be given several times.
    #[arg(long = "trusted-proxy", value_name = "ADDR")]
    pub(crate) trusted_proxies: Vec<IpAddr>,
    /// Answer other machines in the clear: everybody on the network can read passwords and figures.
    #[arg(long)]
    pub(crate) i_know_plain_http: bool,
    /// Tell browsers never to come in the clear again, for a year and for this name alone.
    #[arg(long)]
    pub(crate) hsts: bool,
    /// The most connections in all; else 256.
    #[arg(long, value_name = "COUNT")]
    pub(crate) connections: Option<usize>,
    /// The most connections of one address; else 32.
    #[arg(long, value_name = "COUNT")]
    pub(crate) connections_per_address: Option<usize>,
    /// The most requests of one session in a second, lastingly; else 20; 0 slows nobody down.
    #[arg(long, value_name = "COUNT")]
    pub(crate) requests_per_second: Option<u32>,
    /// Hand over counts and durations to a program on this machine, at a port of their own; else none are kept.
    #[arg(long, value_name = "ADDR:PORT")]
    pub(crate) metrics: Option<SocketAddr>,
    /// The largest backup that a browser may send, in megabytes; else 20000.
    #[arg(long, value_name = "MEGABYTES")]
    pub(crate) largest_file: Option<u32>,
}

/// The household's own certificates.
#[derive(Subcommand)]
pub(crate) enum Tls {
    /// Make a certificate for names and addresses, and an authority behind it where there is none.
    Init(TlsInit),
    /// Say for what the certificate stands and until when, and the fingerprint to compare.
    Status {
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
pub(crate) struct TlsInit {
    /// A name of this machine on the network, such as nas.local; may be given several times.
    #[arg(long = "name", value_name = "HOST")]
    pub(crate) names: Vec<String>,
    /// An address of this machine on the network; may be given several times.
    #[arg(long = "ip", value_name = "ADDR")]
    pub(crate) addresses: Vec<IpAddr>,
    /// Found a new authority: every phone has to trust it anew.
    #[arg(long)]
    pub(crate) new_authority: bool,
}

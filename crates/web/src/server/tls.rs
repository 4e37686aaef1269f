//! TLS: a certificate with its key from files, read again when they change, and the household's own authority.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum_server::tls_rustls::RustlsConfig;
use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::sync::Notify;

pub mod authority;
pub(crate) mod certificate;
pub mod own;

use crate::server::serve::Site;
use crate::server::tls::certificate::Seen;
use crate::server::tls::own::Own;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_mins(1);
/// How often the household's own certificate is looked at.
const WEEK: Duration = Duration::from_hours(7 * 24);

/// A certificate with its key, in one file or two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The certificate, with those that lead from it to its authority (PEM).
    pub certificate: PathBuf,
    /// Its private key (PEM), for its owner alone.
    pub key: PathBuf,
}

/// Why a certificate cannot be used; each sentence says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// A file cannot be read.
    #[error("{} cannot be read: {source}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// Others may read the key.
    #[error("{path} is open to other users of this machine (mode {mode:03o}): run `chmod 600 {path}`", path = .path.display())]
    LooseKey {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A file holds nothing of its kind.
    #[error("{} holds no {what} in PEM: check the path", .path.display())]
    Empty {
        /// The file.
        path: PathBuf,
        /// What it should hold.
        what: &'static str,
    },
    /// The certificate and the key do not belong together, or are of a kind that is not spoken.
    #[error("{}: this certificate and this key cannot be used: {source}", .path.display())]
    Mismatch {
        /// The certificate's file.
        path: PathBuf,
        /// Why.
        source: rustls::Error,
    },
}

/// Installs the one library of cryptography for everything in this program that speaks TLS; once is enough.
pub fn install_provider() {
    if CryptoProvider::get_default().is_none() {
        let _first_wins = aws_lc_rs::default_provider().install_default();
    }
}

impl Pair {
    /// Reads both files and checks that they can be used.
    pub fn load(&self) -> Result<Arc<ServerConfig>, Unusable> {
        let chain = self.chain()?;
        refuse_loose(&self.key)?;
        let key = PrivateKeyDer::from_pem_slice(&read(&self.key)?)
            .map_err(|_none| Unusable::Empty { path: self.key.clone(), what: "private key" })?;
        let unfit = |source| Unusable::Mismatch { path: self.certificate.clone(), source };
        let mut config =
            ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
                .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
                .map_err(unfit)?
                .with_no_client_auth()
                .with_single_cert(chain, key)
                .map_err(unfit)?;
        // One request after the other: what a household needs, and the least to go wrong.
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    /// What the certificate says of itself.
    pub fn seen(&self) -> Result<Seen, Unusable> {
        let empty = || Unusable::Empty { path: self.certificate.clone(), what: "certificate" };
        let chain = self.chain()?;
        Seen::of(chain.first().ok_or_else(empty)?).ok_or_else(empty)
    }

    /// What connections are answered with, to be replaced when the files change.
    pub(crate) fn configure(&self) -> Result<RustlsConfig, Unusable> {
        Ok(RustlsConfig::from_config(self.load()?))
    }

    fn chain(&self) -> Result<Vec<CertificateDer<'static>>, Unusable> {
        let pem = read(&self.certificate)?;
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
        chain
            .ok()
            .filter(|chain| !chain.is_empty())
            .ok_or_else(|| Unusable::Empty { path: self.certificate.clone(), what: "certificate" })
    }

    /// When both files were written, and how long they are.
    fn stamp(&self) -> Vec<(Option<SystemTime>, u64)> {
        let of = |path: &Path| {
            fs::metadata(path).map_or((None, 0), |file| (file.modified().ok(), file.len()))
        };
        vec![of(&self.certificate), of(&self.key)]
    }
}

/// Serves the files' new content when they change; what cannot be used changes nothing.
pub(crate) async fn follow(pair: Pair, spoken: RustlsConfig, look_again: Arc<Notify>) {
    let mut stamp = pair.stamp();
    loop {
        let asked = tokio::select! {
            () = tokio::time::sleep(LOOK) => false,
            () = look_again.notified() => true,
        };
        let now = pair.stamp();
        if now == stamp && !asked {
            continue;
        }
        stamp = now;
        match pair.load() {
            Ok(config) => {
                spoken.reload_from_config(config);
                tracing::info!(file = %pair.certificate.display(), "the certificate was read again");
            }
            Err(error) => {
                tracing::error!(%error, "the new certificate cannot be used: the one before stays");
            }
        }
    }
}

/// Renews the household's own certificate in time.
pub(crate) async fn keep_fresh(site: Site, own: Own, look_again: Arc<Notify>) {
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

fn read(path: &Path) -> Result<Vec<u8>, Unusable> {
    fs::read(path).map_err(|source| Unusable::Unreadable { path: path.to_owned(), source })
}

fn refuse_loose(path: &Path) -> Result<(), Unusable> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let refused = |source| Unusable::Unreadable { path: path.to_owned(), source };
        let mode = fs::metadata(path).map_err(refused)?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(Unusable::LooseKey { path: path.to_owned(), mode });
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

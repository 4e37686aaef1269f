//! Loads TLS certificates from files, reloads them after a change, and issues the household's own.

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

use crate::server::tls::certificate::CertificateInfo;

/// Interval of the checks for changed files.
const LOOK: Duration = Duration::from_mins(1);
/// Interval of the checks of the household's own certificate.
pub(crate) const WEEK: Duration = Duration::from_hours(7 * 24);

/// A certificate with its key, in one file or two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Certificate chain (PEM).
    pub certificate: PathBuf,
    /// Private key (PEM), readable by its owner only.
    pub key: PathBuf,
}

/// Error with a certificate; each message tells how to resolve it.
#[derive(Debug, thiserror::Error)]
pub enum TlsFilesError {
    /// A file cannot be read.
    #[error("{} cannot be read: {source}", .path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    /// The key is readable by other users.
    #[error("{path} is open to other users of this machine (mode {mode:03o}): run `chmod 600 {path}`", path = .path.display())]
    LooseKey {
        path: PathBuf,
        /// Permission bits of the key file.
        mode: u32,
    },
    /// A file lacks the expected PEM block.
    #[error("{} holds no {what} in PEM: check the path", .path.display())]
    Empty {
        path: PathBuf,
        /// Kind of PEM block that is missing.
        what: &'static str,
    },
    /// Certificate and key do not match, or their algorithm is unsupported.
    #[error("{}: this certificate and this key cannot be used: {source}", .path.display())]
    Mismatch { path: PathBuf, source: rustls::Error },
}

/// Installs the process-wide cryptography provider of rustls. Further calls have no effect.
pub fn install_provider() {
    if CryptoProvider::get_default().is_none() {
        let _first_wins = aws_lc_rs::default_provider().install_default();
    }
}

impl Pair {
    /// Loads both files and validates them.
    pub fn load(&self) -> Result<Arc<ServerConfig>, TlsFilesError> {
        let chain = self.chain()?;
        refuse_loose(&self.key)?;
        let key = PrivateKeyDer::from_pem_slice(&read(&self.key)?).map_err(|_none| {
            TlsFilesError::Empty { path: self.key.clone(), what: "private key" }
        })?;
        let unfit = |source| TlsFilesError::Mismatch { path: self.certificate.clone(), source };
        let mut config =
            ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
                .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
                .map_err(unfit)?
                .with_no_client_auth()
                .with_single_cert(chain, key)
                .map_err(unfit)?;
        // HTTP/1.1 is enough for a household and reduces the attack surface.
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    /// Returns the certificate's names, dates and fingerprint.
    pub fn seen(&self) -> Result<CertificateInfo, TlsFilesError> {
        let empty = || TlsFilesError::Empty { path: self.certificate.clone(), what: "certificate" };
        let chain = self.chain()?;
        CertificateInfo::of(chain.first().ok_or_else(empty)?).ok_or_else(empty)
    }

    /// Creates a server configuration that can be replaced when the files change.
    pub(crate) fn configure(&self) -> Result<RustlsConfig, TlsFilesError> {
        Ok(RustlsConfig::from_config(self.load()?))
    }

    fn chain(&self) -> Result<Vec<CertificateDer<'static>>, TlsFilesError> {
        let pem = read(&self.certificate)?;
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
        chain.ok().filter(|chain| !chain.is_empty()).ok_or_else(|| TlsFilesError::Empty {
            path: self.certificate.clone(),
            what: "certificate",
        })
    }

    /// Modification time and length of both files.
    fn stamp(&self) -> Vec<(Option<SystemTime>, u64)> {
        let of = |path: &Path| {
            fs::metadata(path).map_or((None, 0), |file| (file.modified().ok(), file.len()))
        };
        vec![of(&self.certificate), of(&self.key)]
    }
}

/// Reloads the certificate when its files change. Keeps the old one if the new one is invalid.
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

fn read(path: &Path) -> Result<Vec<u8>, TlsFilesError> {
    fs::read(path).map_err(|source| TlsFilesError::Unreadable { path: path.to_owned(), source })
}

fn refuse_loose(path: &Path) -> Result<(), TlsFilesError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let refused = |source| TlsFilesError::Unreadable { path: path.to_owned(), source };
        let mode = fs::metadata(path).map_err(refused)?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(TlsFilesError::LooseKey { path: path.to_owned(), mode });
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

//! The household's own certificates in `data/tls`, and their authority.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use base64ct::{Base64, Encoding as _};
use jiff::Timestamp;
use pecule_app::app::App;
use pecule_app::{Error, Result};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use serde::Serialize;
use zeroize::Zeroizing;

use crate::server::tls::authority::{Authority, CertificateError, CertificateNames};
use crate::server::tls::certificate::CertificateInfo;
use crate::server::tls::{Pair, authority};

/// Remaining days at which a certificate is renewed.
const DUE: i64 = 30;

/// Folder of the household's own certificates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseholdTls {
    folder: PathBuf,
}

/// State of the household's own certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertificateState {
    /// Authority for phones to trust.
    pub authority: CertificateInfo,
    /// Certificate of the server.
    pub certificate: CertificateInfo,
}

impl HouseholdTls {
    /// Refers to the certificates of a data folder, whether they exist or not.
    pub fn of(data: &Path) -> Self {
        Self { folder: data.join("tls") }
    }

    /// Whether an authority exists.
    pub fn exists(&self) -> bool {
        self.authority_file().exists()
    }

    /// Returns the files of the server certificate.
    pub fn pair(&self) -> Pair {
        Pair { certificate: self.server_file(), key: self.server_file() }
    }

    /// Returns the authority's certificate as DER, for download.
    pub fn authority(&self) -> io::Result<Vec<u8>> {
        let pem = fs::read(self.authority_file())?;
        let der = CertificateDer::from_pem_slice(&pem).map_err(io::Error::other)?;
        Ok(der.to_vec())
    }

    /// Returns the state of the certificates.
    pub fn standing(&self) -> Result<CertificateState> {
        let path = self.authority_file();
        let der = self.authority().map_err(|error| cannot("read", &path, &error))?;
        let damaged =
            || Error::Installation(format!("{}: no certificate is in it", path.display()));
        let authority = CertificateInfo::of(&der).ok_or_else(damaged)?;
        let certificate =
            self.pair().seen().map_err(|error| Error::Installation(error.to_string()))?;
        Ok(CertificateState { authority, certificate })
    }

    /// Issues a certificate. Creates an authority first if there is none or if `new_authority` is
    /// set.
    pub fn issue(
        &self,
        app: &App,
        names: &CertificateNames,
        new_authority: bool,
    ) -> Result<CertificateState> {
        let today = app.clock().today();
        let authority = if new_authority || !self.exists() {
            self.make_folder()?;
            let founded = authority::found(today, names).map_err(unfit)?;
            let sealed = app.seal_authority(founded.key.as_bytes())?;
            let sealed = Base64::encode_string(&sealed);
            // The key comes first: after a crash in between, the new authority has not been
            // published.
            self.replace(&self.sealed_file(), sealed.as_bytes())?;
            self.replace(&self.authority_file(), founded.certificate.as_bytes())?;
            founded
        } else {
            self.open(app)?
        };
        let issued = authority::issue(app.clock().now(), today, &authority, names);
        let issued = Zeroizing::new(issued.map_err(unfit)?);
        self.replace(&self.server_file(), issued.as_bytes())?;
        self.standing()
    }

    /// Renews the certificate if it expires soon or is unusable. Returns whether it did.
    pub fn renew_if_due(&self, app: &App) -> Result<bool> {
        if !self.exists() {
            return Ok(false);
        }
        let now = app.clock().now();
        let seen = self.pair().seen().ok();
        let is_sound = seen.as_ref().is_some_and(|seen| seen.days_left(now) >= DUE);
        if is_sound && self.pair().load().is_ok() {
            return Ok(false);
        }
        let names = CertificateNames::new(seen.map(|seen| seen.names).unwrap_or_default(), []);
        self.issue(app, &names.map_err(unfit)?, false)?;
        Ok(true)
    }

    /// Returns the authority with its key if the key can be decrypted, to keep it across a restore.
    pub fn founded(&self, app: &App) -> Option<Authority> {
        let founded = self.exists().then(|| self.open(app)).transpose();
        founded.inspect_err(|error| tracing::warn!(%error, "the authority stays behind")).ok()?
    }

    /// Encrypts the authority's key with the master key of a restored household.
    pub fn keep(&self, app: &App, founded: &Authority) -> Result<()> {
        let sealed = app.seal_authority(founded.key.as_bytes())?;
        self.replace(&self.sealed_file(), Base64::encode_string(&sealed).as_bytes())
    }

    fn open(&self, app: &App) -> Result<Authority> {
        let read =
            |path: &Path| fs::read_to_string(path).map_err(|error| cannot("read", path, &error));
        let damaged = || {
            let path = self.sealed_file();
            Error::Installation(format!("{}: this is no sealed key", path.display()))
        };
        let sealed = Base64::decode_vec(&read(&self.sealed_file())?).ok().ok_or_else(damaged)?;
        let key = app.open_authority(&sealed)?;
        let key = String::from_utf8(key.to_vec()).ok().ok_or_else(damaged)?;
        Ok(Authority { certificate: read(&self.authority_file())?, key })
    }

    fn authority_file(&self) -> PathBuf {
        self.folder.join("authority.crt")
    }

    fn sealed_file(&self) -> PathBuf {
        self.folder.join("authority.key.sealed")
    }

    fn server_file(&self) -> PathBuf {
        self.folder.join("server.pem")
    }

    fn make_folder(&self) -> Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.folder).map_err(|error| cannot("made", &self.folder, &error))
    }

    /// Replaces a file atomically, readable by its owner only.
    fn replace(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let beside = path.with_extension("new");
        let written = || -> io::Result<()> {
            if beside.exists() {
                fs::remove_file(&beside)?;
            }
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&beside)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&beside, path)?;
            #[cfg(unix)]
            fs::File::open(&self.folder)?.sync_all()?;
            Ok(())
        };
        written().map_err(|error| cannot("written", path, &error))
    }
}

impl CertificateState {
    /// Returns the remaining days of the certificate.
    pub fn days_left(&self, now: Timestamp) -> i64 {
        self.certificate.days_left(now)
    }
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> Error {
    Error::Installation(format!("{} cannot be {what}: {error}", path.display()))
}

#[expect(clippy::needless_pass_by_value, reason = "it stands behind map_err")]
fn unfit(unfit: CertificateError) -> Error {
    Error::Installation(unfit.to_string())
}

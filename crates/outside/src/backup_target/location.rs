//! Describes and validates the locations of backup targets.

use std::fmt;
use std::path::{Path, PathBuf};

use reqwest::Url;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::backup_target::folder;

/// The location of a backup target. Secrets are kept separately in [`Credentials`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum BackupLocation {
    /// A folder on a local or mounted disk.
    Folder {
        /// An absolute path.
        path: PathBuf,
    },
    /// A bucket of an S3-compatible store.
    S3 {
        /// The URL of the store.
        endpoint: String,
        bucket: String,
        /// The region, or `auto`.
        region: String,
        /// The folder inside the bucket; empty for its root.
        prefix: String,
    },
    /// A folder of a WebDAV server.
    WebDav {
        /// The URL of the server.
        url: String,
        /// The folder below this URL; empty for the URL itself.
        prefix: String,
    },
}

/// The credentials of a target or relay: an access key with its secret, or a user with their
/// password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The access key or the user name.
    pub name: String,
    /// The secret or the password.
    pub secret: Zeroizing<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(secret)")
    }
}

/// An error in the description of a location or relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfigError {
    /// The field is empty.
    Missing,
    /// The path is not absolute.
    NotAbsolute,
    /// The text is not a URL, or contains a user name or password.
    NotAnAddress,
    /// A secret would be sent without encryption.
    InTheClear,
    /// The text contains a forbidden character.
    BadCharacter,
    /// The text is not a mail address.
    NotAMailbox,
    /// The text is too short to be a secret.
    Guessable,
}

impl BackupLocation {
    /// Returns the host and explicit port; `None` for a folder.
    pub fn host(&self) -> Option<String> {
        let address = match self {
            Self::Folder { .. } => return None,
            Self::S3 { endpoint: address, .. } | Self::WebDav { url: address, .. } => address,
        };
        host_of(&Url::parse(address).ok()?)
    }

    /// Returns the kind as a stable word.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Folder { .. } => "folder",
            Self::S3 { .. } => "s3",
            Self::WebDav { .. } => "webdav",
        }
    }

    /// Returns whether credentials are required.
    pub const fn wants_credentials(&self) -> bool {
        !matches!(self, Self::Folder { .. })
    }

    /// Returns the first invalid field and its error.
    pub fn flaw(&self) -> Option<(&'static str, ConfigError)> {
        match self {
            Self::Folder { path } if path.as_os_str().is_empty() => {
                Some(("path", ConfigError::Missing))
            }
            Self::Folder { path } if !path.is_absolute() => {
                Some(("path", ConfigError::NotAbsolute))
            }
            Self::Folder { .. } => None,
            Self::S3 { endpoint, bucket, region, prefix } => address(endpoint)
                .map(|flaw| ("endpoint", flaw))
                .or_else(|| name(bucket).map(|flaw| ("bucket", flaw)))
                .or_else(|| name(region).map(|flaw| ("region", flaw)))
                .or_else(|| inner(prefix).map(|flaw| ("prefix", flaw))),
            Self::WebDav { url, prefix } => address(url)
                .map(|flaw| ("url", flaw))
                .or_else(|| inner(prefix).map(|flaw| ("prefix", flaw))),
        }
    }

    /// Returns whether the location survives the loss of this machine's data disk; `None` if
    /// unknown.
    pub fn is_elsewhere(&self, data: &Path) -> Option<bool> {
        match self {
            Self::Folder { path } => folder::is_elsewhere(path, data),
            Self::S3 { endpoint: address, .. } | Self::WebDav { url: address, .. } => {
                Url::parse(address).ok().map(|url| !is_this_machine(&url))
            }
        }
    }

    /// Returns the location as one line without secrets.
    pub fn whereabouts(&self) -> String {
        match self {
            Self::Folder { path } => path.display().to_string(),
            Self::S3 { endpoint, bucket, prefix, .. } => {
                format!("{}/{}", under(endpoint, bucket), prefix.trim_matches('/'))
                    .trim_end_matches('/')
                    .to_owned()
            }
            Self::WebDav { url, prefix } => under(url, prefix.trim_matches('/')),
        }
    }
}

/// Returns the host of a URL with its explicit port.
pub(crate) fn host_of(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// Appends a path to a URL.
pub(crate) fn under(address: &str, beneath: &str) -> String {
    format!("{}/{beneath}", address.trim_end_matches('/')).trim_end_matches('/').to_owned()
}

pub(crate) fn address(text: &str) -> Option<ConfigError> {
    if text.trim().is_empty() {
        return Some(ConfigError::Missing);
    }
    let Ok(url) = Url::parse(text) else { return Some(ConfigError::NotAnAddress) };
    let plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    match url.scheme() {
        _ if !plain || url.host_str().is_none_or(str::is_empty) => Some(ConfigError::NotAnAddress),
        "https" => None,
        "http" if is_this_machine(&url) => None,
        "http" => Some(ConfigError::InTheClear),
        _ => Some(ConfigError::NotAnAddress),
    }
}

pub(crate) fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback() || ip.is_unspecified())
}

fn name(text: &str) -> Option<ConfigError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    match text {
        "" => Some(ConfigError::Missing),
        _ if text.chars().all(plain) && !text.starts_with('.') => None,
        _ => Some(ConfigError::BadCharacter),
    }
}

/// Checks a folder path for `..` and for characters with a meaning in URLs.
fn inner(text: &str) -> Option<ConfigError> {
    let bad = |c: char| c.is_control() || "\\?#%\"<>|*:".contains(c);
    let climbs = text.split('/').any(|part| part == "." || part == "..");
    (text.chars().any(bad) || climbs).then_some(ConfigError::BadCharacter)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{BackupLocation, ConfigError};

    fn webdav(url: &str, prefix: &str) -> BackupLocation {
        BackupLocation::WebDav { url: url.to_owned(), prefix: prefix.to_owned() }
    }

    fn s3(endpoint: &str, bucket: &str) -> BackupLocation {
        let text = str::to_owned;
        BackupLocation::S3 {
            endpoint: text(endpoint),
            bucket: text(bucket),
            region: text("auto"),
            prefix: text("maison/pecule"),
        }
    }

    #[test]
    fn an_address_is_safe_and_holds_no_secret() {
        for good in ["https://nas.example/dav", "http://127.0.0.1:8080", "http://[::1]:1/x"] {
            assert_eq!(webdav(good, "a/b c é").flaw(), None, "{good}");
        }
        for (bad, flaw) in [
            ("", ConfigError::Missing),
            ("nas", ConfigError::NotAnAddress),
            ("ftp://nas.example", ConfigError::NotAnAddress),
            ("http://nas.example", ConfigError::InTheClear),
            ("http://192.0.2.7/dav", ConfigError::InTheClear),
            ("https://someone:secret@nas.example", ConfigError::NotAnAddress),
            ("https://nas.example/?token=1", ConfigError::NotAnAddress),
        ] {
            assert_eq!(webdav(bad, "").flaw(), Some(("url", flaw)), "{bad}");
        }
        for bad in ["../up", "a/./b", "a?b", "a%2e", "a\nb", "c:\\x"] {
            assert_eq!(
                webdav("https://a.example", bad).flaw(),
                Some(("prefix", ConfigError::BadCharacter))
            );
        }
        assert_eq!(
            s3("https://a.example", "../x").flaw(),
            Some(("bucket", ConfigError::BadCharacter))
        );
        assert_eq!(
            BackupLocation::Folder { path: "relative".into() }.flaw(),
            Some(("path", ConfigError::NotAbsolute))
        );
    }

    #[test]
    fn this_machine_is_not_elsewhere() {
        let data = Path::new("/");
        assert_eq!(webdav("http://127.0.0.1:1", "").is_elsewhere(data), Some(false));
        assert_eq!(webdav("http://LocalHost:1", "").is_elsewhere(data), Some(false));
        assert_eq!(webdav("https://nas.example", "").is_elsewhere(data), Some(true));
        assert_eq!(s3("https://a.example/", "b").is_elsewhere(data), Some(true));
    }

    #[test]
    fn whereabouts_are_one_line() {
        assert_eq!(
            s3("https://a.example/", "b").whereabouts(),
            "https://a.example/b/maison/pecule"
        );
        assert_eq!(
            webdav("https://a.example/dav/", "/x/").whereabouts(),
            "https://a.example/dav/x"
        );
    }

    #[test]
    fn is_kept_as_json_with_its_kind() {
        let place = webdav("https://nas.example", "x");
        let text = serde_json::to_string(&place).unwrap();
        assert_eq!(text, r#"{"kind":"webdav","url":"https://nas.example","prefix":"x"}"#);
        assert_eq!(serde_json::from_str::<BackupLocation>(&text).unwrap(), place);
    }
}

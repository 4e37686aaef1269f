//! Reads the configuration file (TOML, one key per setting). An unknown key is an error with its line number.

use std::fs;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use jiff::civil::Time;
use serde::Deserialize;

use crate::config::data_folder::MACHINE;
use crate::config::environment::EnvValue;
use crate::config::hours::Hours;
use crate::error::{Failure, Outcome};

/// The parsed configuration file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ConfigFile {
    pub(super) data: Option<PathBuf>,
    pub(super) master_key_file: Option<PathBuf>,
    pub(super) passphrase_file: Option<PathBuf>,
    pub(super) listen: Option<SocketAddr>,
    pub(super) allowed_hosts: Option<Vec<String>>,
    pub(super) tls_cert: Option<PathBuf>,
    pub(super) tls_key: Option<PathBuf>,
    pub(super) trusted_proxies: Option<Vec<IpAddr>>,
    pub(super) allow_plain_http: Option<bool>,
    pub(super) hsts: Option<bool>,
    pub(super) max_connections: Option<usize>,
    pub(super) max_connections_per_address: Option<usize>,
    pub(super) rate_limit_per_second: Option<u32>,
    pub(super) metrics: Option<SocketAddr>,
    pub(super) max_upload_mb: Option<u32>,
    pub(super) breached_passwords: Option<PathBuf>,
    pub(super) anchor_file: Option<PathBuf>,
    pub(super) journal_keep_months: Option<u16>,
    pub(super) log: Option<String>,
    pub(super) backup_automatic: Option<bool>,
    pub(super) backup_at: Option<Time>,
    pub(super) backup_every_days: Option<u16>,
    pub(super) backup_drill_days: Option<u16>,
    pub(super) backup_quiet_hours: Option<Hours>,
    pub(super) backup_keep_daily: Option<u16>,
    pub(super) backup_keep_weekly: Option<u16>,
    pub(super) backup_keep_monthly: Option<u16>,
    pub(super) backup_keep_yearly: Option<u16>,
}

/// Reads the named file, else `pecule.toml` in the data folder, else the system-wide file.
pub(super) fn find(
    named: EnvValue<PathBuf>,
    data: Option<PathBuf>,
) -> Outcome<Option<(PathBuf, ConfigFile)>> {
    if let Some((path, _)) = named {
        let file = read(&path)?;
        let missing = || Failure::said(format!("{}: no such file", path.display()), "");
        return file.map(|file| Some((path.clone(), file))).ok_or_else(missing);
    }
    let own = data
        .or_else(|| crate::config::data_folder::own_folder().ok())
        .map(|data| data.join("pecule.toml"));
    for path in own.into_iter().chain([PathBuf::from(MACHINE)]) {
        if let Some(file) = read(&path)? {
            return Ok(Some((path, file)));
        }
    }
    Ok(None)
}

fn read(path: &Path) -> Outcome<Option<ConfigFile>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            let what = format!("{} cannot be read: {error}", path.display());
            return Err(Failure::said(what, "Nothing was changed."));
        }
    };
    let mut file = parse(&text).map_err(|why| {
        Failure::said(
            format!("{}: {why}", path.display()),
            "Run `pecule config` to list the settings.",
        )
    })?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let paths = [
        &mut file.data,
        &mut file.master_key_file,
        &mut file.passphrase_file,
        &mut file.tls_cert,
        &mut file.tls_key,
        &mut file.breached_passwords,
        &mut file.anchor_file,
    ];
    for named in paths.into_iter().flatten() {
        *named = folder.join(&*named);
    }
    Ok(Some(file))
}

/// Parses the text. The error is one line that begins with the line number.
fn parse(text: &str) -> Result<ConfigFile, String> {
    let file: ConfigFile = toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        format!("line {line}: {}", error.message().lines().collect::<Vec<_>>().join(" "))
    })?;
    if [file.max_connections, file.max_connections_per_address].contains(&Some(0)) {
        return Err("max-connections = 0 would refuse every client".to_owned());
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn every_key_is_read() {
        let file = parse(
            "data = \"d\"\nmaster-key-file = \"k\"\npassphrase-file = \"p\"\nlisten = \"0.0.0.0:1\"\n\
             allowed-hosts = [\"nas\"]\ntls-cert = \"c\"\ntls-key = \"k\"\ntrusted-proxies = [\"10.0.0.2\"]\n\
             allow-plain-http = true\nhsts = true\nmax-connections = 9\nmax-connections-per-address = 3\n\
             rate-limit-per-second = 0\nmetrics = \"127.0.0.1:9017\"\nbreached-passwords = \"b\"\nlog = \"debug\"\n",
        );
        let file = file.unwrap();
        assert_eq!((file.max_connections, file.hsts), (Some(9), Some(true)));
        assert_eq!(file.listen.unwrap().to_string(), "0.0.0.0:1");
    }

    #[test]
    fn what_is_not_known_is_refused_with_its_line() {
        for (text, words) in [
            ("hsts = true\n\nlisen = \"0.0.0.0:1\"\n", ["line 3", "lisen"]),
            ("listen = \"nowhere\"\n", ["line 1", "address"]),
            ("# a word\n[serve]\nhsts = true\n", ["line 2", "serve"]),
            ("hsts = true\nhsts = false\n", ["line 2", "duplicate"]),
            ("max-connections = 0\n", ["every client", "max-connections"]),
        ] {
            let why = parse(text).unwrap_err();
            assert!(words.iter().all(|word| why.contains(word)), "{text:?}: {why}");
        }
    }
}

//! Describes and validates relays for notifications, either a mail server or a push server.

use lettre::Address;
use reqwest::Url;
use serde::{Deserialize, Serialize};

use crate::backup_target::location::{ConfigError, address, host_of, is_this_machine, under};

/// A relay for notifications. Secrets are kept separately in [`Credentials`](crate::Credentials).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Relay {
    /// A mail server.
    Smtp {
        /// Its name or IP address.
        host: String,
        port: u16,
        security: Security,
        /// The sender address.
        from: String,
    },
    /// A push server such as ntfy; a message posted to a topic appears on subscribed telephones.
    Push {
        /// The URL of the server.
        url: String,
    },
}

/// The encryption of a connection to a mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// STARTTLS before any other command; without it, sending fails.
    StartTls,
    /// No encryption; allowed only on this machine.
    None,
}

impl Security {
    /// Every member, in a fixed order.
    pub const ALL: [Self; 3] = [Self::Tls, Self::StartTls, Self::None];

    /// Returns the stable word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::StartTls => "starttls",
            Self::None => "none",
        }
    }

    /// Returns the usual port.
    pub const fn port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::StartTls => 587,
            Self::None => 25,
        }
    }
}

impl Relay {
    /// Returns the kind as a stable word.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Smtp { .. } => "smtp",
            Self::Push { .. } => "push",
        }
    }

    /// Returns the first invalid field and its error.
    pub fn flaw(&self) -> Option<(&'static str, ConfigError)> {
        match self {
            Self::Smtp { host, port, security, from } => machine(host, *security)
                .map(|flaw| {
                    (if flaw == ConfigError::InTheClear { "security" } else { "host" }, flaw)
                })
                .or_else(|| (*port == 0).then_some(("port", ConfigError::Missing)))
                .or_else(|| mailbox(from).map(|flaw| ("from", flaw))),
            Self::Push { url } => address(url).map(|flaw| ("url", flaw)),
        }
    }

    /// Returns the error in a recipient's address for this relay.
    pub fn flaw_of(&self, address: &str) -> Option<ConfigError> {
        match self {
            Self::Smtp { .. } => mailbox(address),
            Self::Push { .. } => topic(address),
        }
    }

    /// Returns the host, with its port if that is not the usual one.
    pub fn host(&self) -> String {
        match self {
            Self::Smtp { host, port, .. } => format!("{host}:{port}"),
            Self::Push { url } => {
                Url::parse(url).ok().and_then(|url| host_of(&url)).unwrap_or_default()
            }
        }
    }

    /// Returns the URL of a topic.
    pub(crate) fn topic(url: &str, topic: &str) -> String {
        under(url, topic)
    }
}

/// Checks a host name; connections to other machines must be encrypted.
fn machine(host: &str, security: Security) -> Option<ConfigError> {
    if host.is_empty() {
        return Some(ConfigError::Missing);
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.:".contains(c);
    if !host.chars().all(plain) {
        return Some(ConfigError::BadCharacter);
    }
    let bracketed = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    let Ok(url) = Url::parse(&format!("smtp://{bracketed}")) else {
        return Some(ConfigError::BadCharacter);
    };
    (security == Security::None && !is_this_machine(&url)).then_some(ConfigError::InTheClear)
}

fn mailbox(text: &str) -> Option<ConfigError> {
    if text.is_empty() {
        return Some(ConfigError::Missing);
    }
    text.parse::<Address>().is_err().then_some(ConfigError::NotAMailbox)
}

/// Checks a topic. It works like a password for reading, so it must be long enough not to be
/// guessed.
fn topic(text: &str) -> Option<ConfigError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    match text {
        "" => Some(ConfigError::Missing),
        _ if !text.chars().all(plain) => Some(ConfigError::BadCharacter),
        _ if text.len() < 12 => Some(ConfigError::Guessable),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Relay, Security};
    use crate::backup_target::location::ConfigError;

    fn smtp(host: &str, security: Security) -> Relay {
        let from = "pecule@example.org".to_owned();
        Relay::Smtp { host: host.to_owned(), port: security.port(), security, from }
    }

    #[test]
    fn only_this_machine_is_spoken_with_in_the_clear() {
        for here in ["localhost", "127.0.0.1", "::1"] {
            assert_eq!(smtp(here, Security::None).flaw(), None, "{here}");
        }
        for (host, flaw) in [
            ("mail.example.org", ("security", ConfigError::InTheClear)),
            ("127.0.0.1.example.org", ("security", ConfigError::InTheClear)),
            ("", ("host", ConfigError::Missing)),
            ("mail example", ("host", ConfigError::BadCharacter)),
            ("mail@example", ("host", ConfigError::BadCharacter)),
        ] {
            assert_eq!(smtp(host, Security::None).flaw(), Some(flaw), "{host}");
        }
        assert_eq!(smtp("mail.example.org", Security::StartTls).flaw(), None);
        let push = |url: &str| Relay::Push { url: url.to_owned() };
        assert_eq!(push("http://ntfy.example").flaw(), Some(("url", ConfigError::InTheClear)));
        assert_eq!(push("https://ntfy.example/x").flaw(), None);
        assert_eq!(push("https://ntfy.example:8443/x").host(), "ntfy.example:8443");
    }

    #[test]
    fn an_address_fits_its_relay() {
        let mail = smtp("localhost", Security::None);
        assert_eq!(mail.flaw_of("claire@example.org"), None);
        for bad in ["claire", "claire@example.org\r\nBcc: x@example.org", "a b@example.org"] {
            assert_eq!(mail.flaw_of(bad), Some(ConfigError::NotAMailbox), "{bad}");
        }
        let push = Relay::Push { url: "https://ntfy.example".to_owned() };
        assert_eq!(push.flaw_of("pecule-9fJq2LmZ"), None);
        assert_eq!(push.flaw_of("pecule"), Some(ConfigError::Guessable));
        assert_eq!(push.flaw_of("../../up-and-away"), Some(ConfigError::BadCharacter));
    }

    #[test]
    fn is_kept_as_json_with_its_kind() {
        let relay = smtp("mail.example.org", Security::StartTls);
        let text = serde_json::to_string(&relay).unwrap();
        assert_eq!(
            text,
            r#"{"kind":"smtp","host":"mail.example.org","port":587,"security":"starttls","from":"pecule@example.org"}"#
        );
        assert_eq!(serde_json::from_str::<Relay>(&text).unwrap(), relay);
    }
}

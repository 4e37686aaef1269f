//! The relay that sends notifications.

use crate::error::{Error, Reason, Result};
use crate::installation::remote_credentials::{credentials_of, reason};
use jiff::Timestamp;
use pecule_outside::notification::relay::{Relay, Security};
use pecule_outside::{Credentials, SendError};
use pecule_store::household::monitoring::notifications::Relay as Row;
use serde::Deserialize;
use serde::Serialize;
use utoipa::ToSchema;
use zeroize::Zeroizing;

/// Settings of a relay.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RelayInput {
    /// `smtp` or `push`.
    pub kind: String,
    /// Host of the mail server.
    pub host: String,
    /// Port of the mail server; the standard port by default.
    pub port: Option<u16>,
    /// `tls`, `starttls` or, on this machine only, `none`.
    pub security: String,
    /// Sender address of mail.
    pub from: String,
    /// URL of the push server.
    pub address: String,
    /// Empty without authentication, or for a token.
    pub user: String,
    /// Password or token; never shown again. Empty keeps the one of the same server.
    #[schema(value_type = String)]
    pub secret: Zeroizing<String>,
    /// URL of this program, included in notifications.
    pub link: String,
}

/// A relay as it is shown, without secrets.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RelayView {
    /// `smtp` or `push`.
    pub kind: String,
    /// Host of the mail server.
    pub host: String,
    pub port: Option<u16>,
    /// `tls`, `starttls` or `none`.
    pub security: String,
    /// Sender address of mail.
    pub from: String,
    /// URL of the push server.
    pub address: String,
    /// Whether a user, password or token is set.
    pub has_credentials: bool,
    /// URL of this program, included in notifications.
    pub link: String,
    /// Whether it must be confirmed after a restore of the household.
    pub retired: bool,
    /// Time of the last attempt.
    #[schema(value_type = Option<String>)]
    pub tried_at: Option<Timestamp>,
    /// Time of the last success.
    #[schema(value_type = Option<String>)]
    pub succeeded_at: Option<Timestamp>,
    /// Stable word of the last error; null after a success.
    pub failure: Option<String>,
    /// The error as an English sentence.
    pub failure_sentence: Option<String>,
    /// Number of subscribed people.
    pub addressees: usize,
}

impl RelayInput {
    pub(crate) fn relay(&self) -> Result<Relay> {
        let text = |text: &str| text.trim().to_owned();
        let relay = match self.kind.as_str() {
            "smtp" => {
                let known = Security::ALL.into_iter().find(|one| one.key() == self.security);
                let security = known.ok_or(Error::invalid("security", Reason::NotInList))?;
                let port = self.port.unwrap_or(security.port());
                Relay::Smtp { host: text(&self.host), port, security, from: text(&self.from) }
            }
            "push" => Relay::Push { url: text(&self.address) },
            _ => return Err(Error::invalid("kind", Reason::NotInList)),
        };
        let Some((field, flaw)) = relay.flaw() else { return Ok(relay) };
        Err(Error::invalid(if field == "url" { "address" } else { field }, reason(flaw)))
    }

    /// Validates the URL of this program: http(s), with characters that are safe in a header.
    pub(crate) fn link(&self) -> Result<String> {
        let link = self.link.trim();
        if link.is_empty() {
            return Err(Error::invalid("link", Reason::Required));
        }
        if link.len() > LONGEST {
            return Err(Error::invalid("link", Reason::TooLong));
        }
        let host = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
        let plain = |c: char| c.is_ascii_graphic() && c != '@';
        match host {
            Some(host) if !host.is_empty() && host.chars().all(plain) => Ok(link.to_owned()),
            Some(_) | None => Err(Error::invalid("link", Reason::NotAnAddress)),
        }
    }
}

impl RelayView {
    pub(crate) fn new(row: &Row, addressees: usize) -> Result<Self> {
        let failure = row.tried.failure.clone();
        let known = SendError::ALL.into_iter().find(|one| Some(one.key()) == failure.as_deref());
        let mut line = Self {
            kind: String::new(),
            host: String::new(),
            port: None,
            security: String::new(),
            from: String::new(),
            address: String::new(),
            has_credentials: row.credentials.is_some(),
            link: row.link.clone(),
            retired: row.retired_at.is_some(),
            tried_at: row.tried.at,
            succeeded_at: row.tried.succeeded_at,
            failure_sentence: known.map(|unsent| unsent.to_string()),
            failure,
            addressees,
        };
        let relay = relay_of(row)?;
        relay.kind().clone_into(&mut line.kind);
        match relay {
            Relay::Smtp { host, port, security, from } => {
                security.key().clone_into(&mut line.security);
                (line.host, line.port, line.from) = (host, Some(port), from);
            }
            Relay::Push { url } => line.address = url,
        }
        Ok(line)
    }
}

pub(crate) fn relay_of(row: &Row) -> Result<Relay> {
    serde_json::from_str(&row.relay).map_err(Error::internal)
}

impl RelayInput {
    /// Validates the credentials, if given.
    pub(crate) fn given(&self, relay: &Relay) -> Result<Option<Credentials>> {
        let (user, secret) = (self.user.trim(), self.secret.trim());
        if secret.is_empty() && user.is_empty() {
            return Ok(None);
        }
        if user.is_empty() && matches!(relay, Relay::Push { .. }) && secret.len() <= 1024 {
            let secret = Zeroizing::new(secret.to_owned());
            return Ok(Some(Credentials { name: String::new(), secret }));
        }
        credentials_of(user, secret).map(Some)
    }
}

/// Longest address, in bytes.
pub(crate) const LONGEST: usize = 300;

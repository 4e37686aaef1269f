//! Configures the relay and the subscriptions of notifications about alerts.
//!
//! Nothing is sent until an administrator sets a relay and a person subscribes.
//! A notification names the kind of alert only, never an amount, nor the name of a person, an account
//! or an asset. Alerts derived from books are never sent.

use jiff::Timestamp;
use pecule_outside::notification::relay::{Relay, Security};
use pecule_outside::{Credentials, SendError};
use pecule_store::household::Edit;
use pecule_store::household::backup::targets::TargetTest;
use pecule_store::household::monitoring::notifications::{Recipient, Relay as Row};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use crate::actors::admin::Admin;
use crate::actors::person::Person;
use crate::alert::catalogue::{Rule, Severity};
use crate::audit_event::AuditEvent;
use crate::error::{Error, Reason, Result};
use crate::installation::remote_credentials::{credentials_of, reason};

/// Longest address, in bytes.
const LONGEST: usize = 300;

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

/// Address and minimum severity of a subscription.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressInput {
    /// An e-mail address, or a topic of the push server.
    pub address: String,
    /// `notice`, `warning`, `serious` or `critical`.
    pub severity: String,
}

/// A person's subscription, shown to them only.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct AddressView {
    /// `smtp` or `push`; null without a relay.
    pub kind: Option<String>,
    /// E-mail address or topic; empty without a subscription.
    pub address: String,
    /// Minimum severity: `notice`, `warning`, `serious` or `critical`.
    pub severity: String,
}

/// The text of a notification in one language.
#[derive(Debug, Clone)]
pub struct MessageText {
    /// Subject in one line.
    pub subject: String,
    /// A few lines.
    pub text: String,
}

/// Writes the text of an alert, or of a test message for `None`, in the given language.
pub type TextRenderer = fn(&str, Option<Rule>) -> MessageText;

impl RelayInput {
    fn relay(&self) -> Result<Relay> {
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
    fn link(&self) -> Result<String> {
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
    fn new(row: &Row, addressees: usize) -> Result<Self> {
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

impl Admin<'_> {
    /// Returns the relay, if one is set.
    pub fn relay(self) -> Result<Option<RelayView>> {
        let (row, addressees) =
            self.app().inner().household.read(|view| {
                Ok::<_, pecule_store::Error>((view.find_relay()?, view.addressees()?))
            })?;
        let Some(row) = row else { return Ok(None) };
        let kind = relay_of(&row)?.kind();
        let count = addressees.iter().filter(|one| one.kind == kind).count();
        RelayView::new(&row, count).map(Some)
    }

    /// Sets the relay, replacing the previous one. Nothing is sent to people who did not subscribe.
    pub fn set_relay(self, form: &RelayInput) -> Result<RelayView> {
        self.person().require_confirmed()?;
        let (app, relay, link) = (self.app(), form.relay()?, form.link()?);
        let seal = app.draw(|uuid| uuid)?;
        let given = form.given(&relay)?;
        let credentials = match given {
            Some(given) => Some(app.seal_credentials(seal, &given)?),
            None => None,
        };
        let before = app.inner().household.read(|view| view.find_relay())?;
        let same = before.filter(|row| relay_of(row).is_ok_and(|old| old.host() == relay.host()));
        let (seal, credentials) = match (credentials, same) {
            // Credentials are kept only if the host is unchanged.
            (None, Some(row)) if form.user.trim().is_empty() => (row.seal, row.credentials),
            (credentials, _) => (seal, credentials),
        };
        let row = Row {
            seal,
            relay: serde_json::to_string(&relay).map_err(Error::internal)?,
            credentials,
            link,
            tried: TargetTest::default(),
            retired_at: None,
        };
        let host = relay.host();
        let deed = AuditEvent::of(self.person(), "relay-named", &host);
        self.change(&deed, |edit| Ok(edit.put_relay(&row)?))?;
        self.relay()?.ok_or(Error::NotFound)
    }

    /// Removes the relay and its credentials; notifications stop.
    pub fn remove_relay(self) -> Result<()> {
        self.person().require_confirmed()?;
        let deed = AuditEvent::of(self.person(), "relay-removed", "relay");
        self.change(&deed, |edit| Ok(edit.remove_relay()?))
    }
}

impl RelayInput {
    /// Validates the credentials, if given.
    fn given(&self, relay: &Relay) -> Result<Option<Credentials>> {
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

impl Person {
    /// Returns this person's subscription.
    pub fn notification_address(&self) -> Result<AddressView> {
        self.require_oneself()?;
        let (row, own) = self.app().inner().household.read(|view| {
            let own = view.find_addressee(self.id())?;
            Ok::<_, pecule_store::Error>((view.find_relay()?, own))
        })?;
        let Some(row) = row.filter(|row| row.retired_at.is_none()) else {
            return Ok(AddressView::default());
        };
        let kind = relay_of(&row)?.kind().to_owned();
        let own = own.filter(|own| own.kind == kind);
        let severity = own.as_ref().map_or(Severity::Serious.key(), |own| own.severity.as_str());
        Ok(AddressView {
            severity: severity.to_owned(),
            address: own.map(|own| own.address).unwrap_or_default(),
            kind: Some(kind),
        })
    }

    /// Subscribes to alerts about this person; for an administrator, also about the household.
    pub fn subscribe(&self, form: &AddressInput) -> Result<AddressView> {
        self.require_confirmed()?;
        let app = self.app();
        let address = form.address.trim().to_owned();
        let known = Severity::ALL.iter().find(|one| one.key() == form.severity);
        let severity = known.ok_or(Error::invalid("severity", Reason::NotInList))?.key();
        let row = app.inner().household.read(|view| view.find_relay())?;
        let row = row.filter(|row| row.retired_at.is_none()).ok_or(Error::NotFound)?;
        let relay = relay_of(&row)?;
        if address.len() > LONGEST {
            return Err(Error::invalid("address", Reason::TooLong));
        }
        if let Some(flaw) = relay.flaw_of(&address) {
            return Err(Error::invalid("address", reason(flaw)));
        }
        let (kind, since) = (relay.kind().to_owned(), app.clock().now());
        let severity = severity.to_owned();
        let addressee = Recipient { person: self.id(), kind, address, severity, since };
        let deed = AuditEvent::of(self, "messages-asked", "address");
        app.change_household(&deed, |edit| Ok(edit.put_addressee(&addressee)?))?;
        self.notification_address()
    }

    /// Unsubscribes from notifications.
    pub fn unsubscribe(&self) -> Result<()> {
        self.require_oneself()?;
        let deed = AuditEvent::of(self, "messages-declined", "address");
        self.app().change_household(&deed, |edit: Edit<'_>| Ok(edit.remove_addressee(self.id())?))
    }
}

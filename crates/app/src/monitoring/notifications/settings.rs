//! Messages about findings: off until whoever runs the household names a relay, and to nobody who did not ask for it.
//!
//! A message says that something was noticed, and what sort of thing: never an amount, never a name of a person, an
//! account or an asset. What derives from books is never told: it does not leave them.

use jiff::Timestamp;
use pecule_outside::notification::relay::{Relay, Security};
use pecule_outside::{Credentials, Unsent};
use pecule_store::household::Edit;
use pecule_store::household::backup::targets::Tried;
use pecule_store::household::monitoring::notifications::{Addressee, Relay as Row};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use crate::actors::admin::Admin;
use crate::actors::person::Person;
use crate::alert::catalogue::{Rule, Severity};
use crate::audit_event::Deed;
use crate::error::{Error, Reason, Result};
use crate::installation::remote_credentials::{credentials_of, reason};

/// The most characters of an address.
const LONGEST: usize = 300;

/// A relay as it is described.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RelayForm {
    /// `smtp` or `push`.
    pub kind: String,
    /// The name of the mail server.
    pub host: String,
    /// Its port; without one the usual one.
    pub port: Option<u16>,
    /// `tls`, `starttls` or, on this machine only, `none`.
    pub security: String,
    /// The address in whose name mail is sent.
    pub from: String,
    /// The address of the server that pushes to telephones.
    pub address: String,
    /// The user; empty where none is needed, or where a token is.
    pub user: String,
    /// The password or the token; it is never shown again. Empty keeps the one of the same server.
    #[schema(value_type = String)]
    pub secret: Zeroizing<String>,
    /// The address of this program, which messages lead to.
    pub link: String,
}

/// A relay as it is shown; nothing of it is secret.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RelayLine {
    /// `smtp` or `push`.
    pub kind: String,
    /// The name of the mail server.
    pub host: String,
    /// Its port.
    pub port: Option<u16>,
    /// `tls`, `starttls` or `none`.
    pub security: String,
    /// The address in whose name mail is sent.
    pub from: String,
    /// The address of the server that pushes to telephones.
    pub address: String,
    /// Whether it was given a user, a password or a token.
    pub has_credentials: bool,
    /// The address of this program, which messages lead to.
    pub link: String,
    /// Whether it waits to be confirmed, because the household was restored.
    pub retired: bool,
    /// When something was last sent, or tried.
    #[schema(value_type = Option<String>)]
    pub tried_at: Option<Timestamp>,
    /// When something was last sent.
    #[schema(value_type = Option<String>)]
    pub succeeded_at: Option<Timestamp>,
    /// What went wrong at the last try, as a stable word.
    pub failure: Option<String>,
    /// The same, in English.
    pub failure_sentence: Option<String>,
    /// How many people want to be told through it.
    pub addressees: usize,
}

/// Where somebody wants to be told, and from which severity on.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressForm {
    /// An e-mail address, or a topic.
    pub address: String,
    /// `notice`, `warning`, `serious` or `critical`.
    pub severity: String,
}

/// Where somebody wants to be told, as it is shown to them alone.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct AddressLine {
    /// Through what messages go: `smtp`, `push`, or null where there are none.
    pub kind: Option<String>,
    /// The e-mail address or the topic; empty where one is not told.
    pub address: String,
    /// From which severity on.
    pub severity: String,
}

/// What a message says, in somebody's language.
#[derive(Debug, Clone)]
pub struct Words {
    /// In one line.
    pub subject: String,
    /// A few lines.
    pub text: String,
}

/// Puts a finding into words, or a try where there is none; the first is the language.
pub type Say = fn(&str, Option<Rule>) -> Words;

impl RelayForm {
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

    /// The address of this program: any on the web, without anything that a header could trip over.
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

impl RelayLine {
    fn new(row: &Row, addressees: usize) -> Result<Self> {
        let failure = row.tried.failure.clone();
        let known = Unsent::ALL.into_iter().find(|one| Some(one.key()) == failure.as_deref());
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
    /// The relay that messages go through, where there is one.
    pub fn relay(self) -> Result<Option<RelayLine>> {
        let (row, addressees) =
            self.app().inner().household.read(|view| {
                Ok::<_, pecule_store::Error>((view.find_relay()?, view.addressees()?))
            })?;
        let Some(row) = row else { return Ok(None) };
        let kind = relay_of(&row)?.kind();
        let count = addressees.iter().filter(|one| one.kind == kind).count();
        RelayLine::new(&row, count).map(Some)
    }

    /// Names the relay, in the place of the one before; nothing is sent before somebody says where to.
    pub fn name_relay(self, form: &RelayForm) -> Result<RelayLine> {
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
            // The secret of a server is kept for this server alone.
            (None, Some(row)) if form.user.trim().is_empty() => (row.seal, row.credentials),
            (credentials, _) => (seal, credentials),
        };
        let row = Row {
            seal,
            relay: serde_json::to_string(&relay).map_err(Error::internal)?,
            credentials,
            link,
            tried: Tried::default(),
            retired_at: None,
        };
        let host = relay.host();
        let deed = Deed::of(self.person(), "relay-named", &host);
        self.change(&deed, |edit| Ok(edit.put_relay(&row)?))?;
        self.relay()?.ok_or(Error::NotFound)
    }

    /// Forgets the relay and its credentials: nothing is sent any more.
    pub fn remove_relay(self) -> Result<()> {
        self.person().require_confirmed()?;
        let deed = Deed::of(self.person(), "relay-removed", "relay");
        self.change(&deed, |edit| Ok(edit.remove_relay()?))
    }
}

impl RelayForm {
    /// What lets us in, where something was given.
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
    /// Where one wants to be told of findings.
    pub fn message_address(&self) -> Result<AddressLine> {
        self.require_oneself()?;
        let (row, own) = self.app().inner().household.read(|view| {
            let own = view.find_addressee(self.id())?;
            Ok::<_, pecule_store::Error>((view.find_relay()?, own))
        })?;
        let Some(row) = row.filter(|row| row.retired_at.is_none()) else {
            return Ok(AddressLine::default());
        };
        let kind = relay_of(&row)?.kind().to_owned();
        let own = own.filter(|own| own.kind == kind);
        let severity = own.as_ref().map_or(Severity::Serious.key(), |own| own.severity.as_str());
        Ok(AddressLine {
            severity: severity.to_owned(),
            address: own.map(|own| own.address).unwrap_or_default(),
            kind: Some(kind),
        })
    }

    /// Chooses where to be told of findings about oneself, or about the household for whoever runs it.
    pub fn be_told(&self, form: &AddressForm) -> Result<AddressLine> {
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
        let addressee = Addressee { person: self.id(), kind, address, severity, since };
        let deed = Deed::of(self, "messages-asked", "address");
        app.change_household(&deed, |edit| Ok(edit.put_addressee(&addressee)?))?;
        self.message_address()
    }

    /// Chooses not to be told any more.
    pub fn be_told_nothing(&self) -> Result<()> {
        self.require_oneself()?;
        let deed = Deed::of(self, "messages-declined", "address");
        self.app().change_household(&deed, |edit: Edit<'_>| Ok(edit.remove_addressee(self.id())?))
    }
}

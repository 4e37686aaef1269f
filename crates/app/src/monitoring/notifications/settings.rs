//! Configures the relay and the subscriptions of notifications about alerts.
//!
//! Nothing is sent until an administrator sets a relay and a person subscribes.
//! A notification names the kind of alert only, never an amount, nor the name of a person, an account
//! or an asset. Alerts derived from books are never sent.

use pecule_store::household::Edit;
use pecule_store::household::backup::targets::TargetTest;
use pecule_store::household::monitoring::notifications::{Recipient, Relay as Row};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actors::admin::Admin;
use crate::actors::person::Person;
use crate::alert::catalogue::Severity;
use crate::audit_event::AuditEvent;
use crate::error::{Error, Reason, Result};
use crate::installation::remote_credentials::reason;
use crate::monitoring::notifications::relay::LONGEST;
use crate::monitoring::notifications::relay::{RelayInput, RelayView, relay_of};

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

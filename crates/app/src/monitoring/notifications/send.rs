//! Sends pending notifications. Retries after 1, 5, 15, 60 and 360 minutes.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use pecule_outside::{Message, SendError};
use pecule_store::household::View;
use pecule_store::household::backup::targets::TargetTest;
use pecule_store::household::monitoring::alerts::AlertRow;
use pecule_store::household::monitoring::notifications::{
    Message as Sent, Recipient, Relay as Row,
};
use pecule_store::household::people::persons::Person as Owner;

use crate::actors::person::Person;
use crate::alert::catalogue::{Rule, Severity};
use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::error::{Error, Reason, Result};
use crate::monitoring::notifications::relay::relay_of;
use crate::monitoring::notifications::text::{MessageText, TextRenderer};

/// Notifications sent in one round.
const ROUND: usize = 20;
/// Number of alerts considered.
const FINDINGS: u32 = 200;
/// Minutes until the next attempt, by number of failures.
const AGAIN: [i64; 5] = [1, 5, 15, 60, 360];

/// A pending notification.
struct PendingNotification {
    finding: AlertRow,
    rule: Rule,
    to: Recipient,
    language: String,
    failures: u32,
}

impl App {
    /// Sends pending notifications; the server calls it repeatedly. No notification is sent twice.
    pub fn send_notifications(&self, say: TextRenderer) -> Result<()> {
        let now = self.clock().now();
        let row = self.inner().household.read(|view| view.find_relay())?;
        let Some(row) = row.filter(|row| row.retired_at.is_none() && !is_resting(row, now)) else {
            return Ok(());
        };
        let kind = relay_of(&row)?.kind();
        let due = self.inner().household.read(|view| due(view, kind, now))?;
        for one in due.into_iter().take(ROUND) {
            let words = say(&one.language, Some(one.rule));
            let sent = self.send(&row, &one.to.address, &words);
            self.note_sending(&one, sent)?;
            // A wrong address does not stop the round; an error of the server does.
            if sent.is_err_and(|unsent| unsent != SendError::NoSuchAddress) {
                break;
            }
        }
        Ok(())
    }

    /// Sends through the relay, and records the state of the relay.
    fn send(&self, row: &Row, to: &str, words: &MessageText) -> Result<(), SendError> {
        let relay = relay_of(row).map_err(|_odd| SendError::Unclear)?;
        let sealed = row.credentials.as_deref();
        let given = self.open_credentials(row.seal, sealed);
        let given = given.map_err(|_damaged| SendError::Unclear)?;
        let _noted = self.note_call(&relay.host());
        let MessageText { subject, text } = words;
        let message = Message { to, subject, text, link: &row.link };
        let sent = relay.send(given.as_ref(), &message);
        if let Err(error) = self.record_relay_test(sent) {
            tracing::error!(%error, "how a message went could not be noted");
        }
        sent
    }

    /// Records the state of the relay; the first failure and the recovery are audit events.
    fn record_relay_test(&self, sent: Result<(), SendError>) -> Result<()> {
        let inner = self.inner();
        let now = inner.clock.now();
        // The relay may have been replaced or removed meanwhile.
        let Some(row) = inner.household.read(|view| view.find_relay())? else { return Ok(()) };
        let tried = match sent {
            Ok(()) => {
                TargetTest { at: Some(now), succeeded_at: Some(now), failure: None, failures: 0 }
            }
            // The server works; only the address is wrong.
            Err(SendError::NoSuchAddress) => return Ok(()),
            Err(unsent) => TargetTest {
                at: Some(now),
                succeeded_at: row.tried.succeeded_at,
                failure: Some(unsent.key().to_owned()),
                failures: row.tried.failures.saturating_add(1),
            },
        };
        let host = relay_of(&row)?.host();
        let deed = match (row.tried.failures, tried.failures) {
            (0, 1) => AuditEvent::new("relay-failed", &host).refused(),
            (1.., 0) => AuditEvent::new("relay-answered", &host),
            _ => return Ok(inner.household.write(|edit| edit.record_relay_test(&tried))?),
        };
        self.change_household(&deed, |edit| Ok(edit.record_relay_test(&tried)?))
    }

    /// Records the result of a notification and the time of the next attempt.
    fn note_sending(&self, due: &PendingNotification, sent: Result<(), SendError>) -> Result<()> {
        let now = self.clock().now();
        let failures = if sent.is_ok() { 0 } else { due.failures.saturating_add(1) };
        let message = Sent {
            finding: due.finding.id,
            person: due.to.person,
            sent_at: sent.is_ok().then_some(now),
            failures,
            next_at: now.saturating_add(rest(failures)).map_err(Error::internal)?,
        };
        let put = |edit: pecule_store::household::Edit<'_>| Ok(edit.put_notification(message)?);
        if sent.is_err() {
            return self.inner().household.write(put);
        }
        let object = due.to.person.to_string();
        self.change_household(&AuditEvent::new("message-sent", &object), put)
    }

    /// Records the day of the last connection to a host.
    pub(crate) fn note_call(&self, host: &str) -> Result<()> {
        let today = self.clock().today().to_string();
        let household = &self.inner().household;
        let mut called = household.read(|view| hosts_called(&view))?;
        if called.get(host).is_some_and(|day| *day == today) {
            return Ok(());
        }
        called.insert(host.to_owned(), today);
        let text = serde_json::to_string(&called).map_err(Error::internal)?;
        Ok(household.write(|edit| edit.put_setting(CALLED, &text))?)
    }
}

/// Household setting that stores the hosts contacted.
const CALLED: &str = "hosts-called";

/// Returns the hosts ever contacted, each with the last day.
pub(crate) fn hosts_called(view: &View<'_>) -> Result<BTreeMap<String, String>> {
    let text = view.find_setting(CALLED)?;
    text.map_or(Ok(BTreeMap::new()), |text| serde_json::from_str(&text).map_err(Error::internal))
}

impl Person {
    /// Sends a test message to this person and returns the result.
    pub fn test_notification(&self, say: TextRenderer) -> Result<Result<(), SendError>> {
        self.require_oneself()?;
        let app = self.app();
        let (row, own) = app.inner().household.read(|view| {
            Ok::<_, pecule_store::Error>((view.find_relay()?, view.find_addressee(self.id())?))
        })?;
        let row = row.filter(|row| row.retired_at.is_none()).ok_or(Error::NotFound)?;
        let kind = relay_of(&row)?.kind();
        let own = own.filter(|own| own.kind == kind);
        let own = own.ok_or(Error::invalid("address", Reason::Required))?;
        app.record(&AuditEvent::of(self, "message-tried", "address"))?;
        Ok(app.send(&row, &own.address, &say(self.language(), None)))
    }
}

/// Whether the pause after the last failure of the server is not over.
fn is_resting(row: &Row, now: Timestamp) -> bool {
    let Some(at) = row.tried.at.filter(|_| row.tried.failures > 0) else { return false };
    // A time in the future comes from a wrong clock and causes no pause.
    at <= now && now.duration_since(at) < rest(row.tried.failures)
}

/// Returns the pause after this many failures.
fn rest(failures: u32) -> SignedDuration {
    let step = usize::try_from(failures).unwrap_or(usize::MAX).saturating_sub(1);
    let minutes = AGAIN.get(step).or(AGAIN.last()).copied().unwrap_or_default();
    SignedDuration::from_mins(if failures == 0 { 0 } else { minutes })
}

/// Lists pending notifications: open alerts for each subscriber, from their minimum severity on.
fn due(view: View<'_>, kind: &str, now: Timestamp) -> Result<Vec<PendingNotification>> {
    let open: Vec<AlertRow> = view.alerts(FINDINGS)?;
    let open = open.into_iter().filter(|finding| finding.acknowledged.is_none());
    let open: Vec<(AlertRow, Rule)> =
        open.filter_map(|finding| Rule::parse(&finding.rule).map(|rule| (finding, rule))).collect();
    let mut all = Vec::new();
    for to in view.addressees()?.into_iter().filter(|to| to.kind == kind) {
        let owner = view.person(to.person)?;
        if owner.disabled_at.is_some() {
            continue;
        }
        for (finding, rule) in &open {
            if !concerns(finding, *rule, &owner, &to) {
                continue;
            }
            let told = view.find_notification(finding.id, to.person)?;
            if told.is_some_and(|told| told.sent_at.is_some() || told.next_at > now) {
                continue;
            }
            all.push(PendingNotification {
                finding: finding.clone(),
                rule: *rule,
                to: to.clone(),
                language: owner.language.clone(),
                failures: told.map_or(0, |told| told.failures),
            });
        }
    }
    Ok(all)
}

/// Whether a subscriber may see an alert, and its severity is high enough.
fn concerns(finding: &AlertRow, rule: Rule, owner: &Owner, to: &Recipient) -> bool {
    // A failure of notifications cannot be notified.
    rule != Rule::MessagesFailed
        && finding.first_at >= to.since
        && (crate::actors::admin::runs(owner) || finding.subject == Some(owner.id))
        && weight(rule.severity().key()) >= weight(&to.severity)
}

fn weight(severity: &str) -> Option<usize> {
    Severity::ALL.iter().position(|one| one.key() == severity)
}

/// Whether notifications failed three times in a row, for the server or for one address.
pub(crate) fn are_failing(view: &View<'_>) -> pecule_store::Result<bool> {
    const LASTINGLY: u32 = 3;
    let row = view.find_relay()?.filter(|row| row.retired_at.is_none());
    let Some(row) = row else { return Ok(false) };
    Ok(row.tried.failures >= LASTINGLY || view.has_stuck_notifications(LASTINGLY)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_tried_again_ever_less_often() {
        let minutes: Vec<i64> = (0..8).map(|failures| rest(failures).as_mins()).collect();
        assert_eq!(minutes, [0, 1, 5, 15, 60, 360, 360, 360]);
    }

    #[test]
    fn severities_stand_in_their_order() {
        let order = ["notice", "warning", "serious", "critical"].map(weight);
        assert!(order.is_sorted() && order.iter().all(Option::is_some));
    }
}

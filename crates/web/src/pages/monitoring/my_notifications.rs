//! Manages the person's notification address and minimum severity.

use askama::Template;
use axum::response::Response;
use pecule_app::alert::catalogue::Severity;
use pecule_app::monitoring::notifications::settings::{AddressInput, AddressView};
use pecule_app::{Error, Person, Result};

use crate::request::form::{FieldErrors, Form};
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::text::notification::say;
use crate::view::field::{Choice, Field};
use crate::view::page::Page;

#[derive(Template)]
#[template(path = "monitoring/notification_address.html")]
struct MyNotificationsPage {
    page: Page,
    line: AddressView,
    fields: Vec<Field>,
    tried: Tried,
    runs: bool,
}

/// Result of a test notification.
enum Tried {
    No,
    Sent,
    Failed(String),
}

impl MyNotificationsPage {
    fn new(person: &Person, page: Page, form: &Form, faults: &FieldErrors) -> Result<Self> {
        let line = person.notification_address()?;
        let typed = |name: &str, kept: &str| form.find(name).unwrap_or(kept).to_owned();
        let chosen = typed("severity", &line.severity);
        let severities = Severity::ALL.iter().rev().map(|severity| {
            let label = page.t(&format!("messages-from-{}", severity.key()));
            Choice::new(severity.key(), label, &chosen)
        });
        let kind = line.kind.as_deref().unwrap_or("smtp");
        let address = Field::text("address", page.t(&format!("messages-{kind}-address")))
            .hint(page.t(&format!("messages-{kind}-address-hint")))
            .value(typed("address", &line.address))
            .required()
            .error(faults.on("address"));
        let severity = Field::select("severity", page.t("messages-from"), severities.collect())
            .error(faults.on("severity"));
        let fields = vec![address, severity];
        Ok(Self { line, fields, tried: Tried::No, runs: person.is_admin(), page })
    }
}

/// Shows the address.
pub async fn show(visit: SignedIn) -> Response {
    let work = |person: &Person, page: Page| {
        FormOutcome::part(&MyNotificationsPage::new(
            person,
            page,
            &Form::default(),
            &FieldErrors::default(),
        )?)
    };
    visit.alone("messages-title", work).await
}

/// Sets the address.
pub async fn save(visit: SignedIn, form: Form) -> Response {
    let work = move |person: &Person, page: Page| {
        let asked = AddressInput {
            address: form.text("address").to_owned(),
            severity: form.text("severity").to_owned(),
        };
        match person.subscribe(&asked) {
            Ok(_line) => Ok(FormOutcome::Go("/settings/notifications".to_owned())),
            Err(Error::Invalid(problems)) => {
                let faults = FieldErrors::of(&problems, page.lang);
                FormOutcome::again(&MyNotificationsPage::new(person, page, &form, &faults)?)
            }
            Err(other) => Err(other),
        }
    };
    visit.alone("messages-title", work).await
}

/// Sends a test notification.
pub async fn test(visit: SignedIn) -> Response {
    let work = |person: &Person, page: Page| {
        let sent = person.test_notification(say)?;
        let show =
            MyNotificationsPage::new(person, page, &Form::default(), &FieldErrors::default())?;
        let tried = match sent {
            Ok(()) => Tried::Sent,
            Err(unsent) => Tried::Failed(show.page.name_of("send-error", unsent.key())),
        };
        FormOutcome::part(&MyNotificationsPage { tried, ..show })
    };
    visit.alone("messages-title", work).await
}

/// Removes the address, so that no notification is sent to it.
pub async fn unsubscribe(visit: SignedIn) -> Response {
    let work = |person: &Person, _page: Page| {
        person.unsubscribe()?;
        Ok(FormOutcome::Go("/settings/notifications".to_owned()))
    };
    visit.alone("messages-title", work).await
}

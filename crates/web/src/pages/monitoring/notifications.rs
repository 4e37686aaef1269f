//! Manages the notification relay, for administrators.

use askama::Template;
use axum::extract::Query;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::response::Response;
use pecule_app::monitoring::notifications::relay::{RelayInput, RelayView};
use pecule_app::{Admin, Error, Reason, Result};
use serde::Deserialize;

use crate::pages::form::record::{FormError, Group, RecordForm};
use crate::request::form::Form;
use crate::request::outcome::FormOutcome;
use crate::request::proxy::{Scheme, channel};
use crate::request::visit::SignedIn;
use crate::view::field::{Choice, Field};
use crate::view::page::Page;

/// Address of the page.
const HERE: &str = "/household/notifications";
/// Kinds of relays.
const KINDS: [&str; 2] = ["smtp", "push"];
/// Connection security of a mail server, the usual one first.
const SECURITIES: [&str; 3] = ["starttls", "tls", "none"];

#[derive(Template)]
#[template(path = "monitoring/notification_relay.html")]
struct NotificationsPage {
    page: Page,
    relay: Option<RelayView>,
    /// Links to the forms of each kind.
    kinds: Vec<Choice>,
}

/// Query with the kind of relay.
#[derive(Debug, Default, Deserialize)]
pub struct Kind {
    #[serde(default)]
    kind: String,
}

/// Shows the relay.
pub async fn show(visit: SignedIn) -> Response {
    let work = |admin: Admin<'_>, page: Page| {
        let link = |kind: &&str| {
            let place = format!("{HERE}/relay?kind={kind}");
            Choice::new(place, page.t(&format!("messages-new-{kind}")), "")
        };
        let kinds = KINDS.iter().map(link).collect();
        FormOutcome::part(&NotificationsPage { relay: admin.relay()?, kinds, page })
    };
    visit.administer("messages-title", work).await
}

/// Shows the form of a relay. Reauthentication comes before any secret is typed.
pub async fn edit(visit: SignedIn, headers: HeaderMap, Query(asked): Query<Kind>) -> Response {
    let address = origin(&headers);
    let work = move |admin: Admin<'_>, mut page: Page| {
        admin.person().require_confirmed()?;
        let kind = known(&asked.kind);
        page.title = page.t(&format!("messages-new-{kind}"));
        let relay = admin.relay()?.filter(|relay| relay.kind == kind);
        let known = Known { kind, kept: relay.as_ref(), address: &address };
        FormOutcome::part(&form_of(page, &known, &Form::default(), &FormError::None))
    };
    visit.administer("messages-title", work).await
}

/// Sets the relay.
pub async fn save(visit: SignedIn, headers: HeaderMap, form: Form) -> Response {
    let address = origin(&headers);
    let work = move |admin: Admin<'_>, mut page: Page| match described(&form)
        .and_then(|described| admin.set_relay(&described))
    {
        Ok(_line) => Ok(FormOutcome::Go(HERE.to_owned())),
        Err(error) => {
            let kind = known(form.text("kind"));
            page.title = page.t(&format!("messages-new-{kind}"));
            let relay = admin.relay()?.filter(|relay| relay.kind == kind);
            let trouble = FormError::of(error)?;
            let known = Known { kind, kept: relay.as_ref(), address: &address };
            FormOutcome::again(&form_of(page, &known, &form, &trouble))
        }
    };
    visit.administer("messages-title", work).await
}

/// Removes the relay.
pub async fn remove(visit: SignedIn) -> Response {
    let work = |admin: Admin<'_>, _page: Page| {
        admin.remove_relay()?;
        Ok(FormOutcome::Go(HERE.to_owned()))
    };
    visit.administer("messages-title", work).await
}

/// Returns scheme and host of this request, the default link in notifications.
fn origin(headers: &HeaderMap) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let scheme = if channel() == Scheme::Sealed { "https" } else { "http" };
    format!("{scheme}://{host}")
}

/// Defaults of the form.
#[derive(Clone, Copy)]
struct Known<'a> {
    kind: &'a str,
    kept: Option<&'a RelayView>,
    address: &'a str,
}

/// Builds the form with stored or typed values, never with a secret.
fn form_of(page: Page, known: &Known<'_>, form: &Form, trouble: &FormError) -> RecordForm {
    let Known { kind, kept, address } = *known;
    let of = |name: &str| {
        let kept = kept.map(|kept| match name {
            "host" => kept.host.clone(),
            "port" => kept.port.map(|port| port.to_string()).unwrap_or_default(),
            "security" => kept.security.clone(),
            "from" => kept.from.clone(),
            "address" => kept.address.clone(),
            _ => kept.link.clone(),
        });
        let otherwise = if name == "link" { address.to_owned() } else { String::new() };
        form.find(name).map_or_else(|| kept.unwrap_or(otherwise), str::to_owned)
    };
    let line = |name: &'static str| {
        Field::text(
            name,
            page.t(&format!("messages-{}", if name == "from" { "from-address" } else { name })),
        )
        .value(of(name))
    };
    let mut rows = Vec::new();
    if kind == "smtp" {
        let typed = of("security");
        let choices = SECURITIES
            .map(|key| Choice::new(key, page.t(&format!("messages-security-{key}")), &typed));
        rows.push(vec![line("host").required().focused().example("mail.example.org")]);
        rows.push(vec![
            Field::select("security", page.t("messages-security"), choices.to_vec()),
            line("port").hint(page.t("messages-port-hint")),
        ]);
        rows.push(vec![line("from").required().example("pecule@example.org")]);
    } else {
        let server = line("address").required().focused();
        rows.push(vec![server.example("https://ntfy.example.org")]);
    }
    rows.push(vec![line("link").hint(page.t("messages-link-hint")).required()]);
    let secret_hint = match kept {
        Some(kept) if kept.has_credentials => "messages-secret-kept",
        Some(_) | None => "messages-secret-hint",
    };
    let user = Field::text("user", page.t("messages-user")).value(form.text("user"));
    let secret = Field::password("secret", page.t(&format!("messages-{kind}-secret")), "off");
    let groups = vec![
        Group::plain(rows).hint(page.t(&format!("messages-{kind}-what"))),
        Group::new(page.t("messages-access"), vec![vec![user, secret]]).hint(page.t(secret_hint)),
    ];
    let mut record = RecordForm::new(page, format!("{HERE}/relay"), groups);
    record.steps = vec![
        (record.page.t("nav-household"), "/household".to_owned()),
        (record.page.t("messages-title"), HERE.to_owned()),
    ];
    record.hidden.push(("kind", kind.to_owned()));
    HERE.clone_into(&mut record.back);
    record.with(trouble, form, None)
}

fn known(kind: &str) -> &str {
    KINDS.into_iter().find(|known| *known == kind).unwrap_or("smtp")
}

fn described(form: &Form) -> Result<RelayInput> {
    let text = |name: &str| form.text(name).to_owned();
    let port = match form.text("port").trim() {
        "" => None,
        typed => Some(typed.parse().map_err(|_bad| Error::invalid("port", Reason::OutOfRange))?),
    };
    Ok(RelayInput {
        kind: text("kind"),
        host: text("host"),
        port,
        security: text("security"),
        from: text("from"),
        address: text("address"),
        user: text("user"),
        secret: text("secret").into(),
        link: text("link"),
    })
}

//! Adds, tests, renames, reconnects and removes backup targets.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use pecule_app::backup::targets::{ABSENT_DAYS, TargetInput, TargetView};
use pecule_app::{Admin, Error, Reason, Result};
use pecule_domain::id::TargetId;
use serde::Deserialize;

use crate::pages::form::record::{FormError, Group, RecordForm};
use crate::request::form::{FieldErrors, Form};
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::field::{Choice, Field};
use crate::view::page::Page;
use crate::view::tone::tone;

/// Address of the parent page.
const BACK: &str = "/household/backups";
/// Kinds of backup targets.
const KINDS: [&str; 3] = ["folder", "s3", "webdav"];

/// Query with the kind of target.
#[derive(Debug, Default, Deserialize)]
pub struct Kind {
    #[serde(default)]
    kind: String,
}

#[derive(Template)]
#[template(path = "backup/target.html")]
struct TargetsPage {
    page: Page,
    line: TargetView,
    name: Field,
    days: Field,
    user: Field,
    secret: Field,
    /// Whether the target has just been tested.
    tried: bool,
}

impl TargetsPage {
    fn new(page: Page, line: TargetView, form: &Form, faults: &FieldErrors) -> Self {
        let typed = |name: &str, kept: &str| form.find(name).unwrap_or(kept).to_owned();
        let days = line.absent_days.to_string();
        Self {
            tried: page.path.contains("tried="),
            name: Field::text("name", page.t("target-name"))
                .value(typed("name", &line.name))
                .required()
                .error(faults.on("name")),
            days: days_field(&page, &typed("absent_days", &days)).error(faults.on("absent_days")),
            user: user_field(&page, &line.kind).value(typed("user", "")).error(faults.on("user")),
            secret: secret_field(&page, &line.kind).error(faults.on("secret")),
            page,
            line,
        }
    }

    fn tone(&self) -> &'static str {
        tone(&self.line)
    }
}

fn days_field(page: &Page, value: &str) -> Field {
    Field::number("absent_days", page.t("target-days"), page.t("backups-days-unit"))
        .hint(page.t("target-days-hint"))
        .value(value)
        .required()
}

fn user_field(page: &Page, kind: &str) -> Field {
    Field::text("user", page.t(&format!("target-{kind}-user"))).required()
}

fn secret_field(page: &Page, kind: &str) -> Field {
    Field::password("secret", page.t(&format!("target-{kind}-secret")), "off")
        .hint(page.t("target-secret-hint"))
        .required()
}

/// Builds the form of a new target.
fn form_of(page: Page, kind: &str, form: &Form, trouble: &FormError) -> RecordForm {
    let line =
        |name: &'static str, key: &str| Field::text(name, page.t(key)).value(form.text(name));
    let mut named = vec![vec![line("name", "target-name").required().focused()]];
    let mut groups = Vec::new();
    if kind == "folder" {
        let path = line("path", "target-path").hint(page.t("target-path-hint"));
        named.push(vec![path.required().example("/mnt/disque/pecule")]);
    } else {
        let address = line("address", &format!("target-{kind}-address")).required();
        named.push(vec![address.example("https://nas.example/")]);
        if kind == "s3" {
            let region = line("region", "target-region").hint(page.t("target-region-hint"));
            named.push(vec![line("bucket", "target-bucket").required(), region]);
        }
        named.push(vec![line("prefix", "target-prefix").hint(page.t("target-prefix-hint"))]);
        let user = user_field(&page, kind).value(form.text("user"));
        groups
            .push(Group::new(page.t("target-access"), vec![vec![user, secret_field(&page, kind)]]));
    }
    let days = form.find("absent_days").map_or(ABSENT_DAYS.to_string(), str::to_owned);
    named.push(vec![days_field(&page, &days)]);
    groups.insert(0, Group::plain(named).hint(page.t(&format!("target-{kind}-what"))));
    let mut record = RecordForm::new(page, "/household/backups/targets", groups);
    record.steps = vec![
        (record.page.t("nav-household"), "/household".to_owned()),
        (record.page.t("backups-title"), BACK.to_owned()),
    ];
    record.hidden.push(("kind", kind.to_owned()));
    BACK.clone_into(&mut record.back);
    record.with(trouble, form, None)
}

fn known(kind: &str) -> &str {
    KINDS.into_iter().find(|known| *known == kind).unwrap_or("folder")
}

/// Shows the form of a new target. Reauthentication comes before any secret is typed.
pub async fn new(visit: SignedIn, Query(asked): Query<Kind>) -> Response {
    let work = move |admin: Admin<'_>, mut page: Page| {
        admin.person().require_confirmed()?;
        let kind = known(&asked.kind);
        page.title = page.t(&format!("target-new-{kind}"));
        FormOutcome::part(&form_of(page, kind, &Form::default(), &FormError::None))
    };
    visit.administer("target-new-folder", work).await
}

/// Adds a target.
pub async fn add(visit: SignedIn, form: Form) -> Response {
    let work = move |admin: Admin<'_>, mut page: Page| match described(&form)
        .and_then(|described| admin.add_target(&described))
    {
        Ok(line) => Ok(FormOutcome::Go(format!("{BACK}/targets/{}?tried=1", line.id))),
        Err(error) => {
            let kind = known(form.text("kind"));
            page.title = page.t(&format!("target-new-{kind}"));
            FormOutcome::again(&form_of(page, kind, &form, &FormError::of(error)?))
        }
    };
    visit.administer("target-new-folder", work).await
}

fn described(form: &Form) -> Result<TargetInput> {
    let text = |name: &str| form.text(name).to_owned();
    Ok(TargetInput {
        name: text("name"),
        kind: text("kind"),
        path: text("path"),
        address: text("address"),
        bucket: text("bucket"),
        region: text("region"),
        prefix: text("prefix"),
        user: text("user"),
        secret: text("secret").into(),
        absent_days: Some(days(form)?),
    })
}

fn days(form: &Form) -> Result<u16> {
    let typed = form.text("absent_days").trim();
    typed.parse().map_err(|_bad| Error::invalid_with("absent_days", Reason::NotANumber, typed))
}

/// Shows a target.
pub async fn show(visit: SignedIn, Path(id): Path<String>) -> Response {
    let work = move |admin: Admin<'_>, mut page: Page| {
        let line = admin.target(target_id(&id)?)?;
        page.title.clone_from(&line.name);
        FormOutcome::part(&TargetsPage::new(page, line, &Form::default(), &FieldErrors::default()))
    };
    visit.administer("backups-title", work).await
}

/// Action on a backup target.
#[derive(Clone, Copy)]
enum TargetAction {
    Test,
    Resume,
    Change,
    SetCredentials,
    Remove,
}

/// Tests the target.
pub async fn test(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, TargetAction::Test, form).await
}

/// Resumes the uploads to the target.
pub async fn resume(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, TargetAction::Resume, form).await
}

/// Renames the target and sets its limit of absence.
pub async fn change(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, TargetAction::Change, form).await
}

/// Sets the credentials of the target.
pub async fn set_credentials(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, TargetAction::SetCredentials, form).await
}

/// Removes the target.
pub async fn remove(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, TargetAction::Remove, form).await
}

async fn run(visit: SignedIn, id: String, action: TargetAction, form: Form) -> Response {
    let work = move |admin: Admin<'_>, mut page: Page| {
        let id = target_id(&id)?;
        match perform(admin, id, action, &form) {
            Ok(place) => Ok(FormOutcome::Go(place)),
            Err(Error::Invalid(problems)) => {
                let line = admin.target(id)?;
                page.title.clone_from(&line.name);
                let faults = FieldErrors::of(&problems, page.lang);
                FormOutcome::again(&TargetsPage::new(page, line, &form, &faults))
            }
            Err(other) => Err(other),
        }
    };
    visit.administer("backups-title", work).await
}

fn perform(admin: Admin<'_>, id: TargetId, action: TargetAction, form: &Form) -> Result<String> {
    let here = format!("{BACK}/targets/{id}");
    match action {
        TargetAction::Test => {
            admin.test_target(id)?;
            Ok(format!("{here}?tried=1"))
        }
        TargetAction::Resume => {
            admin.resume_uploads(id)?;
            Ok(here)
        }
        TargetAction::Change => {
            admin.change_target(id, form.text("name"), days(form)?)?;
            Ok(here)
        }
        TargetAction::SetCredentials => {
            admin.set_target_credentials(id, form.text("user"), form.text("secret"))?;
            Ok(format!("{here}?tried=1"))
        }
        TargetAction::Remove => {
            admin.remove_target(id)?;
            Ok(BACK.to_owned())
        }
    }
}

fn target_id(text: &str) -> Result<TargetId> {
    text.parse().map_err(|_bad| Error::NotFound)
}

/// Links to the forms of each kind.
pub(crate) fn kinds(page: &Page) -> Vec<Choice> {
    let link = |kind: &&str| {
        Choice::new(
            format!("{BACK}/targets/new?kind={kind}"),
            page.t(&format!("target-kind-{kind}")),
            "",
        )
    };
    KINDS.iter().map(link).collect()
}

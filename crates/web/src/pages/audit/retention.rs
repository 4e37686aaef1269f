//! Sets the retention of the household's audit log and downloads archived months.

use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use pecule_app::audit::archive::JournalRetention;
use pecule_app::{Admin, Error, Reason, Result};

use crate::pages::form::record::{FormError, Group, RecordForm, kept};
use crate::request::form::Form;
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::field::Field;
use crate::view::page::Page;

const HERE: &str = "/household/audit/retention";
const BACK: &str = "/household/audit";

fn typed(retention: JournalRetention) -> Form {
    kept(&[
        ("seal_after_months", retention.seal_after_months.to_string()),
        ("keep_months", retention.keep_months.map(|keep| keep.to_string()).unwrap_or_default()),
    ])
}

fn form_of(page: Page, form: &Form, fixed: Option<u16>, trouble: &FormError) -> RecordForm {
    let months = |name: &'static str| {
        Field::number(name, page.t(&format!("journal-{name}")), page.t("journal-months"))
            .value(form.text(name))
            .hint(page.t(&format!("journal-{name}-hint")))
    };
    let keep = match fixed {
        Some(_) => months("keep_months").hint(page.t("journal-keep-fixed")).read_only(),
        None => months("keep_months"),
    };
    let groups = vec![Group::plain(vec![vec![months("seal_after_months").required(), keep]])];
    let mut record = RecordForm::new(page, HERE, groups);
    record.steps = vec![
        (record.page.t("nav-household"), "/household".to_owned()),
        (record.page.t("journal-title"), BACK.to_owned()),
    ];
    BACK.clone_into(&mut record.back);
    record.with(trouble, form, None)
}

fn read(form: &Form) -> Result<JournalRetention> {
    let number = |name: &str| {
        let Some(text) = form.find(name) else { return Ok(None) };
        let parsed = text.trim().parse::<u16>().map(Some);
        parsed.map_err(|_bad| Error::invalid_with(name, Reason::NotANumber, text))
    };
    let seal_after_months = number("seal_after_months")?
        .ok_or_else(|| Error::invalid("seal_after_months", Reason::Required))?;
    Ok(JournalRetention { seal_after_months, keep_months: number("keep_months")? })
}

/// Shows the form.
pub async fn show(visit: SignedIn) -> Response {
    let work = |admin: Admin<'_>, page: Page| {
        let (now, fixed) = (admin.audit_retention()?, admin.fixed_audit_retention());
        FormOutcome::part(&form_of(page, &typed(now), fixed, &FormError::None))
    };
    visit.administer("journal-retention-title", work).await
}

/// Sets the retention.
pub async fn change(visit: SignedIn, form: Form) -> Response {
    let work = move |admin: Admin<'_>, page: Page| match read(&form)
        .and_then(|retention| admin.set_audit_retention(retention))
    {
        Ok(()) => Ok(FormOutcome::Go(BACK.to_owned())),
        Err(error @ Error::Invalid(_)) => {
            let fixed = admin.fixed_audit_retention();
            FormOutcome::again(&form_of(page, &form, fixed, &FormError::of(error)?))
        }
        Err(other) => Err(other),
    };
    visit.administer("journal-retention-title", work).await
}

/// Downloads an archived month: gzip, one JSON object per line.
pub async fn segment(visit: SignedIn, Path(first): Path<String>) -> Response {
    let (person, lang, way) = (visit.person, visit.lang, visit.way);
    let work = move |_app: &pecule_app::app::App| -> Result<(i64, Vec<u8>)> {
        let first: i64 = first.parse().map_err(|_bad| Error::NotFound)?;
        Ok((first, person.admin()?.export_audit_segment(first)?))
    };
    match visit.site.run(work).await {
        Ok((first, bytes)) => {
            let name = format!("attachment; filename=\"pecule-journal-{first}.jsonl.gz\"");
            let headers =
                [(CONTENT_TYPE, "application/gzip".to_owned()), (CONTENT_DISPOSITION, name)];
            (headers, bytes).into_response()
        }
        Err(error) => way.refuse(error, lang),
    }
}

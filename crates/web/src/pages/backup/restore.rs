//! Restores a backup at the first start. Asks for the backup and its key, and shows the progress.

use askama::Template;
use axum::extract::{Multipart, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use pecule_app::backup::restore::first_start::PathContent;
use pecule_app::state::restore::{ReceivedBackup, RestoreFailure, Status};
use pecule_app::{Error, Refusal, Result};
use zeroize::Zeroizing;

use crate::error::{ErrorResponse, sentence};
use crate::pages::people::first_person::{FirstPersonQuery, ways};
use crate::request::form::Form;
use crate::request::guest_language::{LanguageChoice, language, spoken, tongues};
use crate::request::multipart_file::{MultipartForm, receive};
use crate::request::redirect::{go, go_from};
use crate::state::AppState;
use crate::text::i18n::{Lang, t};
use crate::view::field::{Choice, Field};
use crate::view::page::Page;
use crate::view::render::page;

/// Address of the page.
const HERE: &str = "/setup/restore";
/// Sign-in page after the restore.
const DOOR: &str = "/sign-in?restored=yes";

#[derive(Template)]
#[template(path = "backup/restore.html")]
struct RestorePage {
    page: Page,
    tongues: Vec<LanguageChoice>,
    ways: Vec<Choice>,
    received: Option<ReceivedBackup>,
    standing: Status,
    code: Field,
    kit: Field,
    passphrase: Option<Field>,
    path: Field,
    found: Option<Field>,
    fault: Option<String>,
}

#[derive(Template)]
#[template(path = "backup/_restoring.html")]
struct Progress {
    page: Page,
    standing: Status,
}

// Safe because the template of `Progress` escapes its values.
impl askama::filters::HtmlSafe for Progress {}

/// Outcome of the form.
enum Taken {
    Begun,
    Choose(Vec<String>),
}

impl RestorePage {
    fn new(
        lang: Lang,
        site: &AppState,
        form: &Form,
        seen: (Option<ReceivedBackup>, Status),
    ) -> Self {
        let guest = site.app.guest();
        let text = |name: &str, label: &str| {
            Field::text(name, t(lang, label)).value(form.text(name).to_owned())
        };
        let passphrase = guest.needs_passphrase().then(|| {
            Field::password("passphrase", t(lang, "unlock-passphrase"), "current-password")
                .hint(t(lang, "restore-passphrase-hint"))
                .required()
        });
        Self {
            page: Page::new(lang, t(lang, "setup-restore"), site.app.clock().today()),
            tongues: tongues(lang, "/setup/restore?lang="),
            ways: ways(lang, HERE),
            received: seen.0,
            standing: seen.1,
            code: text("code", "setup-code").hint(t(lang, "setup-code-hint")).required(),
            // The kit opens every backup, so it is never sent back in a page.
            kit: Field::area("kit", t(lang, "restore-kit")).hint(t(lang, "restore-kit-hint")),
            passphrase,
            path: text("path", "restore-path").hint(t(lang, "restore-path-hint")),
            found: None,
            fault: None,
        }
    }

    fn progress(&self) -> Progress {
        Progress { page: self.page.clone(), standing: self.standing.clone() }
    }

    fn is_under_way(&self) -> bool {
        matches!(self.standing, Status::Working(_) | Status::Ready(_))
    }

    fn size(&self, received: &ReceivedBackup) -> String {
        self.page.size(received.bytes)
    }
}

impl Progress {
    fn what(&self) -> String {
        match &self.standing {
            Status::Working(far) => self.page.t(&format!("restore-phase-{}", far.phase)),
            Status::Ready(_) => self.page.t("restore-ready"),
            Status::Waiting | Status::Failed(_) => self.page.t("restore-stopped"),
        }
    }

    /// Returns progress and total, if known.
    fn far(&self) -> Option<(u64, u64)> {
        match &self.standing {
            Status::Working(far) if far.total > 0 => Some((far.done, far.total)),
            Status::Working(_) | Status::Ready(_) | Status::Waiting | Status::Failed(_) => None,
        }
    }

    fn made_on(&self) -> Option<String> {
        match &self.standing {
            Status::Ready(at) => Some(self.page.moment(at)),
            Status::Working(_) | Status::Waiting | Status::Failed(_) => None,
        }
    }
}

/// Describes a failure.
fn said(failure: RestoreFailure, lang: Lang) -> String {
    t(lang, &format!("restore-failed-{}", failure.key()))
}

fn fault(error: &Error, lang: Lang) -> String {
    if matches!(error, Error::Refused(Refusal::WrongSetupCode)) {
        return t(lang, "refused-wrong-setup-code");
    }
    let failure = RestoreFailure::of(error);
    if failure == RestoreFailure::Other { sentence(error, lang) } else { said(failure, lang) }
}

/// Shows the form or the progress.
pub async fn show(
    State(site): State<AppState>,
    headers: HeaderMap,
    Query(asked): Query<FirstPersonQuery>,
) -> Response {
    let lang = spoken(&asked.lang, &headers);
    match site.run(|app| app.guest().restoring()).await {
        Ok(seen) => {
            let failed = match &seen.1 {
                Status::Failed(failure) => Some(said(*failure, lang)),
                Status::Waiting | Status::Working(_) | Status::Ready(_) => None,
            };
            let mut show = RestorePage::new(lang, &site, &Form::default(), seen);
            show.fault = failed;
            page(&show)
        }
        Err(error) => elsewhere(error, lang),
    }
}

/// Returns the progress, polled by the page; at the end redirects to the sign-in page.
pub async fn work(State(site): State<AppState>, headers: HeaderMap) -> Response {
    let lang = language(&headers);
    match site.run(|app| app.guest().restoring()).await {
        Ok((_received, standing)) => {
            if matches!(standing, Status::Waiting | Status::Failed(_)) {
                return go_from(&headers, HERE);
            }
            let today = site.app.clock().today();
            page(&Progress { page: Page::new(lang, t(lang, "setup-restore"), today), standing })
        }
        Err(Error::Refused(Refusal::SetUpAlready)) => go_from(&headers, DOOR),
        Err(error) => elsewhere(error, lang),
    }
}

/// Takes the setup code, the kit and the backup, and starts the restore.
pub async fn begin(State(site): State<AppState>, headers: HeaderMap, parts: Multipart) -> Response {
    let lang = language(&headers);
    let admitting = site.clone();
    let admit = move |form: Form| async move {
        admitting.run(move |app| app.guest().accept_restore_code(form.text("code"))).await
    };
    let reception = match receive(&site, parts, "file", admit).await {
        Ok(reception) => reception,
        Err(error) => return again(&site, lang, &Form::default(), Err(error)).await,
    };
    let MultipartForm { form, file } = reception;
    let lang = Lang::from_tag(form.text("lang")).unwrap_or(lang);
    let sent = form.clone();
    let taken = match file {
        Err(refused) => Err(refused),
        Ok(arrived) => {
            let look = site.run(move |app| {
                let guest = app.guest();
                guest.accept_restore_code(sent.text("code"))?;
                if let Some(arrived) = arrived {
                    guest.received(&arrived.name, arrived.slip, arrived.bytes)?;
                } else if let Some(path) = sent.find("found").or_else(|| sent.find("path"))
                    && let PathContent::Folder(names) = guest.find_backup(path)?
                {
                    return Ok(Err(names));
                }
                let kit =
                    Zeroizing::new(format!("{}\n{}", sent.text("kit"), sent.text("kit-file")));
                guest.begin_restore(sent.text("code"), &kit, sent.text("passphrase")).map(Ok)
            });
            look.await
        }
    };
    let taken = taken.map(|begun| match begun {
        Ok(restore) => {
            site.restore(restore);
            Taken::Begun
        }
        Err(names) => Taken::Choose(names),
    });
    again(&site, lang, &form, taken).await
}

/// Shows the progress, or the form again with error messages.
async fn again(site: &AppState, lang: Lang, form: &Form, taken: Result<Taken>) -> Response {
    let (found, error) = match taken {
        Ok(Taken::Begun) => return go(&format!("{HERE}?lang={}", lang.tag())),
        Ok(Taken::Choose(names)) => (Some(names), None),
        Err(error) => (None, Some(error)),
    };
    if let Some(Error::Internal(text)) = &error {
        tracing::error!(%text, "a backup could not be received");
    }
    let seen = match site.run(|app| app.guest().restoring()).await {
        Ok(seen) => seen,
        Err(error) => return elsewhere(error, lang),
    };
    let mut show = RestorePage::new(lang, site, form, seen);
    let was_chosen = found.is_some();
    show.found = found.map(|names| {
        let short = |name: &String| name.rsplit('/').next().unwrap_or_default().to_owned();
        let choices = names.iter().map(|name| Choice::new(name, short(name), "")).collect();
        Field::select("found", t(lang, "restore-found"), choices)
            .hint(t(lang, "restore-found-hint"))
    });
    show.fault = error.map(|error| fault(&error, lang));
    let mut answer = page(&show);
    if !was_chosen {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    answer
}

fn elsewhere(error: Error, lang: Lang) -> Response {
    if matches!(error, Error::Refused(Refusal::SetUpAlready)) {
        return go("/sign-in");
    }
    ErrorResponse::new(error, lang).into_response()
}

//! Password form for a known person, used for reauthentication and for unlocking a session.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use pecule_app::{Error, Refusal};

use crate::error::{ErrorResponse, refused_page};
use crate::pages::auth::sign_in::closed;
use crate::request::redirect::local;
use crate::state::AppState;
use crate::text::i18n::{Lang, t, t_args};
use crate::view::field::Field;
use crate::view::page::{Page, Theme};
use crate::view::render::page;

/// Reason for asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PasswordPurpose {
    /// Reauthentication before a sensitive action.
    Confirm,
    /// Unlocking the session.
    Unlock,
}

/// Person whose password is asked for.
pub(crate) struct PasswordOf<'a> {
    pub(crate) name: &'a str,
    pub(crate) lang: Lang,
    pub(crate) theme: &'a str,
}

/// The password form.
#[derive(Template)]
#[template(path = "auth/reauthenticate.html")]
pub(crate) struct Again {
    page: Page,
    asked: PasswordPurpose,
    why: String,
    name: String,
    password: Field,
    next: String,
    fault: Option<String>,
}

impl PasswordPurpose {
    const fn word(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Unlock => "locked",
        }
    }

    /// Address of the form.
    const fn action(self) -> &'static str {
        match self {
            Self::Confirm => "/reauthenticate",
            Self::Unlock => "/session/unlock",
        }
    }
}

impl Again {
    pub(crate) fn new(
        site: &AppState,
        asked: PasswordPurpose,
        person: &PasswordOf<'_>,
        next: &str,
    ) -> Self {
        let PasswordOf { name, lang, theme } = *person;
        let title = t(lang, &format!("{}-title", asked.word()));
        let mut page = Page::new(lang, title, site.app.clock().today());
        page.theme = Theme::from_key(theme).unwrap_or_default();
        let password = Field::password("password", t(lang, "sign-in-password"), "current-password");
        Self {
            why: t_args(lang, &format!("{}-why", asked.word()), &[("name", name.into())]),
            page,
            asked,
            name: name.to_owned(),
            password: password.required().focused(),
            next: local(next).to_owned(),
            fault: None,
        }
    }

    fn said(&self, word: &str) -> String {
        self.page.name_of(self.asked.word(), word)
    }

    /// Renders the form.
    pub(crate) fn shown(&self) -> Response {
        page(self)
    }

    /// Renders the form with an error message.
    pub(crate) fn refused(mut self, error: Error) -> Response {
        let lang = self.page.lang;
        match &error {
            Error::Invalid(_) => {
                self.password = self.password.error(Some(t(lang, "confirm-wrong")));
                let mut answer = page(&self);
                *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
                answer
            }
            Error::Refused(Refusal::TooOften(_)) | Error::Unavailable(_) => {
                self.fault = Some(closed(&error, lang));
                refused_page(&self, &error)
            }
            Error::Refused(_)
            | Error::NotFound
            | Error::Conflict(_)
            | Error::Installation(_)
            | Error::BadBackup(_)
            | Error::Internal(_) => ErrorResponse::new(error, lang).into_response(),
        }
    }
}

//! Enables and disables the second factor, and generates one-time codes.

use askama::Template;
use axum::response::Response;
use pecule_app::{Admin, Error, Person, Reason, Refusal, Result, Unavailable};
use zeroize::Zeroizing;

use crate::error::sentence;
use crate::pages::installation::kit_page::{Code, code};
use crate::request::form::Form;
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::field::Field;
use crate::view::page::Page;

#[derive(Template)]
#[template(path = "auth/second_factor.html")]
struct Teach {
    page: Page,
    drawing: Code,
    uri: String,
    secret: String,
    first: Field,
}

#[derive(Template)]
#[template(path = "auth/second_factor_state.html")]
struct State {
    page: Page,
    is_on: bool,
    is_required: bool,
    left: u64,
    password: Field,
    code: Field,
    /// Whether the password must become longer before the second factor can be disabled.
    lengthen: bool,
    fault: Option<String>,
}

/// Errors of the form that disables it.
#[derive(Default)]
struct Wrong {
    password: Option<String>,
    code: Option<String>,
    lengthen: bool,
    fault: Option<String>,
}

#[derive(Template)]
#[template(path = "auth/one_time_codes.html")]
struct Codes {
    page: Page,
    codes: Vec<Zeroizing<String>>,
}

impl State {
    fn new(person: &Person, page: Page, wrong: Wrong) -> Result<Self> {
        let password =
            Field::password("password", page.t("sign-in-password"), "current-password").required();
        let code = Field::text("code", page.t("second-factor-off-code"));
        Ok(Self {
            is_on: person.has_second_factor()?,
            is_required: person.second_factor_is_required()?,
            left: person.one_time_codes_left()?,
            password: password.error(wrong.password),
            code: code.autocomplete("one-time-code").required().error(wrong.code),
            lengthen: wrong.lengthen,
            fault: wrong.fault,
            page,
        })
    }
}

impl Wrong {
    /// Converts errors that appear beside the form; `None` for any other error.
    fn of(error: &Error, page: &Page) -> Option<Self> {
        let said = || Some(sentence(error, page.lang));
        let reason = if let Error::Invalid(problems) = error {
            problems.first().map(|problem| problem.reason)
        } else {
            None
        };
        match (error, reason) {
            (_, Some(Reason::DoesNotMatch)) => {
                Some(Self { password: Some(page.t("confirm-wrong")), ..Self::default() })
            }
            (_, Some(Reason::PasswordTooShortAlone)) => Some(Self {
                password: Some(page.t("field-password-too-short-alone")),
                lengthen: true,
                ..Self::default()
            }),
            (Error::Refused(Refusal::WrongCode), _) => {
                Some(Self { code: said(), ..Self::default() })
            }
            (Error::Refused(Refusal::TooOften(_)) | Error::Unavailable(Unavailable::Busy), _) => {
                Some(Self { fault: said(), ..Self::default() })
            }
            (_, _) => None,
        }
    }
}

/// Shows the state of the second factor and the possible actions.
pub async fn show(visit: SignedIn) -> Response {
    let work =
        |person: &Person, page| FormOutcome::part(&State::new(person, page, Wrong::default())?);
    visit.alone("second-factor-title", work).await
}

/// Generates a secret and shows it once.
pub async fn begin(visit: SignedIn) -> Response {
    let work = |person: &Person, page| {
        let enrolment = person.begin_second_factor()?;
        FormOutcome::part(&Teach::new(page, &enrolment.uri, &enrolment.secret, None)?)
    };
    visit.alone("second-factor-title", work).await
}

/// Checks the first code and shows the one-time codes. A wrong code shows the same secret again.
pub async fn confirm(visit: SignedIn, form: Form) -> Response {
    let work =
        move |person: &Person, page: Page| match person.confirm_second_factor(form.text("code")) {
            Ok(codes) => FormOutcome::part(&Codes { page, codes }),
            Err(refused @ Error::Refused(Refusal::WrongCode)) => {
                let fault = Some(sentence(&refused, page.lang));
                FormOutcome::again(&Teach::new(page, form.text("uri"), form.text("secret"), fault)?)
            }
            Err(other) => Err(other),
        };
    visit.alone("second-factor-title", work).await
}

/// Generates new one-time codes and shows them once.
pub async fn renew(visit: SignedIn) -> Response {
    let work = |person: &Person, page| {
        FormOutcome::part(&Codes { page, codes: person.renew_one_time_codes()? })
    };
    visit.alone("one-time-codes-title", work).await
}

/// Disables the second factor, with the password and a code.
pub async fn off(visit: SignedIn, form: Form) -> Response {
    let work = move |person: &Person, page: Page| {
        let error = match person.remove_second_factor(form.text("password"), form.text("code")) {
            Ok(()) => return Ok(FormOutcome::Go("/settings#second-factor".into())),
            Err(error) => error,
        };
        match Wrong::of(&error, &page) {
            Some(wrong) => FormOutcome::again(&State::new(person, page, wrong)?),
            None => Err(error),
        }
    };
    visit.alone("second-factor-title", work).await
}

/// Requires a second factor from all members, or no longer.
pub async fn demand(visit: SignedIn, form: Form) -> Response {
    let work = move |admin: Admin<'_>, _page: Page| {
        admin.require_second_factor(form.is_ticked("required"))?;
        Ok(FormOutcome::Go("/household".to_owned()))
    };
    visit.administer("household-title", work).await
}

impl Teach {
    fn new(page: Page, uri: &str, secret: &str, fault: Option<String>) -> Result<Self> {
        let first = Field::text("code", page.t("second-factor-code")).autocomplete("one-time-code");
        Ok(Self {
            drawing: code(uri).map_err(|error| Error::Internal(error.to_string()))?,
            uri: uri.to_owned(),
            secret: secret.to_owned(),
            first: first.required().focused().error(fault),
            page,
        })
    }
}

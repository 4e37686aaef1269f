//! Reauthenticates a person before a sensitive action.

use axum::extract::Query;
use axum::response::Response;

use crate::pages::auth::password_form::{Again, PasswordOf, PasswordPurpose};
use crate::pages::auth::sign_in::Next;
use crate::request::cookies::keep_session;
use crate::request::form::Form;
use crate::request::redirect::{go, local};
use crate::request::visit::SignedIn;

fn again(visit: &SignedIn, next: &str) -> Again {
    let person = &visit.person;
    let person = PasswordOf { name: person.name(), lang: visit.lang, theme: person.theme() };
    Again::new(&visit.site, PasswordPurpose::Confirm, &person, next)
}

/// Shows the password form.
pub async fn show(visit: SignedIn, Query(query): Query<Next>) -> Response {
    again(&visit, query.next()).shown()
}

/// Checks the password, replaces the session's secret and redirects back.
pub async fn take(visit: SignedIn, form: Form) -> Response {
    let (person, sent) = (visit.person.clone(), form.clone());
    match visit.site.run(move |_| person.confirm(sent.text("password"))).await {
        Ok(token) => {
            let mut answer = go(local(form.text("next")));
            if let Some(token) = token {
                keep_session(&mut answer, &token);
            }
            answer
        }
        Err(error) => again(&visit, form.text("next")).refused(error),
    }
}

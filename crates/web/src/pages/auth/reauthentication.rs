//! Reauthenticates a person before a sensitive action.

use axum::extract::Query;
use axum::response::Response;

use crate::pages::auth::password_form::{Again, Asked, Whose};
use crate::pages::auth::sign_in::Next;
use crate::request::cookies::keep_session;
use crate::request::form::Form;
use crate::request::visit::{Visit, go, local};

fn again(visit: &Visit, next: &str) -> Again {
    let person = &visit.person;
    let whose = Whose { name: person.name(), lang: visit.lang, theme: person.theme() };
    Again::new(&visit.site, Asked::Confirm, &whose, next)
}

/// Shows the password form.
pub async fn show(visit: Visit, Query(query): Query<Next>) -> Response {
    again(&visit, query.next()).shown()
}

/// Checks the password, replaces the session's secret and redirects back.
pub async fn take(visit: Visit, form: Form) -> Response {
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

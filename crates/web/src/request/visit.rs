//! Extractor for signed-in requests, and the responses of pages and forms.

use askama::Template;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use pecule_app::auth::required_step::RequiredStep;
use pecule_app::{Admin, Error, Member, Person, Refusal, Result};

use crate::error::ErrorResponse;
use crate::request::cookies::cookie;
use crate::request::guest_language::language;
use crate::request::outcome::FormOutcome;
use crate::request::page_frame::{Frame, with_done};
use crate::request::rate_limit::RequestKind;
use crate::request::record_ids::RequestedRecords;
use crate::request::redirect::form_urlencoded;
use crate::request::redirect::go;
use crate::request::redirect::go_from;
use crate::request::redirect::local;
use crate::request::return_to::ReturnTo;
use crate::state::AppState;
use crate::text::i18n::Lang;
use crate::view::navigation::Screen;
use crate::view::page::Page;

/// A signed-in request.
pub struct SignedIn {
    pub site: AppState,
    pub person: Person,
    pub lang: Lang,
    /// Path and query.
    pub address: String,
    pub way: ReturnTo,
    pub(crate) named: RequestedRecords,
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &AppState) -> Result<Self, Response> {
        let address = address_of(parts);
        let lang = language(&parts.headers);
        let Some(token) = cookie(&parts.headers) else {
            return Err(to_door(&parts.headers, &address, parts.method.is_safe()));
        };
        let way = ReturnTo::of(parts, &address);
        let resumed = site.run(move |app| {
            let person = app.resume(&token)?;
            Ok((person.required_step()?, person))
        });
        let path = parts.uri.path();
        match resumed.await {
            // Books must not be used before their recovery code has been written down.
            Ok((_, person)) if !person.has_confirmed_recovery() && !may_come_first(path) => {
                Err(go_from(&parts.headers, "/recovery"))
            }
            Ok((Some(first), person))
                if person.has_confirmed_recovery() && !may_go_before(first, path) =>
            {
                Err(go_from(&parts.headers, page_of(first)))
            }
            Ok((_, person)) => {
                let lang = Lang::from_tag(person.language()).unwrap_or(lang);
                let kind = RequestKind::of(!parts.method.is_safe(), path);
                let paced = site.reach.pace.take(person.session(), kind, site.app.clock().now());
                paced.map_err(|slow| ErrorResponse::new(slow.into(), lang).into_response())?;
                let named = parts.extensions.get::<RequestedRecords>().cloned().unwrap_or_default();
                Ok(Self { site: site.clone(), person, lang, address, way, named })
            }
            Err(Error::Refused(Refusal::Locked)) => Err(way.aside("/session/unlock")),
            Err(Error::Refused(_)) => {
                Err(to_door(&parts.headers, &address, parts.method.is_safe()))
            }
            Err(other) => Err(ErrorResponse::new(other, lang).into_response()),
        }
    }
}

/// Returns the page that completes a required step.
const fn page_of(first: RequiredStep) -> &'static str {
    match first {
        RequiredStep::Enrol => "/settings/second-factor",
        RequiredStep::Lengthen => "/settings/password",
    }
}

/// Whether a path is allowed before a required step is done.
fn may_go_before(first: RequiredStep, path: &str) -> bool {
    path.starts_with("/settings/second-factor")
        || matches!(path, "/session/lock" | "/reauthenticate" | "/settings/theme" | "/recovery")
        || path == page_of(first)
}

/// Whether a path is allowed before the recovery code has been confirmed.
fn may_come_first(path: &str) -> bool {
    matches!(path, "/recovery" | "/session/lock" | "/reauthenticate")
        || path.starts_with("/settings/")
}

fn address_of(parts: &Parts) -> String {
    let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
    uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string)
}

/// Redirects a guest to the sign-in page, with the way back.
fn to_door(headers: &HeaderMap, address: &str, safe: bool) -> Response {
    let place = if safe && address != "/" {
        let next: String = form_urlencoded(address);
        format!("/sign-in?next={next}")
    } else {
        "/sign-in".to_owned()
    };
    go_from(headers, &place)
}

/// Converts the outcome of a form into a response.
fn answered(done: Result<FormOutcome>, way: &ReturnTo, lang: Lang) -> Response {
    match done {
        Ok(FormOutcome::Done(place) | FormOutcome::Go(place)) => go(&place),
        Ok(FormOutcome::Again(html)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response()
        }
        Ok(FormOutcome::Part(html)) => Html(html).into_response(),
        Ok(FormOutcome::Closed(html)) => {
            (StatusCode::SERVICE_UNAVAILABLE, Html(html)).into_response()
        }
        Err(error) => way.refuse(error, lang),
    }
}

impl SignedIn {
    fn framed(self) -> (AppState, ReturnTo, Frame) {
        let Self { site, person, lang, address, named, way } = self;
        (site, way, Frame { lang, address, person, named })
    }

    /// Shows a page. `work` gets the books and the page context, and returns the template.
    pub async fn show<T: Template>(
        self,
        title: &'static str,
        here: Option<Screen>,
        work: impl FnOnce(&Member<'_>, Page) -> Result<T> + Send + 'static,
    ) -> Response {
        let (site, way, frame) = self.framed();
        let lang = frame.lang;
        let done = site.run(move |app| {
            let make = || {
                let member = frame.member()?;
                let page = frame.page(&member, title, here)?;
                work(&member, page)?.render().map_err(|error| Error::Internal(error.to_string()))
            };
            frame.shown(app, make())
        });
        answered(done.await, &way, lang)
    }

    /// Like [`SignedIn::show`], but also for people without books.
    pub async fn show_to_all<T: Template>(
        self,
        title: &'static str,
        here: Option<Screen>,
        work: impl FnOnce(&Person, Option<&Member<'_>>, Page) -> Result<T> + Send + 'static,
    ) -> Response {
        let (site, way, frame) = self.framed();
        let lang = frame.lang;
        let done = site.run(move |app| {
            let make = || {
                let template = if frame.is_without_books()? {
                    let page = frame.page_without_books(app, title, here)?;
                    work(&frame.person, None, page)?
                } else {
                    let member = frame.member()?;
                    let page = frame.page(&member, title, here)?;
                    work(&frame.person, Some(&member), page)?
                };
                template.render().map_err(|error| Error::Internal(error.to_string()))
            };
            frame.shown(app, make())
        });
        answered(done.await, &way, lang)
    }

    /// Handles a form. `work` changes the books and returns the outcome.
    ///
    /// It also gets a page context, to show the form again.
    pub async fn act(
        self,
        title: &'static str,
        here: Option<Screen>,
        work: impl FnOnce(&Member<'_>, Page) -> Result<FormOutcome> + Send + 'static,
    ) -> Response {
        let (site, way, frame) = self.framed();
        let lang = frame.lang;
        let done = site.run(move |_| {
            let member = frame.member()?;
            let page = frame.page(&member, title, here)?;
            match work(&member, page)? {
                FormOutcome::Done(place) => {
                    let operation = member.last_operation()?;
                    Ok(FormOutcome::Go(with_done(&place, operation.as_ref())))
                }
                other @ (FormOutcome::Go(_)
                | FormOutcome::Again(_)
                | FormOutcome::Part(_)
                | FormOutcome::Closed(_)) => Ok(other),
            }
        });
        answered(done.await, &way, lang)
    }

    /// Handles a form of an administrator; any other person gets 404.
    ///
    /// Works without books as well; the person's own books only fill the page context.
    pub async fn administer(
        self,
        title: &'static str,
        work: impl FnOnce(Admin<'_>, Page) -> Result<FormOutcome> + Send + 'static,
    ) -> Response {
        let (site, way, frame) = self.framed();
        let lang = frame.lang;
        let done = site.run(move |app| {
            let admin = frame.person.admin()?;
            let here = Some(Screen::Household);
            let page = frame.page_without_books(app, title, here)?;
            work(admin, page)
        });
        answered(done.await, &way, lang)
    }

    /// Handles a form about the person alone; their books only fill the page context.
    pub async fn alone(
        self,
        title: &'static str,
        work: impl FnOnce(&Person, Page) -> Result<FormOutcome> + Send + 'static,
    ) -> Response {
        let (site, way, frame) = self.framed();
        let lang = frame.lang;
        let done = site.run(move |app| {
            let here = Some(Screen::Settings);
            let page = frame.page_without_books(app, title, here)?;
            work(&frame.person, page)
        });
        answered(done.await, &way, lang)
    }

    /// Changes the person's settings, then redirects.
    pub async fn change_person(
        self,
        back: String,
        work: impl FnOnce(&mut Person) -> Result<()> + Send + 'static,
    ) -> Response {
        let (lang, way) = (self.lang, self.way);
        let mut person = self.person;
        match self.site.run(move |_| work(&mut person)).await {
            Ok(()) => go(local(&back)),
            Err(error) => way.refuse(error, lang),
        }
    }
}

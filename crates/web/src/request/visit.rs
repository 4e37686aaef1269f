//! A visit: who asks, and how an answer is made for them.

use std::fmt::Write as _;

use askama::Template;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::header::{HeaderName, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use pecule_app::auth::second_factor::First;
use pecule_app::{Admin, Error, Member, Person, Refusal, Result};

use crate::error::Answer;
use crate::request::cookies::cookie;
use crate::request::guard::language;
use crate::request::page_frame::{Frame, with_done};
use crate::request::rate_limit::Kind;
use crate::request::record_ids::Named;
use crate::request::return_to::Way;
use crate::server::serve::Site;
use crate::text::i18n::Lang;
use crate::view::navigation::Place;
use crate::view::page::Page;

/// Somebody signed in who asks for something.
pub struct Visit {
    /// The site.
    pub site: Site,
    /// Who asks.
    pub person: Person,
    /// Their language.
    pub lang: Lang,
    /// The address with its query.
    pub address: String,
    /// The way that they came.
    pub way: Way,
    /// What they name.
    pub(crate) named: Named,
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let address = address_of(parts);
        let lang = language(&parts.headers);
        let Some(token) = cookie(&parts.headers) else {
            return Err(to_door(&parts.headers, &address, parts.method.is_safe()));
        };
        let way = Way::of(parts, &address);
        let resumed = site.run(move |app| {
            let person = app.resume(&token)?;
            Ok((person.comes_first()?, person))
        });
        let path = parts.uri.path();
        match resumed.await {
            // Nothing is entrusted to the books before the way back into them is written down.
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
                let kind = Kind::of(!parts.method.is_safe(), path);
                let paced = site.reach.pace.take(person.session(), kind, site.app.clock().now());
                paced.map_err(|slow| Answer::new(slow.into(), lang).into_response())?;
                let named = parts.extensions.get::<Named>().cloned().unwrap_or_default();
                Ok(Self { site: site.clone(), person, lang, address, way, named })
            }
            Err(Error::Refused(Refusal::Locked)) => Err(way.aside("/locked")),
            Err(Error::Refused(_)) => {
                Err(to_door(&parts.headers, &address, parts.method.is_safe()))
            }
            Err(other) => Err(Answer::new(other, lang).into_response()),
        }
    }
}

/// Where somebody does what must come first.
const fn page_of(first: First) -> &'static str {
    match first {
        First::Enrol => "/settings/second-factor",
        First::Lengthen => "/settings/password",
    }
}

/// What somebody may do before what must come first.
fn may_go_before(first: First, path: &str) -> bool {
    path.starts_with("/settings/second-factor")
        || matches!(path, "/sign-out" | "/lock" | "/confirm" | "/settings/theme" | "/recovery")
        || path == page_of(first)
}

/// What somebody may do before their recovery code is typed back.
fn may_come_first(path: &str) -> bool {
    matches!(path, "/recovery" | "/sign-out" | "/lock" | "/confirm")
        || path.starts_with("/settings/")
}

fn address_of(parts: &Parts) -> String {
    let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
    uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string)
}

/// Leads somebody who is not signed in to the door, and back afterwards.
fn to_door(headers: &HeaderMap, address: &str, safe: bool) -> Response {
    let place = if safe && address != "/" {
        let next: String = form_urlencoded(address);
        format!("/sign-in?next={next}")
    } else {
        "/sign-in".to_owned()
    };
    go_from(headers, &place)
}

pub(crate) fn form_urlencoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/') {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Leads elsewhere; a script that swaps fragments is told to load the whole page.
pub(crate) fn go_from(headers: &HeaderMap, place: &str) -> Response {
    if headers.contains_key(HeaderName::from_static("hx-request")) {
        let value = HeaderValue::from_str(place).unwrap_or(HeaderValue::from_static("/"));
        return (StatusCode::OK, [(HeaderName::from_static("hx-redirect"), value)]).into_response();
    }
    go(place)
}

/// Leads elsewhere, to be asked for with GET.
pub fn go(place: &str) -> Response {
    let value = HeaderValue::from_str(place).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(LOCATION, value)]).into_response()
}

/// A path of ours that somebody may be led to; anything else leads home.
pub fn local(path: &str) -> &str {
    let plain =
        path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if plain { path } else { "/" }
}

/// A page as HTML.
pub fn page(template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => Html(html).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The answer to a form.
fn answered(done: Result<Outcome>, way: &Way, lang: Lang) -> Response {
    match done {
        Ok(Outcome::Done(place) | Outcome::Go(place)) => go(&place),
        Ok(Outcome::Again(html)) => (StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response(),
        Ok(Outcome::Part(html)) => Html(html).into_response(),
        Ok(Outcome::Closed(html)) => (StatusCode::SERVICE_UNAVAILABLE, Html(html)).into_response(),
        Err(error) => way.refuse(error, lang),
    }
}

/// Where a form leads.
pub enum Outcome {
    /// It was taken: on to another page, which says what was done and offers to undo it.
    Done(String),
    /// It was taken without a change to the books.
    Go(String),
    /// It was not: the form again, with what was typed and what is wrong.
    Again(String),
    /// A part of the page, to be swapped in.
    Part(String),
    /// A page that says why another one cannot be shown.
    Closed(String),
}

impl Outcome {
    /// The form again, as a whole page.
    pub fn again(template: &impl Template) -> Result<Self> {
        template.render().map(Self::Again).map_err(|error| Error::Internal(error.to_string()))
    }

    /// Instead of a page that cannot be shown.
    pub fn closed(template: &impl Template) -> Result<Self> {
        template.render().map(Self::Closed).map_err(|error| Error::Internal(error.to_string()))
    }

    /// A part of the page.
    pub fn part(template: &impl Template) -> Result<Self> {
        template.render().map(Self::Part).map_err(|error| Error::Internal(error.to_string()))
    }
}

impl Visit {
    fn framed(self) -> (Site, Way, Frame) {
        let Self { site, person, lang, address, named, way } = self;
        (site, way, Frame { lang, address, person, named })
    }

    /// Shows a page: the work gets the books and a framed page, and gives the template.
    pub async fn show<T: Template>(
        self,
        title: &'static str,
        here: Option<Place>,
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

    /// As [`Visit::show`], for a page that is there for somebody without any books as well.
    pub async fn show_to_all<T: Template>(
        self,
        title: &'static str,
        here: Option<Place>,
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

    /// Takes a form: the work changes the books and says where to go on.
    ///
    /// It gets a framed page too, for the form again when something is wrong with it.
    pub async fn act(
        self,
        title: &'static str,
        here: Option<Place>,
        work: impl FnOnce(&Member<'_>, Page) -> Result<Outcome> + Send + 'static,
    ) -> Response {
        let (site, way, frame) = self.framed();
        let lang = frame.lang;
        let done = site.run(move |_| {
            let member = frame.member()?;
            let page = frame.page(&member, title, here)?;
            match work(&member, page)? {
                Outcome::Done(place) => {
                    let operation = member.last_operation()?;
                    Ok(Outcome::Go(with_done(&place, operation.as_ref())))
                }
                other @ (Outcome::Go(_)
                | Outcome::Again(_)
                | Outcome::Part(_)
                | Outcome::Closed(_)) => Ok(other),
            }
        });
        answered(done.await, &way, lang)
    }

    /// Does something about the household itself, for whoever runs it; for anybody else it is not there.
    ///
    /// Their own books only frame the page; without any it comes all the same.
    pub async fn administer(
        self,
        title: &'static str,
        work: impl FnOnce(Admin<'_>, Page) -> Result<Outcome> + Send + 'static,
    ) -> Response {
        let (site, way, frame) = self.framed();
        let lang = frame.lang;
        let done = site.run(move |app| {
            let admin = frame.person.admin()?;
            let here = Some(Place::Household);
            let page = frame.page_without_books(app, title, here)?;
            work(admin, page)
        });
        answered(done.await, &way, lang)
    }

    /// Does what concerns the person alone; their own books only frame the page.
    pub async fn alone(
        self,
        title: &'static str,
        work: impl FnOnce(&Person, Page) -> Result<Outcome> + Send + 'static,
    ) -> Response {
        let (site, way, frame) = self.framed();
        let lang = frame.lang;
        let done = site.run(move |app| {
            let here = Some(Place::Settings);
            let page = frame.page_without_books(app, title, here)?;
            work(&frame.person, page)
        });
        answered(done.await, &way, lang)
    }

    /// Changes something about the person alone, then goes on.
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

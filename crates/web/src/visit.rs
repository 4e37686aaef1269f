//! A visit: who asks, and how an answer is made for them.

use std::fmt::Write as _;

use askama::Template;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::header::{COOKIE, HeaderName, LOCATION, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use jiff::civil::Date;
use pecule_app::operations::OperationLine;
use pecule_app::{Admin, Error, Member, Person, Result};

use crate::error::Answer;
use crate::guard::language;
use crate::i18n::{Lang, t, t_args};
use crate::site::Site;
use crate::view::{Page, Place, Theme, Toast, Viewer};

/// The cookie of a session on this machine in the clear; `__Host-` needs TLS.
const COOKIE_NAME: &str = "pecule-sid";

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
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let address = address_of(parts);
        let lang = language(&parts.headers);
        let Some(token) = cookie(&parts.headers) else {
            return Err(to_door(&parts.headers, &address, parts.method.is_safe()));
        };
        match site.run(move |app| app.resume(&token)).await {
            // Nothing is entrusted to the books before the way back into them is written down.
            Ok(person) if !person.has_confirmed_recovery() && !may_come_first(parts.uri.path()) => {
                Err(go_from(&parts.headers, "/recovery"))
            }
            Ok(person) => {
                let lang = Lang::from_tag(person.language()).unwrap_or(lang);
                Ok(Self { site: site.clone(), person, lang, address })
            }
            Err(Error::Refused(_)) => {
                Err(to_door(&parts.headers, &address, parts.method.is_safe()))
            }
            Err(other) => Err(Answer::new(other, lang).into_response()),
        }
    }
}

/// What somebody may do before their recovery code is typed back.
fn may_come_first(path: &str) -> bool {
    matches!(path, "/recovery" | "/sign-out") || path.starts_with("/settings/")
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

fn form_urlencoded(text: &str) -> String {
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
fn go_from(headers: &HeaderMap, place: &str) -> Response {
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

/// The secret of the session in the cookie.
pub fn cookie(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE_NAME)
        .map(|(_, value)| value.to_owned())
}

/// Keeps a session in the browser.
pub fn keep_session(answer: &mut Response, token: &str) {
    set_cookie(answer, &format!("{COOKIE_NAME}={token}; Path=/; HttpOnly; SameSite=Lax"));
}

/// Forgets the session and everything of ours in the browser, but nothing of other programs on this host.
pub fn forget_session(answer: &mut Response) {
    set_cookie(answer, &format!("{COOKIE_NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"));
    let clear = HeaderValue::from_static("\"cache\", \"storage\"");
    answer.headers_mut().insert(HeaderName::from_static("clear-site-data"), clear);
}

fn set_cookie(answer: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        answer.headers_mut().append(SET_COOKIE, value);
    }
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
}

impl Outcome {
    /// The form again, as a whole page.
    pub fn again(template: &impl Template) -> Result<Self> {
        template.render().map(Self::Again).map_err(|error| Error::Internal(error.to_string()))
    }

    /// A part of the page.
    pub fn part(template: &impl Template) -> Result<Self> {
        template.render().map(Self::Part).map_err(|error| Error::Internal(error.to_string()))
    }
}

/// What a page is framed with, besides who asks.
struct Frame {
    lang: Lang,
    address: String,
    person: Person,
}

impl Visit {
    /// Shows a page: the work gets the books and a framed page, and gives the template.
    pub async fn show<T: Template>(
        self,
        title: &'static str,
        here: Option<Place>,
        work: impl FnOnce(&Member<'_>, Page) -> Result<T> + Send + 'static,
    ) -> Response {
        let lang = self.lang;
        let frame = Frame { lang, address: self.address, person: self.person };
        let done = self.site.run(move |_| {
            let member = frame.person.member()?;
            let page = frame.page(&member, title, here)?;
            let template = work(&member, page)?;
            template.render().map_err(|error| Error::Internal(error.to_string()))
        });
        match done.await {
            Ok(html) => Html(html).into_response(),
            Err(error) => Answer::new(error, lang).into_response(),
        }
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
        let lang = self.lang;
        let frame = Frame { lang, address: self.address, person: self.person };
        let done = self.site.run(move |_| {
            let member = frame.person.member()?;
            let page = frame.page(&member, title, here)?;
            match work(&member, page)? {
                Outcome::Done(place) => {
                    let operation = member.last_operation()?;
                    Ok(Outcome::Go(with_done(&place, operation.as_ref())))
                }
                other @ (Outcome::Go(_) | Outcome::Again(_) | Outcome::Part(_)) => Ok(other),
            }
        });
        match done.await {
            Ok(Outcome::Done(place) | Outcome::Go(place)) => go(&place),
            Ok(Outcome::Again(html)) => {
                (StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response()
            }
            Ok(Outcome::Part(html)) => Html(html).into_response(),
            Err(error) => Answer::new(error, lang).into_response(),
        }
    }

    /// Does something about the household itself, for whoever runs it; for anybody else it is not there.
    ///
    /// Their own books only frame the page; without any it comes all the same.
    pub async fn administer(
        self,
        title: &'static str,
        work: impl FnOnce(Admin<'_>, Page) -> Result<Outcome> + Send + 'static,
    ) -> Response {
        let lang = self.lang;
        let frame = Frame { lang, address: self.address, person: self.person };
        let done = self.site.run(move |app| {
            let admin = frame.person.admin()?;
            let here = Some(Place::Household);
            let page = match frame.person.member() {
                Ok(member) => frame.page(&member, title, here)?,
                Err(Error::NotFound) => frame.bare(app.clock().today(), title, here),
                Err(other) => return Err(other),
            };
            work(admin, page)
        });
        match done.await {
            Ok(Outcome::Done(place) | Outcome::Go(place)) => go(&place),
            Ok(Outcome::Again(html)) => {
                (StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response()
            }
            Ok(Outcome::Part(html)) => Html(html).into_response(),
            Err(error) => Answer::new(error, lang).into_response(),
        }
    }

    /// Changes something about the person alone, then goes on.
    pub async fn change_person(
        self,
        back: String,
        work: impl FnOnce(&mut Person) -> Result<()> + Send + 'static,
    ) -> Response {
        let lang = self.lang;
        let mut person = self.person;
        match self.site.run(move |_| work(&mut person)).await {
            Ok(()) => go(local(&back)),
            Err(error) => Answer::new(error, lang).into_response(),
        }
    }
}

impl Frame {
    fn page(&self, member: &Member<'_>, title: &str, here: Option<Place>) -> Result<Page> {
        let picture = member.picture(None)?;
        let today = member.today();
        let due =
            picture.wealth.tasks.iter().filter(|task| {
                task.done_on.is_none() && task.due_on.is_some_and(|due| due <= today)
            });
        let mut page = self.bare(today, title, here);
        page.demo = picture.wealth.is_demo;
        page.tasks_due = due.count();
        page.search = Some("/search.json");
        page.toast = self.toast(member)?;
        Ok(page)
    }

    /// The frame as far as it needs no books.
    fn bare(&self, today: Date, title: &str, here: Option<Place>) -> Page {
        let preferences = self.person.preferences();
        let mut page = Page::new(self.lang, t(self.lang, title), today);
        page.theme = Theme::from_key(self.person.theme()).unwrap_or_default();
        page.here = here;
        page.path = without_done(&self.address);
        page.viewer =
            Some(Viewer { name: self.person.name().to_owned(), is_admin: self.person.is_admin() });
        page.hides_amounts = preferences.hide_amounts;
        page.shortcuts = !preferences.no_shortcuts;
        page
    }

    /// What has just been done, where the address says so and it can still be undone.
    fn toast(&self, member: &Member<'_>) -> Result<Option<Toast>> {
        let Some(id) = done_in(&self.address) else { return Ok(None) };
        let known =
            member.operations(20)?.into_iter().find(|operation| operation.id.to_string() == id);
        Ok(known.map(|operation| Toast {
            text: say(&operation, self.lang),
            undo: operation.can_be_undone.then(|| undo_path(&operation, &self.address)),
            failed: false,
        }))
    }
}

/// Where undoing an operation is asked for; it leads back to an address.
pub fn undo_path(operation: &OperationLine, back: &str) -> String {
    let back = form_urlencoded(&without_done(back));
    format!("/operations/{}/undo?back={back}", operation.id)
}

/// What an operation did, in a sentence.
pub fn say(operation: &OperationLine, lang: Lang) -> String {
    t_args(lang, &format!("op-{}", operation.kind), &[("name", operation.name.as_str().into())])
}

fn with_done(place: &str, operation: Option<&OperationLine>) -> String {
    let place = without_done(place);
    match operation {
        Some(operation) => {
            let joint = if place.contains('?') { '&' } else { '?' };
            format!("{place}{joint}done={}", operation.id)
        }
        None => place,
    }
}

fn done_in(address: &str) -> Option<&str> {
    let (_, query) = address.split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix("done="))
}

/// An address without what was just done, so that it is not said twice.
fn without_done(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else { return address.to_owned() };
    let rest: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("done=")).collect();
    if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) }
}

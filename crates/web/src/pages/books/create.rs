//! Creates own books, or joint books with their owners and shares.

use askama::Template;
use axum::response::Response;
use pecule_app::books::list::{BooksInput, OwnerInput};
use pecule_app::books::sharing::Candidate;
use pecule_app::{Error, Person, Result};
use pecule_domain::money::share::Share;

use crate::pages::books::list::share_of;
use crate::request::form::{FieldErrors, Form};
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::field::Field;
use crate::view::page::Page;

#[derive(Template)]
#[template(path = "books/new.html")]
struct Draft {
    page: Page,
    title: Field,
    mine: Field,
    others: Vec<Other>,
}

/// Person who may become an owner.
struct Other {
    who: Candidate,
    share: Field,
}

impl Draft {
    fn new(me: &Person, page: Page, form: Option<&Form>, faults: &FieldErrors) -> Result<Self> {
        let typed = |name: &str| form.map(|form| form.text(name).to_owned()).unwrap_or_default();
        let candidates = me.candidates()?;
        let others = candidates.into_iter().map(|who| Other {
            share: Field::number(
                share_of(who.person),
                page.t_with("books-share-of", "name", who.name.as_str()),
                "%",
            )
            .value(typed(&share_of(who.person))),
            who,
        });
        let mine = if form.is_some() { typed("mine") } else { "100".to_owned() };
        Ok(Self {
            title: Field::text("title", page.t("books-name"))
                .example(page.t("books-name-example"))
                .value(typed("title"))
                .required()
                .focused()
                .error(faults.on("title")),
            mine: Field::number("mine", page.t("books-my-share"), "%")
                .hint(page.t("books-shares-hint"))
                .value(mine)
                .error(faults.on("owners").or_else(|| faults.on("mine"))),
            others: others.collect(),
            page,
        })
    }
}

/// Shows the form.
pub async fn new(visit: SignedIn) -> Response {
    let work = |me: &Person, page: Page| {
        FormOutcome::part(&Draft::new(me, page, None, &FieldErrors::default())?)
    };
    visit.alone("books-new", work).await
}

/// Creates the books.
pub async fn add(visit: SignedIn, form: Form) -> Response {
    let work = move |me: &Person, page: Page| match made(me, &form) {
        Ok(place) => Ok(FormOutcome::Go(place)),
        Err(Error::Invalid(problems)) => {
            let faults = FieldErrors::of(&problems, page.lang);
            FormOutcome::again(&Draft::new(me, page, Some(&form), &faults)?)
        }
        Err(other) => Err(other),
    };
    visit.alone("books-new", work).await
}

fn made(me: &Person, form: &Form) -> Result<String> {
    let mut owners = vec![OwnerInput {
        person: me.id(),
        share: form.share_or_whole("mine")?,
        fingerprint: None,
    }];
    for who in me.candidates()? {
        let name = share_of(who.person);
        if form.text(&name).trim().is_empty() {
            continue;
        }
        let share = form.share_or_whole(&name)?;
        if share != Share::NONE {
            owners.push(OwnerInput {
                person: who.person,
                share,
                fingerprint: Some(who.fingerprint),
            });
        }
    }
    let books = me.add_books(&BooksInput { title: form.text("title").to_owned(), owners })?;
    Ok(format!("/books/{}", books.id))
}

//! Manages personal tokens, which read one set of books for a limited time.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use pecule_app::auth::personal_tokens::{CHOICES, TokenInput, TokenView};
use pecule_app::{Error, Person, Reason, Result};

use crate::pages::wealth::assets::form::named;
use crate::request::form::{FieldErrors, Form};
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::field::{Choice, Field};
use crate::view::page::Page;

#[derive(Template)]
#[template(path = "auth/tokens.html")]
struct PersonalTokensPage {
    page: Page,
    tokens: Vec<TokenView>,
    fields: Vec<Field>,
    /// The new token, shown once.
    made: Option<String>,
}

impl PersonalTokensPage {
    fn new(person: &Person, page: Page, form: &Form, faults: &FieldErrors) -> Result<Self> {
        let books = person.books_for_tokens()?.into_iter();
        let wanted = form.text("books");
        let books = books.map(|(id, title)| Choice::new(id.to_string(), title, wanted)).collect();
        let days = form.find("days").unwrap_or("90");
        let lives = CHOICES.iter().map(|life| {
            Choice::new(life.to_string(), page.t_with("token-days", "days", u32::from(*life)), days)
        });
        let fields = vec![
            Field::text("name", page.t("token-name"))
                .hint(page.t("token-name-hint"))
                .required()
                .value(form.text("name"))
                .error(faults.on("name")),
            Field::select("books", page.t("token-books"), books).error(faults.on("books")),
            Field::select("days", page.t("token-life"), lives.collect()).error(faults.on("days")),
        ];
        Ok(Self { tokens: person.personal_tokens()?, page, fields, made: None })
    }
}

/// Shows the tokens and the form of a new one.
pub async fn show(visit: SignedIn) -> Response {
    let work = |person: &Person, page: Page| {
        FormOutcome::part(&PersonalTokensPage::new(
            person,
            page,
            &Form::default(),
            &FieldErrors::default(),
        )?)
    };
    visit.alone("tokens-title", work).await
}

/// Creates a token and shows it once.
pub async fn make(visit: SignedIn, form: Form) -> Response {
    let work = move |person: &Person, page: Page| match asked(&form)
        .and_then(|asked| person.make_personal_token(&asked))
    {
        Ok(made) => {
            let show =
                PersonalTokensPage::new(person, page, &Form::default(), &FieldErrors::default())?;
            let made = Some(made.token.as_str().to_owned());
            FormOutcome::part(&PersonalTokensPage { made, ..show })
        }
        Err(Error::Invalid(problems)) => {
            let faults = FieldErrors::of(&problems, page.lang);
            FormOutcome::again(&PersonalTokensPage::new(person, page, &form, &faults)?)
        }
        Err(other) => Err(other),
    };
    visit.alone("tokens-title", work).await
}

/// Revokes a token.
pub async fn revoke(visit: SignedIn, Path(id): Path<String>) -> Response {
    let work = move |person: &mut Person| person.revoke_personal_token(named(&id)?);
    visit.change_person("/settings/tokens".into(), work).await
}

fn asked(form: &Form) -> Result<TokenInput> {
    let days = form.text("days").parse();
    Ok(TokenInput {
        name: form.text("name").to_owned(),
        books: form.find_key("books")?,
        days: days.map_err(|_bad| Error::invalid("days", Reason::NotInList))?,
    })
}

//! Exports books, unencrypted or sealed.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use pecule_app::actors::books_filter::BooksChoice;
use pecule_app::wealth::export::Readable;
use pecule_app::{Member, Person};
use serde::Deserialize;

use crate::pages::audit::download::{Download, download};
use crate::pages::wealth::assets::form::named;
use crate::request::visit::SignedIn;
use crate::view::navigation::Screen;
use crate::view::page::Page;

#[derive(Template)]
#[template(path = "wealth/export.html")]
struct ExportsPage {
    page: Page,
    shelves: Vec<BooksChoice>,
}

/// Lists the available exports.
pub async fn show(visit: SignedIn) -> Response {
    let work = |_person: &Person, member: Option<&Member<'_>>, page: Page| {
        Ok(ExportsPage {
            page,
            shelves: member.map(|own| own.shelves().to_vec()).unwrap_or_default(),
        })
    };
    visit.show_to_all("export-title", Some(Screen::Settings), work).await
}

/// Query with the format.
#[derive(Deserialize)]
pub struct ExportsQuery {
    format: Option<String>,
}

/// Downloads a set of books unencrypted, after reauthentication.
pub async fn books(
    visit: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<ExportsQuery>,
) -> Response {
    let work = move |person: &Person| {
        let form = Readable::parse(asked.format.as_deref())?;
        let bytes = person.export_books(named(&id)?, form)?;
        Ok(Download::of("pecule-livres", form.key(), form.media(), bytes))
    };
    download(visit, work).await
}

//! Exports books, unencrypted or sealed.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use pecule_app::books::selection::ShelfLine;
use pecule_app::wealth::export::Readable;
use pecule_app::{Member, Person};
use serde::Deserialize;

use crate::pages::audit::download::Download;
use crate::pages::audit::download::download;
use crate::pages::wealth::assets::form::named;
use crate::request::visit::Visit;
use crate::view::navigation::Place;
use crate::view::page::Page;

#[derive(Template)]
#[template(path = "wealth/export.html")]
struct Show {
    page: Page,
    shelves: Vec<ShelfLine>,
}

/// Lists the available exports.
pub async fn show(visit: Visit) -> Response {
    let work = |_person: &Person, member: Option<&Member<'_>>, page: Page| {
        Ok(Show { page, shelves: member.map(|own| own.shelves().to_vec()).unwrap_or_default() })
    };
    visit.show_to_all("export-title", Some(Place::Settings), work).await
}

/// Query with the format.
#[derive(Deserialize)]
pub struct Asked {
    format: Option<String>,
}

/// Downloads a set of books unencrypted, after reauthentication.
pub async fn books(visit: Visit, Path(id): Path<String>, Query(asked): Query<Asked>) -> Response {
    let work = move |person: &Person| {
        let form = Readable::parse(asked.format.as_deref())?;
        let bytes = person.export_books(named(&id)?, form)?;
        Ok(Download::of("pecule-livres", form.key(), form.media(), bytes))
    };
    download(visit, work).await
}

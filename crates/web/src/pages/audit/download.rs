//! A file that leaves the program: never shown in the page, never stored by the browser's cache.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use pecule_app::audit::export::ExportFormat;
use pecule_app::{Person, Result};

use crate::request::visit::Visit;

/// A file on its way.
pub(crate) struct Download {
    name: String,
    media: &'static str,
    bytes: Vec<u8>,
}

impl Download {
    /// A file under a name, whose ending the format gives.
    pub(crate) fn new(name: &str, format: ExportFormat, bytes: Vec<u8>) -> Self {
        Self::of(name, format.key(), format.media(), bytes)
    }

    /// A file under a name and an ending.
    pub(crate) fn of(name: &str, ending: &str, media: &'static str, bytes: Vec<u8>) -> Self {
        Self { name: format!("{name}.{ending}"), media, bytes }
    }
}

/// Makes a file and hands it over; where the password is to be given again, that comes first.
pub(crate) async fn download(
    visit: Visit,
    work: impl FnOnce(&Person) -> Result<Download> + Send + 'static,
) -> Response {
    let (person, lang, way) = (visit.person, visit.lang, visit.way);
    match visit.site.run(move |_app| work(&person)).await {
        Ok(file) => {
            let disposition = format!("attachment; filename=\"{}\"", file.name);
            let headers =
                [(CONTENT_TYPE, file.media.to_owned()), (CONTENT_DISPOSITION, disposition)];
            (headers, file.bytes).into_response()
        }
        Err(error) => way.refuse(error, lang),
    }
}

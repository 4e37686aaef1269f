//! Response with a file, which browsers neither display nor cache.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use pecule_app::audit::export::ExportFormat;
use pecule_app::{Person, Result};

use crate::request::visit::SignedIn;

/// A file to download.
pub(crate) struct Download {
    name: String,
    media: &'static str,
    bytes: Vec<u8>,
}

impl Download {
    /// Creates a file in an export format, which determines the extension.
    pub(crate) fn new(name: &str, format: ExportFormat, bytes: Vec<u8>) -> Self {
        Self::of(name, format.key(), format.media(), bytes)
    }

    /// Creates a file with a name and extension.
    pub(crate) fn of(name: &str, ending: &str, media: &'static str, bytes: Vec<u8>) -> Self {
        Self { name: format!("{name}.{ending}"), media, bytes }
    }
}

/// Builds a file and sends it. Redirects to reauthentication first if required.
pub(crate) async fn download(
    visit: SignedIn,
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

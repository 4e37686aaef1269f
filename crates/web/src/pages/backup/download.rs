//! Streams sealed files to the browser without loading them into memory.

use std::path::PathBuf;

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use pecule_app::books::sealed_export::SealedBooks;
use pecule_app::{Admin, Error, Result};
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;

use crate::request::visit::SignedIn;

/// Size of a chunk, in bytes.
const PIECE: usize = 256 * 1024;

/// Streams the file that `work` returns. Redirects to reauthentication first if required.
pub(crate) async fn hand_over(
    visit: SignedIn,
    work: impl FnOnce(Admin<'_>) -> Result<PathBuf> + Send + 'static,
) -> Response {
    let (person, lang, way) = (visit.person, visit.lang, visit.way);
    let named = visit.site.run(move |_app| work(person.admin()?)).await;
    let handed = match named {
        Ok(path) => answer(path).await,
        Err(error) => Err(error),
    };
    handed.unwrap_or_else(|error| way.refuse(error, lang))
}

/// Downloads the person's books as a sealed export.
pub(crate) async fn sealed_books(visit: SignedIn) -> Response {
    let (person, lang, way) = (visit.person, visit.lang, visit.way);
    match visit.site.run(move |_app| person.sealed_books()).await {
        Ok(SealedBooks { name, bytes, file }) => stream(&name, File::from_std(file), bytes),
        Err(error) => way.refuse(error, lang),
    }
}

/// Opens a file and streams it.
pub(crate) async fn answer(path: PathBuf) -> Result<Response> {
    let gone = |error: std::io::Error| Error::disk(&error);
    let file = File::open(&path).await.map_err(gone)?;
    let length = file.metadata().await.map_err(gone)?.len();
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("pecule.age");
    Ok(stream(name, file, length))
}

/// Streams an open file under a name.
pub(crate) fn stream(name: &str, file: File, length: u64) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CONTENT_LENGTH, length.to_string()),
        // Encrypted data does not compress.
        (CONTENT_ENCODING, "identity".to_owned()),
    ];
    let pieces = stream::try_unfold(file.take(length), |mut file| async move {
        let mut piece = vec![0; PIECE];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then_some((piece, file)))
    });
    (headers, Body::from_stream(pieces)).into_response()
}

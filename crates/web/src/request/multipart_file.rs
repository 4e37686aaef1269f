//! Receives multipart forms with a large file and streams the file to disk. The text fields come first.

use std::future::Future;

use axum::extract::Multipart;
use axum::extract::multipart::Field;
use pecule_app::uploaded_file::UploadedFile;
use pecule_app::{Error, Reason, Result};
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use crate::request::form::Form;
use crate::state::AppState;

/// Maximum size of a text field, in bytes; also of a small file that is read as text, such as a kit
/// page.
const TEXT: usize = 256 * 1024;
/// Maximum number of text fields.
const TEXTS: usize = 32;

/// A completely received file.
pub(crate) struct SavedFile {
    pub(crate) name: String,
    pub(crate) slip: UploadedFile,
    pub(crate) bytes: u64,
}

/// A received form.
pub(crate) struct MultipartForm {
    /// Text fields and small files, by field name.
    pub(crate) form: Form,
    /// The large file, `None` if absent, or the error that rejected it.
    pub(crate) file: Result<Option<SavedFile>>,
}

/// Receives a form. The file in the field `large` is accepted only after `admit` has checked the
/// fields before it.
///
/// Rejected files are read to their end, because a browser that is cut off shows no response.
pub(crate) async fn receive<Admitted>(
    site: &AppState,
    mut parts: Multipart,
    large: &str,
    admit: impl FnOnce(Form) -> Admitted + Send,
) -> Result<MultipartForm>
where
    Admitted: Future<Output = Result<()>> + Send,
{
    let mut texts: Vec<(String, String)> = Vec::new();
    let mut admit = Some(admit);
    let mut file = Ok(None);
    let mut left = site.reach.largest_file;
    while let Some(mut part) = parts.next_field().await.map_err(|_cut| unreadable())? {
        let name = part.name().unwrap_or_default().to_owned();
        let called = part.file_name().map(str::to_owned);
        if name != large {
            if texts.len() >= TEXTS {
                return Err(unreadable());
            }
            texts.push((name, text(&mut part).await?));
            continue;
        }
        let Some(admit) = admit.take() else { return Err(unreadable()) };
        // An empty file field sends a file without a name.
        if let Some(name) = called.filter(|name| !name.is_empty()) {
            file = match admit(Form::new(texts.clone())).await {
                Ok(()) => keep(site, &mut part, &mut left, name).await.map(Some),
                Err(refused) => Err(refused),
            };
            while left > 0
                && let Ok(Some(piece)) = part.chunk().await
            {
                left = left.saturating_sub(length(&piece));
            }
        }
    }
    Ok(MultipartForm { form: Form::new(texts), file })
}

/// Streams a file to disk.
async fn keep(
    site: &AppState,
    part: &mut Field<'_>,
    left: &mut u64,
    name: String,
) -> Result<SavedFile> {
    let slip = site.run(pecule_app::app::App::slip).await?;
    let mut file = File::from_std(slip.file()?);
    let mut bytes = 0_u64;
    while let Some(piece) = part.chunk().await.map_err(|_cut| unreadable())? {
        *left = left.checked_sub(length(&piece)).ok_or(Error::invalid("file", Reason::TooLong))?;
        bytes = bytes.saturating_add(length(&piece));
        file.write_all(&piece).await.map_err(|error| Error::disk(&error))?;
    }
    file.flush().await.map_err(|error| Error::disk(&error))?;
    file.sync_all().await.map_err(|error| Error::disk(&error))?;
    Ok(SavedFile { name, slip, bytes })
}

/// Reads a text field, limited to [`TEXT`] bytes of UTF-8.
async fn text(part: &mut Field<'_>) -> Result<String> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(|_cut| unreadable())? {
        if bytes.len().saturating_add(piece.len()) > TEXT {
            return Err(unreadable());
        }
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|_not_text| unreadable())
}

fn length(piece: &[u8]) -> u64 {
    u64::try_from(piece.len()).unwrap_or(u64::MAX)
}

fn unreadable() -> Error {
    Error::invalid("file", Reason::Unknown)
}

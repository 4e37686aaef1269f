//! Parses multipart forms with files, as browsers send them.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use base64ct::{Base64, Encoding as _};

use crate::request::form::Form;

/// Maximum size in bytes of files that are carried in the page between preview and import.
const KEPT: usize = 2 * 1024 * 1024;
/// Form field with the carried files.
pub(crate) const KEPT_FIELD: &str = "kept";

/// An uploaded file.
#[derive(Debug, Clone)]
pub struct UploadedFile {
    pub name: String,
    pub bytes: Bytes,
}

/// A form with files.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    pub files: Vec<UploadedFile>,
    /// The other fields.
    pub form: Form,
    /// Whether the body exceeded the limit.
    pub too_large: bool,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = StatusCode;

    async fn from_request(request: Request, state: &S) -> Result<Self, StatusCode> {
        let parts = Multipart::from_request(request, state).await;
        match read(parts.map_err(|_not_a_form| StatusCode::BAD_REQUEST)?).await {
            Err(StatusCode::PAYLOAD_TOO_LARGE) => Ok(Self { too_large: true, ..Self::default() }),
            read => read,
        }
    }
}

async fn read(mut parts: Multipart) -> Result<Upload, StatusCode> {
    let mut upload = Upload::default();
    let mut fields: Vec<(String, String)> = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(|error| error.status())? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|error| error.status())?;
        match file {
            // An empty file field sends a file without a name.
            Some(file) if file.is_empty() && bytes.is_empty() => {}
            Some(name) => upload.files.push(UploadedFile { name, bytes }),
            None => {
                let text = String::from_utf8(bytes.to_vec())
                    .map_err(|_not_text| StatusCode::BAD_REQUEST)?;
                if name == KEPT_FIELD {
                    upload.files.push(UploadedFile::unkept(&text).ok_or(StatusCode::BAD_REQUEST)?);
                } else {
                    fields.push((name, text));
                }
            }
        }
    }
    upload.form = Form::new(fields);
    Ok(upload)
}

impl Upload {
    /// Encodes the files for the hidden field, or returns `None` if they exceed 2 MiB.
    pub fn kept(&self) -> Option<Vec<String>> {
        let size: usize = self.files.iter().map(|file| file.bytes.len()).sum();
        (size <= KEPT).then(|| self.files.iter().map(UploadedFile::keep).collect())
    }
}

impl UploadedFile {
    /// Encodes name and content as one text.
    fn keep(&self) -> String {
        let name = Base64::encode_string(self.name.as_bytes());
        format!("{name}:{}", Base64::encode_string(&self.bytes))
    }

    fn unkept(text: &str) -> Option<Self> {
        let (name, bytes) = text.split_once(':')?;
        let name = String::from_utf8(Base64::decode_vec(name).ok()?).ok()?;
        Some(Self { name, bytes: Base64::decode_vec(bytes).ok()?.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_stays_as_it_was() {
        let sent = UploadedFile {
            name: "Élan: parts.json".into(),
            bytes: Bytes::from_static(b"\xff\x00[1]\r\n"),
        };
        let back = UploadedFile::unkept(&sent.keep()).unwrap();
        assert_eq!((back.name, back.bytes), (sent.name, sent.bytes));
        assert!(UploadedFile::unkept("not base64").is_none());
    }
}

//! Extractors for uploaded files, sent as the raw body or as parts of a multipart form.

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use pecule_app::{Error, Reason};

use crate::api::request::input::kind;
use crate::api::request::problem::ApiProblem;
use crate::state::AppState;

/// Media type of a form with files.
const FORM: &str = "multipart/form-data";

/// An uploaded file.
pub(crate) struct Upload {
    /// Name of the form field.
    field: String,
    /// File name given by the client.
    name: Option<String>,
    pub(crate) bytes: Bytes,
}

/// The files of a form.
pub(crate) struct Uploads(Vec<Upload>);

impl Upload {
    /// Returns the file name: from the form, else from the query.
    pub(crate) fn called<'a>(&'a self, address: Option<&'a str>) -> &'a str {
        self.name.as_deref().or(address).unwrap_or_default()
    }
}

impl Uploads {
    /// Finds the file of a form field.
    pub(crate) fn find(&self, field: &str) -> Option<&[u8]> {
        let file = self.0.iter().find(|file| file.field == field)?;
        Some(&file.bytes)
    }

    /// Returns the first form field that is none of `fields`.
    pub(crate) fn beside(&self, fields: &[&str]) -> Option<String> {
        let strange = self.0.iter().find(|file| !fields.contains(&file.field.as_str()))?;
        Some(strange.field.clone())
    }

    /// Whether the form holds no file.
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromRequest<AppState> for Upload {
    type Rejection = ApiProblem;

    async fn from_request(request: Request, site: &AppState) -> Result<Self, ApiProblem> {
        let file = if kind(request.headers()).as_deref() == Some(FORM) {
            Uploads::from_request(request, site).await?.0.into_iter().next()
        } else {
            let bytes =
                Bytes::from_request(request, site).await.map_err(|_cut| ApiProblem::too_large())?;
            Some(Self { field: String::new(), name: None, bytes })
        };
        let file = file.filter(|file| !file.bytes.is_empty());
        file.ok_or_else(|| Error::invalid("file", Reason::Required).into())
    }
}

impl FromRequest<AppState> for Uploads {
    type Rejection = ApiProblem;

    async fn from_request(request: Request, site: &AppState) -> Result<Self, ApiProblem> {
        let Ok(mut form) = Multipart::from_request(request, site).await else {
            return Err(ApiProblem::request(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not-a-form",
                "files are sent as parts of a form",
                "Send multipart/form-data, with a part for each file.",
            ));
        };
        let mut files = Vec::new();
        while let Some(part) = form.next_field().await.map_err(|error| refused(&error))? {
            files.push(Upload {
                field: part.name().unwrap_or_default().to_owned(),
                name: part.file_name().map(str::to_owned),
                bytes: part.bytes().await.map_err(|error| refused(&error))?,
            });
        }
        Ok(Self(files))
    }
}

fn refused(error: &MultipartError) -> ApiProblem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return ApiProblem::too_large();
    }
    ApiProblem::request(
        StatusCode::BAD_REQUEST,
        "malformed-form",
        format!("this form cannot be read: {}", error.body_text()),
        "Correct the form, then send it again: nothing was changed.",
    )
}

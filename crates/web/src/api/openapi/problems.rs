//! Adds the error responses to each operation.

use utoipa::openapi::path::{Operation, ParameterIn, PathItem};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, ResponseBuilder};

/// Status, name of the component, meaning.
pub(crate) const PROBLEMS: [(&str, &str, &str); 10] = [
    ("400", "Malformed", "The body cannot be read."),
    ("401", "NotSignedIn", "The token is missing, invalid or expired."),
    (
        "403",
        "Forbidden",
        "Reauthentication is required (`confirm-first`), the personal token is read-only, a second factor is \
         missing (`enrol-first`), or the password is too short without one (`lengthen-first`).",
    ),
    ("404", "NotFound", "The record does not exist, or the caller has no access to it."),
    (
        "409",
        "Conflict",
        "The record has changed since it was read, or other records use it: the title names them.",
    ),
    ("413", "TooLarge", "The body is too large."),
    ("415", "WrongKind", "The content type is not supported."),
    ("422", "Invalid", "The input is invalid: `errors` names each field."),
    (
        "429",
        "TooOften",
        "Too many failed attempts or requests; `Retry-After` gives the seconds to wait.",
    ),
    (
        "503",
        "Unavailable",
        "Temporarily unavailable; under load (`busy`), `Retry-After` gives the seconds to wait.",
    ),
];

/// Adds to each operation the error responses that apply to it.
pub(crate) fn complete(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    for (_status, name, meaning) in PROBLEMS {
        let schema = Ref::from_schema_name("ProblemDetails");
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let response = ResponseBuilder::new()
            .description(meaning)
            .content("application/problem+json", content);
        components.responses.insert(name.to_owned(), RefOr::T(response.build()));
    }
    for (path, item) in &mut document.paths.paths {
        let has_key = path.contains('{');
        for (changes, operation) in operations(item) {
            add(operation, changes && path != "/tokens", has_key);
        }
    }
}

/// Lists the operations of a path, each with whether it changes data.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (bool, &mut Operation)> {
    let PathItem { get, put, post, delete, .. } = item;
    [(false, get), (true, put), (true, post), (true, delete)]
        .into_iter()
        .filter_map(|(changes, operation)| Some((changes, operation.as_mut()?)))
}

fn add(operation: &mut Operation, changes: bool, has_key: bool) {
    let is_public = operation.security.is_some();
    let has_body = operation.request_body.is_some();
    let is_asked = operation.parameters.as_ref().is_some_and(|parameters| {
        parameters.iter().any(|parameter| match parameter {
            RefOr::T(parameter) => parameter.parameter_in == ParameterIn::Query,
            RefOr::Ref(_) => false,
        })
    });
    for (status, name, _meaning) in PROBLEMS {
        let may_be = match status {
            "400" | "413" | "415" => has_body,
            "404" => has_key || (changes && !is_public),
            "403" => !is_public,
            "409" => changes && !is_public,
            "422" => has_body || is_asked,
            _ => !is_public || has_body,
        };
        if may_be {
            let answer = RefOr::Ref(Ref::from_response_name(name));
            operation.responses.responses.entry(status.to_owned()).or_insert(answer);
        }
    }
}

//! Converts the OpenAPI document into chapters, for the HTML page and `docs/api.md`.

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::openapi::OpenApi;

use crate::api::openapi::field::Field;
use crate::api::openapi::field::Kind;
use crate::api::openapi::field::Shape;
use crate::api::openapi::field::at;
use crate::api::openapi::field::list;
use crate::api::openapi::field::text;
use crate::api::openapi::problems::PROBLEMS;
use crate::api::openapi::shapes;

/// The API description, prepared for rendering.
#[derive(Debug)]
pub struct Reading {
    pub about: String,
    pub chapters: Vec<Chapter>,
    /// Schemas of request and response bodies.
    pub shapes: Vec<Shape>,
    /// Error responses: status and meaning.
    pub problems: Vec<(String, String)>,
}

/// The operations of one tag.
#[derive(Debug)]
pub struct Chapter {
    pub name: String,
    pub about: String,
    pub operations: Vec<Operation>,
}

/// One method on one path.
#[derive(Debug)]
pub struct Operation {
    /// The `operationId`.
    pub id: String,
    /// In capital letters.
    pub method: String,
    pub path: String,
    pub summary: String,
    /// Whether it works without a token.
    pub is_public: bool,
    /// Parameters in path and query.
    pub parameters: Vec<Field>,
    pub bodies: Vec<Body>,
    /// The success responses; errors are in `problems`.
    pub answers: Vec<Answer>,
    /// Statuses of the error responses.
    pub problems: Vec<String>,
}

/// A request body.
#[derive(Debug)]
pub struct Body {
    /// Media type of the body.
    pub media: String,
    pub kind: Kind,
    /// Formatted as JSON.
    pub example: Option<String>,
}

/// A success response.
#[derive(Debug)]
pub struct Answer {
    pub status: String,
    pub meaning: String,
    /// `None` for an empty body.
    pub kind: Option<Kind>,
    /// Formatted as JSON.
    pub example: Option<String>,
}

impl Reading {
    /// Reads an OpenAPI document.
    pub fn of(document: &OpenApi) -> Self {
        let json = serde_json::to_value(document).unwrap_or_default();
        let mut operations: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
        for (path, item) in at(&json, "paths").as_object().into_iter().flatten() {
            for method in ["get", "post", "put", "delete"] {
                let Some(operation) = item.get(method) else { continue };
                let tag = operation.pointer("/tags/0").and_then(Value::as_str).unwrap_or_default();
                let operation = Operation::of(path, method, operation);
                operations.entry(tag.to_owned()).or_default().push(operation);
            }
        }
        let chapters = list(&json, "tags").iter().map(|tag| Chapter {
            name: text(tag, "name"),
            about: text(tag, "description"),
            operations: operations.remove(&text(tag, "name")).unwrap_or_default(),
        });
        let problems = PROBLEMS
            .iter()
            .map(|(status, _, meaning)| ((*status).to_owned(), (*meaning).to_owned()));
        Self {
            about: text(at(&json, "info"), "description"),
            chapters: chapters.collect(),
            problems: problems.collect(),
            shapes: shapes::of(document, &json),
        }
    }
}

impl Operation {
    fn of(path: &str, method: &str, json: &Value) -> Self {
        let answers = at(json, "responses").as_object().into_iter().flatten();
        let (done, problems): (Vec<_>, Vec<_>) =
            answers.partition(|(status, _)| status.starts_with('2'));
        let bodies = at(at(json, "requestBody"), "content").as_object().into_iter().flatten();
        let bodies = bodies.map(|(media, content)| Body {
            media: media.clone(),
            kind: Kind::of(at(content, "schema")),
            example: example(content),
        });
        Self {
            id: text(json, "operationId"),
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            summary: text(json, "summary"),
            is_public: json.get("security").is_some(),
            parameters: list(json, "parameters").iter().map(Field::parameter).collect(),
            bodies: bodies.collect(),
            answers: done.into_iter().map(|(status, answer)| Answer::of(status, answer)).collect(),
            problems: problems.into_iter().map(|(status, _)| status.clone()).collect(),
        }
    }
}

impl Answer {
    fn of(status: &str, json: &Value) -> Self {
        let content = at(json, "content").as_object().into_iter().flatten().next();
        Self {
            status: status.to_owned(),
            meaning: text(json, "description"),
            kind: content.map(|(_, content)| Kind::of(at(content, "schema"))),
            example: content.and_then(|(_, content)| example(content)),
        }
    }
}

pub(crate) fn example(content: &Value) -> Option<String> {
    content.get("example").and_then(|example| serde_json::to_string_pretty(example).ok())
}

/// Splits a text at backquotes; each piece comes with whether it is code.
pub fn pieces(text: &str) -> impl Iterator<Item = (bool, &str)> {
    text.split('`').enumerate().map(|(place, piece)| (place % 2 == 1, piece))
}

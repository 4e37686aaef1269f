//! The description of the API as chapters, in the order in which somebody reads them.

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::openapi::OpenApi;

use crate::api::openapi::problems::PROBLEMS;
use crate::api::openapi::shapes;

/// Everything that is said of the API.
#[derive(Debug)]
pub struct Reading {
    /// What it is for.
    pub about: String,
    /// Its operations, by subject.
    pub chapters: Vec<Chapter>,
    /// What is sent and answered.
    pub shapes: Vec<Shape>,
    /// The problems that are answered: status and meaning.
    pub problems: Vec<(String, String)>,
}

/// The operations of one subject.
#[derive(Debug)]
pub struct Chapter {
    /// The subject.
    pub name: String,
    /// What it is.
    pub about: String,
    /// The operations.
    pub operations: Vec<Operation>,
}

/// One thing that can be asked for.
#[derive(Debug)]
pub struct Operation {
    /// Its stable name.
    pub id: String,
    /// The method, in capital letters.
    pub method: String,
    /// The address.
    pub path: String,
    /// What it does.
    pub summary: String,
    /// Whether it needs no token.
    pub is_public: bool,
    /// What the address takes.
    pub parameters: Vec<Field>,
    /// What the body may be, with an example.
    pub bodies: Vec<Body>,
    /// What is answered when it was done.
    pub answers: Vec<Answer>,
    /// The statuses of problems.
    pub problems: Vec<String>,
}

/// What is sent.
#[derive(Debug)]
pub struct Body {
    /// The kind of content.
    pub media: String,
    /// What it is.
    pub kind: Kind,
    /// An example, as JSON.
    pub example: Option<String>,
}

/// What is answered.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: String,
    /// What it means.
    pub meaning: String,
    /// What the body is.
    pub kind: Option<Kind>,
    /// An example, as JSON.
    pub example: Option<String>,
}

/// Something that is sent or answered, with its fields.
#[derive(Debug)]
pub struct Shape {
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What it is a map or a list of, where it has no fields.
    pub kind: Option<Kind>,
}

/// A field or a parameter.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether it must be there.
    pub is_required: bool,
    /// What it means.
    pub about: String,
}

/// What a field holds.
#[derive(Debug, Default)]
pub struct Kind {
    /// In words: "list of", "string (date)", "or null".
    pub before: String,
    /// The shape that it is, or is made of.
    pub shape: Option<String>,
    /// The words after the shape.
    pub after: String,
    /// The words that it may be, where they are a closed list.
    pub choices: Vec<String>,
}

impl Reading {
    /// Reads a description.
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

impl Field {
    fn parameter(json: &Value) -> Self {
        Self {
            name: text(json, "name"),
            kind: Kind::of(at(json, "schema")),
            is_required: json.get("required").and_then(Value::as_bool).unwrap_or_default(),
            about: text(json, "description"),
        }
    }
}

/// A member of an object, null where there is none.
pub(crate) fn at<'j>(json: &'j Value, name: &str) -> &'j Value {
    json.get(name).unwrap_or(&Value::Null)
}

/// A text on one line.
pub(crate) fn text(json: &Value, name: &str) -> String {
    let text = at(json, name).as_str().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn list<'j>(json: &'j Value, name: &str) -> &'j [Value] {
    at(json, name).as_array().map_or(&[], Vec::as_slice)
}

fn example(content: &Value) -> Option<String> {
    content.get("example").and_then(|example| serde_json::to_string_pretty(example).ok())
}

/// A text in pieces, each with whether it is code.
pub fn pieces(text: &str) -> impl Iterator<Item = (bool, &str)> {
    text.split('`').enumerate().map(|(place, piece)| (place % 2 == 1, piece))
}

//! Fields of a schema as the description shows them.

use serde_json::Value;

/// A named schema with its fields.
#[derive(Debug)]
pub struct Shape {
    pub name: String,
    pub about: String,
    pub fields: Vec<Field>,
    /// Element type of a map or list, if the schema has no fields.
    pub kind: Option<Kind>,
}

/// A field or a parameter.
#[derive(Debug)]
pub struct Field {
    pub name: String,
    pub kind: Kind,
    pub is_required: bool,
    pub about: String,
}

/// The type of a field, in words.
#[derive(Debug, Default)]
pub struct Kind {
    /// Text before the link to the schema, for example "list of" or "string (date)".
    pub before: String,
    /// Name of the schema to link to.
    pub shape: Option<String>,
    /// Text after the link, for example ", or null".
    pub after: String,
    /// Permitted words, if they are a closed list.
    pub choices: Vec<String>,
}

impl Field {
    pub(crate) fn parameter(json: &Value) -> Self {
        Self {
            name: text(json, "name"),
            kind: Kind::of(at(json, "schema")),
            is_required: json.get("required").and_then(Value::as_bool).unwrap_or_default(),
            about: text(json, "description"),
        }
    }
}

/// Returns a member of an object, or `null`.
pub(crate) fn at<'j>(json: &'j Value, name: &str) -> &'j Value {
    json.get(name).unwrap_or(&Value::Null)
}

/// Returns a member as text on one line.
pub(crate) fn text(json: &Value, name: &str) -> String {
    let text = at(json, name).as_str().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn list<'j>(json: &'j Value, name: &str) -> &'j [Value] {
    at(json, name).as_array().map_or(&[], Vec::as_slice)
}

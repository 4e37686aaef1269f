//! Describes the type of a schema in words.

use serde_json::Value;

use crate::api::openapi::field::{Kind, at, list};
use crate::api::openapi::formats::{CURRENCY, DECIMAL, SHARE, WEIGHT};

/// Prefix of references to schemas.
const SHAPES: &str = "#/components/schemas/";
/// Prefix of the schema names of list pages.
const SLICE: &str = "List_";

impl Kind {
    /// Reads a schema.
    pub(crate) fn of(schema: &Value) -> Self {
        if let Some(name) = at(schema, "$ref").as_str() {
            let name = name.strip_prefix(SHAPES).unwrap_or(name);
            return match name.strip_prefix(SLICE) {
                Some(item) => Self::shape("slice of ", item),
                None => Self::shape("", name),
            };
        }
        let either = list(schema, "oneOf");
        if let Some(given) = either.iter().find(|schema| at(schema, "type") != "null") {
            return Self::of(given).or_null();
        }
        let single = at(schema, "type").as_str();
        let several = list(schema, "type").iter().filter_map(Value::as_str);
        let kinds: Vec<&str> = single.into_iter().chain(several).collect();
        let kind = kinds.iter().find(|kind| **kind != "null").copied().unwrap_or("anything");
        let read = Self::plain(kind, schema);
        if kinds.contains(&"null") { read.or_null() } else { read }
    }

    fn plain(kind: &str, schema: &Value) -> Self {
        match kind {
            "array" => Self::of(at(schema, "items")).after("list of "),
            "object" if schema.get("additionalProperties").is_some_and(Value::is_object) => {
                let mut map = Self::of(at(schema, "additionalProperties")).after("map to ");
                map.choices.extend(words(at(schema, "propertyNames")));
                if !map.choices.is_empty() {
                    map.end().push_str(", by word");
                }
                map
            }
            "string" => {
                Self { before: string(schema), choices: words(schema).collect(), ..Self::default() }
            }
            other => Self { before: other.to_owned(), ..Self::default() },
        }
    }

    fn shape(before: &str, name: &str) -> Self {
        Self { before: before.to_owned(), shape: Some(name.to_owned()), ..Self::default() }
    }

    fn after(mut self, words: &str) -> Self {
        self.before.insert_str(0, words);
        self
    }

    fn or_null(mut self) -> Self {
        self.end().push_str(" or null");
        self
    }

    /// The text to which further words are appended.
    const fn end(&mut self) -> &mut String {
        if self.shape.is_some() { &mut self.after } else { &mut self.before }
    }
}

/// Returns the words of a closed list.
fn words(schema: &Value) -> impl Iterator<Item = String> + '_ {
    list(schema, "enum").iter().filter_map(|word| word.as_str().map(str::to_owned))
}

/// Describes the format of a string.
fn string(schema: &Value) -> String {
    let format = at(schema, "format").as_str();
    match (format, at(schema, "pattern").as_str()) {
        (Some("uuid"), _) => "identity".to_owned(),
        (Some("date"), _) => "day".to_owned(),
        (Some("date-time"), _) => "moment".to_owned(),
        (Some("binary"), _) => "file".to_owned(),
        (_, Some(DECIMAL)) => "decimal".to_owned(),
        (_, Some(SHARE | WEIGHT)) => "fraction".to_owned(),
        (_, Some(CURRENCY)) => "currency".to_owned(),
        _ if schema.get("enum").is_some() => "word".to_owned(),
        _ => "string".to_owned(),
    }
}

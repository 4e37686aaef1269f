//! Lists the schemas of the document with their fields.

use serde_json::Value;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{OpenApi, RefOr};

use crate::api::openapi::field::{Field, Kind, Shape, at, list, text};

/// Returns every schema, except those of list pages, which are described once for all.
pub(crate) fn of(document: &OpenApi, json: &Value) -> Vec<Shape> {
    let Some(components) = &document.components else { return Vec::new() };
    let schemas = at(at(json, "components"), "schemas");
    let known = components.schemas.iter().filter(|(name, _)| !name.starts_with("List_"));
    known.map(|(name, schema)| shape(name, schema, at(schemas, name))).collect()
}

fn shape(name: &str, schema: &RefOr<Schema>, json: &Value) -> Shape {
    // `Value` sorts its keys, and the document preserves the order of the fields.
    let names: Vec<&String> = match schema {
        RefOr::T(Schema::Object(object)) => object.properties.keys().collect(),
        RefOr::T(_) | RefOr::Ref(_) => Vec::new(),
    };
    let required = list(json, "required");
    let fields = names.iter().map(|name| {
        let field = at(at(json, "properties"), name);
        Field {
            name: (*name).clone(),
            kind: Kind::of(field),
            is_required: required.iter().any(|required| required == name.as_str()),
            about: text(field, "description"),
        }
    });
    Shape {
        name: name.to_owned(),
        about: text(json, "description"),
        fields: fields.collect(),
        kind: names.is_empty().then(|| Kind::of(json)),
    }
}

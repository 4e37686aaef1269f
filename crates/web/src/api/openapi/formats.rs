//! Adds formats and closed lists of words to the strings of the document.
//!
//! Read models use domain types, and the domain crate does not depend on `utoipa`. The formats are
//! therefore added here, by field name.

use pecule_app::wealth::import::report::What;
use pecule_domain::portfolio::account::{Tracking, Wrapper};
use pecule_domain::portfolio::asset::{AssetKind, Unit};
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::holding::Right;
use pecule_domain::portfolio::zone::Zone;
use pecule_domain::valuation::value::Basis;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::{
    AdditionalProperties, KnownFormat, Object, Schema, SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::{OneOf, OneOfBuilder, OpenApi, Ref, RefOr};

/// A decimal number.
pub(crate) const DECIMAL: &str = r"^-?[0-9]+(\.[0-9]+)?$";
/// A fraction of 1 as input: at most 18 decimals.
pub(crate) const SHARE: &str = r"^(0(\.[0-9]{1,18})?|1(\.0{1,18})?)$";
/// A fraction of 1 as output: at most 30 decimals.
pub(crate) const WEIGHT: &str = r"^(0(\.[0-9]{1,30})?|1(\.0{1,30})?)$";
const TIME: &str = "^[0-2][0-9]:[0-5][0-9]:[0-5][0-9]$";
pub(crate) const CURRENCY: &str = "^[A-Z]{3}$";

/// Format of a string field.
enum Look {
    Format(KnownFormat),
    Pattern(&'static str),
    Words(Vec<&'static str>),
}

/// Sets the format of every string in the document.
pub(crate) fn refine(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    for (name, schema) in &mut components.schemas {
        let RefOr::T(Schema::Object(object)) = schema else { continue };
        if name == "Allocation" {
            let classes = Class::ALL.iter().map(|class| class.key());
            object.property_names = Some(keys_of(classes));
        }
        for (field, schema) in &mut object.properties {
            if field == "allocation" {
                allocate(schema);
            } else if let RefOr::T(Schema::Object(text)) = schema {
                dress(text, look(name, field));
                if name == "ClassPart" && field == "zones" {
                    let zones = Zone::ALL.iter().map(|zone| zone.key());
                    text.property_names = Some(keys_of(zones));
                    let mut part = Object::with_type(Type::String);
                    part.pattern = Some(SHARE.to_owned());
                    let part = AdditionalProperties::RefOr(RefOr::T(Schema::Object(part)));
                    text.additional_properties = Some(Box::new(part));
                }
            }
        }
    }
    for item in document.paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.put, &mut item.post, &mut item.delete] {
            let parameters = operation.as_mut().and_then(|operation| operation.parameters.as_mut());
            for parameter in parameters.into_iter().flatten() {
                if let RefOr::T(Parameter {
                    name,
                    schema: Some(RefOr::T(Schema::Object(text))),
                    ..
                }) = parameter
                {
                    dress(text, look("", name));
                }
            }
        }
    }
}

/// Schema for the keys of a map with a closed list of words.
fn keys_of(words: impl Iterator<Item = &'static str>) -> Box<Schema> {
    let mut keys = Object::with_type(Type::String);
    keys.enum_values = Some(words.map(Into::into).collect());
    Box::new(Schema::Object(keys))
}

/// Replaces the schema by a reference to `Allocation`, nullable where the field is optional.
fn allocate(schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::Object(object)) = schema else { return };
    let description = object.description.take().unwrap_or_default();
    let allocation = Ref::builder().ref_location_from_schema_name("Allocation");
    let may_be_null =
        matches!(&object.schema_type, SchemaType::Array(types) if types.contains(&Type::Null));
    *schema = if may_be_null {
        let null = Object::with_type(Type::Null);
        let one: OneOf = OneOfBuilder::new()
            .item(Schema::Object(null))
            .item(allocation.build())
            .description(Some(description))
            .build();
        RefOr::T(Schema::OneOf(one))
    } else {
        RefOr::Ref(allocation.description(Some(description)).build())
    };
}

fn dress(text: &mut Object, look: Option<Look>) {
    let is_text = match &text.schema_type {
        SchemaType::Type(kind) => *kind == Type::String,
        SchemaType::Array(kinds) => kinds.contains(&Type::String),
        SchemaType::AnyValue => false,
    };
    let may_be_null =
        matches!(&text.schema_type, SchemaType::Array(kinds) if kinds.contains(&Type::Null));
    match look {
        Some(Look::Format(format)) if is_text => {
            text.format = Some(SchemaFormat::KnownFormat(format));
        }
        Some(Look::Pattern(pattern)) if is_text => text.pattern = Some(pattern.to_owned()),
        Some(Look::Words(words)) if is_text => {
            let null = may_be_null.then_some(serde_json::Value::Null);
            text.enum_values = Some(words.into_iter().map(Into::into).chain(null).collect());
        }
        _ => {}
    }
}

macro_rules! keys {
    ($list:ty) => {
        Some(Look::Words(<$list>::ALL.iter().map(|member| member.key()).collect()))
    };
}

/// Returns the format of a schema's field, or of a parameter if `schema` is empty.
fn look(schema: &str, field: &str) -> Option<Look> {
    let names_things =
        matches!(schema, "UnvaluedView" | "StaleView" | "TopHolding" | "BreakdownRow");
    match field {
        "currency" | "base" | "counter" => Some(Look::Pattern(CURRENCY)),
        "wrapper" => keys!(Wrapper),
        "tracking" => keys!(Tracking),
        "right" => keys!(Right),
        "basis" => keys!(Basis),
        "what" if schema == "MadeView" => keys!(What),
        "kind" if schema.starts_with("Asset") => keys!(AssetKind),
        "unit" if schema.starts_with("Asset") => keys!(Unit),
        "as_of" | "on" | "opened_on" | "closed_on" | "due_on" | "done_on" | "valid_from"
        | "day" => Some(Look::Format(KnownFormat::Date)),
        "at" if schema.is_empty() => Some(Look::Format(KnownFormat::Date)),
        "at" | "from" | "to" if matches!(schema, "Schedule" | "Quiet") => Some(Look::Pattern(TIME)),
        "at" | "created_at" | "seen_at" | "expires_at" | "used_at" => {
            Some(Look::Format(KnownFormat::DateTime))
        }
        "books" if schema.starts_with("Token") => Some(Look::Format(KnownFormat::Uuid)),
        "holding" if schema != "HoldingView" => Some(Look::Format(KnownFormat::Uuid)),
        "asset" if schema == "TopHolding" => Some(Look::Format(KnownFormat::Uuid)),
        // An `asset` parameter may also be an ISIN or a name.
        "asset" if schema.is_empty() => None,
        "id" | "bank" | "account" | "asset" | "taxon" | "taxonomy" | "operation"
            if !names_things =>
        {
            Some(Look::Format(KnownFormat::Uuid))
        }
        "share" if schema == "BreakdownRow" || schema == "HoldingRow" => {
            Some(Look::Pattern(DECIMAL))
        }
        "share"
            if schema.ends_with("Group") || schema == "TopHolding" || schema == "AssetSheet" =>
        {
            Some(Look::Pattern(DECIMAL))
        }
        "share" | "rest" | "owned" => Some(Look::Pattern(SHARE)),
        "weight" => Some(Look::Pattern(WEIGHT)),
        "amount" | "net" | "gross" | "debts" | "total" | "unassigned" | "held" | "cost"
        | "value" | "quantity" | "price" | "stated" | "gain" | "rate" => {
            Some(Look::Pattern(DECIMAL))
        }
        _ => None,
    }
}

//! Which books an operation reads and writes: two parameters that every operation on books takes.

use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{Object, Type};
use utoipa::openapi::{OpenApi, RefOr, Required};

/// The subjects whose operations work on books.
const ON_BOOKS: &[&str] = &[
    "reports",
    "banks",
    "accounts",
    "assets",
    "holdings",
    "tasks",
    "notes",
    "rates",
    "taxonomies",
    "imports",
    "operations",
    "settings",
];

/// Adds the parameters to each of these operations.
pub(crate) fn offer(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete];
        for operation in operations.into_iter().flatten().filter(|operation| is_on_books(operation))
        {
            let parameters = operation.parameters.get_or_insert_default();
            parameters.push(RefOr::T(parameter(
                "books",
                "The books that are changed: an identity of `GET /books`. Else those that hold the first \
                 record that the request names, else one's own.",
            )));
            parameters.push(RefOr::T(parameter(
                "whose",
                "Whose wealth is read: `mine`, `household`, the identity of books, or that with `:share` \
                 for one's own part of them. Else one's own.",
            )));
        }
    }
}

fn is_on_books(operation: &Operation) -> bool {
    let tags = operation.tags.iter().flatten();
    tags.into_iter().any(|tag| ON_BOOKS.contains(&tag.as_str()))
}

fn parameter(name: &str, what: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(what))
        .schema(Some(Object::with_type(Type::String)))
        .build()
}

//! Adds the two parameters that select books, `books` and `scope`, to every operation on books.

use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{Object, Type};
use utoipa::openapi::{OpenApi, RefOr, Required};

/// Tags whose operations work on books.
const ON_BOOKS: &[&str] = &[
    "reports",
    "banks",
    "accounts",
    "assets",
    "holdings",
    "tasks",
    "notes",
    "exchange-rates",
    "taxonomies",
    "imports",
    "operations",
    "settings",
];

/// Adds the parameters to these operations.
pub(crate) fn offer(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete];
        for operation in operations.into_iter().flatten().filter(|operation| is_on_books(operation))
        {
            let parameters = operation.parameters.get_or_insert_default();
            parameters.push(RefOr::T(parameter(
                "books",
                "Books to change: an identity from `GET /books`. By default those that hold the first \
                 record that the request names, or the caller's own.",
            )));
            parameters.push(RefOr::T(parameter(
                "scope",
                "Books to read: `mine` (default), `household`, the identity of a set of books, or an identity \
                 followed by `:share` for the caller's share of them.",
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

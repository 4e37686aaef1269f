//! Generates the endpoints of a collection (list, add, show, change, remove).

/// Expands to the five handlers of a collection with their OpenAPI description, and its routes.
///
/// Each handler calls one method of `Member`; the text beside it becomes the summary.
macro_rules! collection {
    (
        tag: $tag:tt, path: $path:tt, one: $one_path:tt, names: $names:tt,
        key: $Key:ident, line: $Line:ident, form: $Form:ident, example: $example:tt,
        list: $list:path, $list_says:tt;
        add: $add:path, $add_says:tt;
        one: $one:path, $one_says:tt;
        edit: $edit:path, $edit_says:tt;
        remove: $remove:path, $remove_says:tt;
    ) => {
        use crate::api::request::caller::{Caller, Reply};
        use crate::api::request::list::{List, Slice};
        use crate::api::request::input::{ApiQuery, Key, ApiJson};
        use crate::state::AppState;

        /// Returns the routes of this collection.
        pub(crate) fn routes() -> utoipa_axum::router::OpenApiRouter<AppState> {
            use utoipa_axum::routes;
            utoipa_axum::router::OpenApiRouter::new()
                .routes(routes!(list, add))
                .routes(routes!(one, edit, remove))
        }

        #[utoipa::path(get, path = $path, tag = $tag, operation_id = concat!("list_", $tag), summary = $list_says,
            params(Slice), responses((status = 200, description = "One page of the collection.", body = List<$Line>)))]
        async fn list(caller: Caller, ApiQuery(slice): ApiQuery<Slice>) -> Reply {
            caller.read(move |member| List::cut($list(member)?, &slice, |line| line.id)).await
        }

        #[utoipa::path(post, path = $path, tag = $tag, operation_id = concat!("add_", $names), summary = $add_says,
            request_body(content = $Form, example = json!($example)),
            responses((status = 201, description = "The created record; `Location` is its address.", body = $Line,
                headers(("Location" = String, description = "Address of the record."))))
        )]
        async fn add(caller: Caller, ApiJson(form): ApiJson<$Form>) -> Reply {
            let made = caller.make(move |member| {
                let line = $add(member, &form)?;
                Ok((format!("{}/{}", $path, line.id), line))
            });
            made.await
        }

        #[utoipa::path(get, path = $one_path, tag = $tag, operation_id = concat!("find_", $names), summary = $one_says,
            params(("id" = String, Path, description = "Identity of the record.")),
            responses((status = 200, description = "The record.", body = $Line)))]
        async fn one(caller: Caller, Key(id): Key<$Key>) -> Reply {
            caller.read(move |member| $one(member, id)).await
        }

        #[utoipa::path(put, path = $one_path, tag = $tag, operation_id = concat!("edit_", $names), summary = $edit_says,
            params(("id" = String, Path, description = "Identity of the record.")), request_body(content = $Form, example = json!($example)),
            responses((status = 200, description = "The updated record.", body = $Line)))]
        async fn edit(caller: Caller, Key(id): Key<$Key>, ApiJson(form): ApiJson<$Form>) -> Reply {
            caller.read(move |member| $edit(member, id, &form)).await
        }

        #[utoipa::path(delete, path = $one_path, tag = $tag, operation_id = concat!("remove_", $names), summary = $remove_says,
            params(("id" = String, Path, description = "Identity of the record.")),
            responses((status = 204, description = "The record was removed; undoing the operation restores it.")))]
        async fn remove(caller: Caller, Key(id): Key<$Key>) -> Reply {
            caller.remove(move |member| $remove(member, id)).await
        }
    };
}
pub(crate) use collection;

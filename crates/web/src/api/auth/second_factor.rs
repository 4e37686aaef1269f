//! Endpoints for the second factor (TOTP) and one-time codes.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use pecule_app::Person;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use zeroize::Zeroizing;

use crate::api::request::caller::{Caller, Reply, bytes, json};
use crate::api::request::input::ApiJson;
use crate::state::AppState;

/// State of the caller's second factor.
#[derive(Serialize, ToSchema)]
struct SecondFactor {
    /// Whether sign-in asks for a code.
    enrolled: bool,
    /// Whether the household requires a second factor.
    required: bool,
    /// Number of unused one-time codes.
    one_time_codes_left: u64,
}

/// Secret for an authenticator app. Returned only once.
#[derive(Serialize, ToSchema)]
struct Secret {
    /// Encoded in base32.
    secret: String,
    /// The same as an `otpauth://totp/…` URI, the content of the QR code.
    uri: String,
}

/// New one-time codes. Returned only once.
#[derive(Serialize, ToSchema)]
struct OneTimeCodes {
    /// Each replaces a code of the authenticator once.
    one_time_codes: Vec<String>,
}

/// First code, which proves that the authenticator has the secret.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FirstCode {
    /// Six digits, from the authenticator.
    #[schema(format = Password)]
    code: String,
}

/// Proof required to disable the second factor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DisableForm {
    /// The password; at least 15 characters, as it protects the account alone afterwards.
    #[schema(format = Password)]
    password: String,
    /// Code of the authenticator, or a one-time code.
    #[schema(format = Password)]
    code: String,
}

/// Returns the routes for the second factor.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(show, begin))
        .routes(routes!(confirm))
        .routes(routes!(renew))
        .routes(routes!(off))
}

fn state(person: &Person) -> pecule_app::Result<SecondFactor> {
    Ok(SecondFactor {
        enrolled: person.has_second_factor()?,
        required: person.second_factor_is_required()?,
        one_time_codes_left: person.one_time_codes_left()?,
    })
}

fn shown(codes: &[Zeroizing<String>]) -> pecule_app::Result<Vec<u8>> {
    let one_time_codes = codes.iter().map(|code| code.as_str().to_owned()).collect();
    bytes(&OneTimeCodes { one_time_codes })
}

#[utoipa::path(get, path = "/second-factor", tag = "second-factor", operation_id = "show_second_factor",
    summary = "Shows the state of the caller's second factor",
    responses((status = 200, description = "State of the second factor.", body = SecondFactor)))]
async fn show(caller: Caller) -> Reply {
    caller.tell(state).await
}

#[utoipa::path(post, path = "/second-factor", tag = "second-factor", operation_id = "begin_second_factor",
    summary = "Generates a secret for an authenticator; a first code activates it",
    description = "Requires reauthentication. An unconfirmed secret may be replaced at any time; an active second \
        factor must be disabled first.",
    responses((status = 201, description = "The secret; it is returned only once.", body = Secret)))]
async fn begin(caller: Caller) -> Reply {
    let begun = caller.run(|person: &Person| {
        let enrolment = person.begin_second_factor()?;
        let (secret, uri) = (enrolment.secret.as_str(), enrolment.uri.as_str());
        bytes(&Secret { secret: secret.to_owned(), uri: uri.to_owned() })
    });
    Ok(json(StatusCode::CREATED, begun.await?))
}

#[utoipa::path(post, path = "/second-factor/confirm", tag = "second-factor", operation_id = "confirm_second_factor",
    summary = "Activates the second factor with a first code; each sign-in then asks for a code",
    request_body(content = FirstCode, example = json!({ "code": "123456" })),
    responses((status = 200, description = "The one-time codes; they are returned only once.", body = OneTimeCodes)))]
async fn confirm(caller: Caller, ApiJson(first): ApiJson<FirstCode>) -> Reply {
    let confirmed =
        caller.run(move |person: &Person| shown(&person.confirm_second_factor(&first.code)?));
    Ok(json(StatusCode::OK, confirmed.await?))
}

#[utoipa::path(post, path = "/second-factor/one-time-codes", tag = "second-factor",
    operation_id = "renew_one_time_codes",
    summary = "Replaces all one-time codes by ten new ones; requires reauthentication",
    responses((status = 200, description = "The one-time codes; they are returned only once.", body = OneTimeCodes)))]
async fn renew(caller: Caller) -> Reply {
    let renewed = caller.run(|person: &Person| shown(&person.renew_one_time_codes()?));
    Ok(json(StatusCode::OK, renewed.await?))
}

#[utoipa::path(post, path = "/second-factor/off", tag = "second-factor", operation_id = "remove_second_factor",
    summary = "Disables the second factor, with the password and a code",
    description = "Requires reauthentication and the password in the body. A password under 15 characters must be \
        lengthened first (`password-too-short-alone`). Fails if the household requires a second factor.",
    request_body(content = DisableForm, example = json!({ "password": "several words that do not belong together", "code": "123456" })),
    responses((status = 204, description = "The second factor is disabled.")))]
async fn off(caller: Caller, ApiJson(given): ApiJson<DisableForm>) -> Reply {
    caller
        .run(move |person: &Person| person.remove_second_factor(&given.password, &given.code))
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

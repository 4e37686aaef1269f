//! The second factor: an authenticator is taught a secret and gives a first code.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use pecule_app::Person;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use zeroize::Zeroizing;

use crate::api::request::caller::{Caller, Reply, bytes, json};
use crate::api::request::input::Sent;
use crate::server::serve::Site;

/// Where it stands with the second factor.
#[derive(Serialize, ToSchema)]
struct SecondFactor {
    /// Whether a code is asked for at sign-in.
    enrolled: bool,
    /// Whether the household demands one of everybody.
    required: bool,
    /// How many one-time codes were not used yet.
    one_time_codes_left: u64,
}

/// What an authenticator is to be taught, given this once.
#[derive(Serialize, ToSchema)]
struct Secret {
    /// The secret, in base32.
    secret: String,
    /// The same as authenticators read it from a QR code: `otpauth://totp/…`.
    uri: String,
}

/// One-time codes, given this once.
#[derive(Serialize, ToSchema)]
struct OneTimeCodes {
    /// Each takes the place of a code of the authenticator once.
    one_time_codes: Vec<String>,
}

/// A first code of the authenticator.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FirstCode {
    /// Six digits.
    #[schema(format = Password)]
    code: String,
}

/// What switching the second factor off asks for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Off {
    /// The password, which must be long enough to stand alone.
    #[schema(format = Password)]
    password: String,
    /// A code of the authenticator, or a one-time code.
    #[schema(format = Password)]
    code: String,
}

/// The routes of the second factor.
pub(crate) fn routes() -> OpenApiRouter<Site> {
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
    summary = "Shows whether a code is asked for at sign-in",
    responses((status = 200, description = "As it is now.", body = SecondFactor)))]
async fn show(caller: Caller) -> Reply {
    caller.tell(state).await
}

#[utoipa::path(post, path = "/second-factor", tag = "second-factor", operation_id = "begin_second_factor",
    summary = "Draws a secret for an authenticator; it counts once a first code of it was given",
    description = "Asks for the password again. Another secret in the place of one that was not confirmed may be \
        drawn at any time; where a code is asked for already, the second factor is to be switched off first.",
    responses((status = 201, description = "The secret, this once.", body = Secret)))]
async fn begin(caller: Caller) -> Reply {
    let begun = caller.run(|person: &Person| {
        let enrolment = person.begin_second_factor()?;
        let (secret, uri) = (enrolment.secret.as_str(), enrolment.uri.as_str());
        bytes(&Secret { secret: secret.to_owned(), uri: uri.to_owned() })
    });
    Ok(json(StatusCode::CREATED, begun.await?))
}

#[utoipa::path(post, path = "/second-factor/confirm", tag = "second-factor", operation_id = "confirm_second_factor",
    summary = "Takes a first code: from then on one is asked for at each sign-in",
    request_body(content = FirstCode, example = json!({ "code": "123456" })),
    responses((status = 200, description = "The one-time codes, this once.", body = OneTimeCodes)))]
async fn confirm(caller: Caller, Sent(first): Sent<FirstCode>) -> Reply {
    let confirmed =
        caller.run(move |person: &Person| shown(&person.confirm_second_factor(&first.code)?));
    Ok(json(StatusCode::OK, confirmed.await?))
}

#[utoipa::path(post, path = "/second-factor/one-time-codes", tag = "second-factor",
    operation_id = "renew_one_time_codes",
    summary = "Draws ten new one-time codes in the place of all that there were; asks for the password again",
    responses((status = 200, description = "The one-time codes, this once.", body = OneTimeCodes)))]
async fn renew(caller: Caller) -> Reply {
    let renewed = caller.run(|person: &Person| shown(&person.renew_one_time_codes()?));
    Ok(json(StatusCode::OK, renewed.await?))
}

#[utoipa::path(post, path = "/second-factor/off", tag = "second-factor", operation_id = "remove_second_factor",
    summary = "Switches the second factor off, with the password and a code of it",
    description = "Asks for the password again, also for this alone. A password with fewer than 15 characters is to be \
        lengthened first (`password-too-short-alone`); where the household demands a second factor, it stays.",
    request_body(content = Off, example = json!({ "password": "several words that do not belong together", "code": "123456" })),
    responses((status = 204, description = "It is off.")))]
async fn off(caller: Caller, Sent(given): Sent<Off>) -> Reply {
    caller
        .run(move |person: &Person| person.remove_second_factor(&given.password, &given.code))
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

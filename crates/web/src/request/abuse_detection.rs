//! Detects abuse from requests for records that do not exist and from reports of policy violations.

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use pecule_app::auth::personal_tokens::is_personal;
use serde_json::Value;
use uuid::Uuid;

use crate::request::cookies::cookie;
use crate::state::AppState;

/// Maximum size of a report, in bytes.
pub(crate) const REPORT: usize = 16 * 1024;

/// Counts a person's requests for records that do not exist.
pub(crate) async fn notice(State(site): State<AppState>, request: Request, next: Next) -> Response {
    let names_a_record = request
        .uri()
        .path()
        .split('/')
        .any(|step| step.len() == 36 && Uuid::parse_str(step).is_ok());
    if !names_a_record {
        return next.run(request).await;
    }
    let (session, bearer) = (cookie(request.headers()), bearer(request.headers()));
    let answer = next.run(request).await;
    if answer.status() == StatusCode::NOT_FOUND {
        let counted = site.run(move |app| {
            let person = match (bearer, session) {
                (Some(token), _) if is_personal(&token) => app.read_with(&token)?,
                (Some(token), _) => app.bearer(&token)?,
                (None, Some(token)) => app.resume(&token)?,
                (None, None) => return Ok(()),
            };
            person.record_miss()
        });
        // A guest was sent to sign-in, so there is no person to count for.
        let _not_signed_in = counted.await;
    }
    answer
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// Records a browser's report of a policy violation; only the directive's name is stored.
pub(crate) async fn report(State(site): State<AppState>, body: Bytes) -> StatusCode {
    let reported: Value = serde_json::from_slice(&body).unwrap_or_default();
    for directive in directives(&reported) {
        if let Err(error) = site.run(move |app| app.saw_policy_report(&directive)).await {
            tracing::error!(%error, "a report could not be noted");
        }
    }
    StatusCode::NO_CONTENT
}

/// Returns the directives of a report, in either format of the browsers; 100 at most.
fn directives(reported: &Value) -> Vec<String> {
    let one = |report: &Value| {
        let body = report.get("csp-report").or_else(|| report.get("body")).unwrap_or(report);
        let named = ["effective-directive", "effectiveDirective", "violated-directive"];
        let text = named.iter().find_map(|name| body.get(*name)).and_then(Value::as_str)?;
        Some(text.split(' ').next().unwrap_or_default().to_owned())
    };
    match reported.as_array() {
        Some(reports) => reports.iter().take(100).filter_map(one).collect(),
        None => one(reported).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::directives;

    #[test]
    fn both_shapes_of_reports_are_read() {
        let old = json!({ "csp-report": { "violated-directive": "script-src 'self'" } });
        assert_eq!(directives(&old), ["script-src"]);
        let new = json!([
            { "type": "csp-violation", "body": { "effectiveDirective": "img-src" } },
            { "type": "deprecation", "body": { "id": "x" } },
        ]);
        assert_eq!(directives(&new), ["img-src"]);
        assert!(directives(&json!("x")).is_empty() && directives(&json!(null)).is_empty());
    }
}

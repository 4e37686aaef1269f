//! Classifies each route for the access matrix. An unclassified route fails the test.

use axum::http::Method;

/// Access rule of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Public; contains no personal data.
    Public,
    /// Signed-in people, for their own affairs or accessible books.
    Signed,
    /// A record of books: owners change it, readers read it, others get 404.
    Record,
    /// Belongs to one person; others get 404.
    Personal,
    /// Only administrators; others get 404.
    Admin,
    /// Owners of the books only.
    Owner,
}

use Kind::{Admin, Owner, Personal, Public, Record, Signed};

/// Pages by path prefix; the longest match applies.
const PAGES: &[(&str, Kind)] = &[
    ("/", Signed),
    ("/healthz", Public),
    ("/readyz", Public),
    ("/trust", Public),
    ("/trust/", Public),
    ("/sign-in", Public),
    ("/sign-in/code", Public),
    ("/session/unlock", Public),
    ("/setup", Public),
    ("/setup/restore", Public),
    ("/setup/restore/work", Public),
    ("/recover", Public),
    ("/invitation", Public),
    ("/csp-report", Public),
    ("/static/", Public),
    ("/wealth", Signed),
    ("/banks", Signed),
    ("/banks/new", Signed),
    ("/banks/{id}", Record),
    ("/accounts", Signed),
    ("/accounts/new", Signed),
    ("/accounts/{id}", Record),
    ("/holdings", Signed),
    ("/holdings/new", Signed),
    ("/holdings/{id}", Record),
    ("/assets", Signed),
    ("/assets/new", Signed),
    ("/assets/{id}", Record),
    ("/analysis", Signed),
    ("/search.json", Signed),
    ("/tasks", Signed),
    ("/tasks/{id}", Record),
    ("/operations/{id}/undo", Record),
    ("/demo/", Signed),
    ("/imports", Signed),
    ("/imports/", Signed),
    ("/recovery", Signed),
    ("/sign-out", Signed),
    ("/reauthenticate", Signed),
    ("/session/lock", Signed),
    ("/settings", Signed),
    ("/settings/", Signed),
    ("/settings/sessions/{id}/end", Personal),
    ("/settings/notices/{id}/dismiss", Personal),
    ("/settings/tokens/{id}/revoke", Personal),
    ("/settings/taxonomies/{id}", Record),
    ("/settings/changes/{id}", Record),
    ("/books", Signed),
    ("/books/new", Signed),
    ("/books/{id}", Record),
    ("/books/{id}/export", Record),
    ("/books/{id}/", Owner),
    ("/alerts/books/acknowledge", Signed),
    ("/alerts/{id}/acknowledge", Personal),
    ("/household", Admin),
    ("/household/", Admin),
];

/// API routes below its root, by path prefix.
const API: &[(&str, Kind)] = &[
    ("/openapi.json", Public),
    ("/docs", Public),
    ("/tokens", Public),
    ("/tokens/refresh", Public),
    ("/tokens/reauthenticate", Signed),
    ("/personal-tokens", Signed),
    ("/personal-tokens/{id}", Personal),
    ("/sessions", Signed),
    ("/sessions/{id}", Personal),
    ("/sign-ins", Signed),
    ("/second-factor", Signed),
    ("/second-factor/", Signed),
    ("/breakdown", Signed),
    ("/recorded-days", Signed),
    ("/dashboard", Signed),
    ("/wealth", Signed),
    ("/banks", Signed),
    ("/banks/{id}", Record),
    ("/accounts", Signed),
    ("/accounts/{id}", Record),
    ("/assets", Signed),
    ("/assets/{id}", Record),
    ("/holdings", Signed),
    ("/holdings/{id}", Record),
    ("/tasks", Signed),
    ("/tasks/{id}", Record),
    ("/notes", Signed),
    ("/notes/{id}", Record),
    ("/exchange-rates", Signed),
    ("/exchange-rates/", Signed),
    ("/taxonomies", Signed),
    ("/taxonomies/{id}", Record),
    ("/imports/", Signed),
    ("/operations", Signed),
    ("/audit/verify", Signed),
    ("/operations/search", Signed),
    ("/audit/restart-chain", Signed),
    ("/operations/{id}", Record),
    ("/operations/removed", Signed),
    ("/alerts", Signed),
    ("/alerts/books", Signed),
    ("/alerts/{id}/acknowledge", Personal),
    ("/audit/mine", Signed),
    ("/me", Signed),
    ("/settings", Signed),
    ("/books", Signed),
    ("/books/{id}", Record),
    ("/books/{id}/export", Record),
    ("/books/{id}/", Owner),
    ("/fingerprints", Signed),
    ("/removal-notice", Signed),
    ("/removal-notice/confirm", Signed),
    ("/notification-address", Signed),
    ("/notification-address/", Signed),
    ("/doctor", Admin),
    ("/household/", Admin),
    ("/precautions", Admin),
    ("/precautions/", Admin),
    ("/backups", Admin),
    ("/backups/status", Signed),
    ("/backup-targets", Admin),
    ("/backup-targets/", Admin),
    ("/sealed-export", Signed),
    ("/backups/", Admin),
    ("/people", Admin),
    ("/people/", Admin),
];

/// Path prefix of the API.
pub(crate) const ROOT: &str = "/api/v1";

/// Returns the rule of a route; `None` if the table has none.
pub(crate) fn kind(method: &Method, path: &str) -> Option<Kind> {
    let (table, rest) = match path.strip_prefix(ROOT) {
        Some(rest) => (API, rest),
        None => (PAGES, path),
    };
    // Signing out with a token and requesting one share a path.
    if rest == "/tokens" && path != rest && *method == Method::DELETE {
        return Some(Signed);
    }
    // Without scripts it redirects to the wealth page for any identity.
    if *method == Method::GET && path == "/holdings/{id}/statements" {
        return Some(Signed);
    }
    let fits = |(start, _): &&(&str, Kind)| {
        rest == *start
            || (start.ends_with('/') && start.len() > 1 && rest.starts_with(start))
            || (start.contains('{') && rest.starts_with(&format!("{start}/")))
    };
    table.iter().filter(fits).max_by_key(|(start, _)| start.len()).map(|(_, kind)| *kind)
}

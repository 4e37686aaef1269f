//! What each address is, for the access matrix: an address that is missing here fails the matrix.

use axum::http::Method;

/// What an address gives, and to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// For everybody: nothing of anyone's.
    Public,
    /// For whoever is signed in: what is theirs, or what they may open.
    Signed,
    /// A record of some books: owners change it, readers read it, for others it is not there.
    Record,
    /// Something of one person alone: for anybody else it is not there.
    Personal,
    /// For whoever runs the household.
    Admin,
    /// Something of one set of books that their owners alone may do.
    Owner,
}

use Kind::{Admin, Owner, Personal, Public, Record, Signed};

/// The pages, by the beginning of their path; the longest that fits counts.
const PAGES: &[(&str, Kind)] = &[
    ("/", Signed),
    ("/healthz", Public),
    ("/readyz", Public),
    ("/trust", Public),
    ("/trust/", Public),
    ("/sign-in", Public),
    ("/sign-in/code", Public),
    ("/locked", Public),
    ("/locked/leave", Signed),
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
    ("/import", Signed),
    ("/import/", Signed),
    ("/recovery", Signed),
    ("/sign-out", Signed),
    ("/confirm", Signed),
    ("/lock", Signed),
    ("/settings", Signed),
    ("/settings/", Signed),
    ("/settings/sessions/{id}/end", Personal),
    ("/settings/notices/{id}/away", Personal),
    ("/settings/tokens/{id}/revoke", Personal),
    ("/settings/taxonomies/{id}", Record),
    ("/settings/changes/{id}", Record),
    ("/books", Signed),
    ("/books/new", Signed),
    ("/books/{id}", Record),
    ("/books/{id}/export", Record),
    ("/books/{id}/{deed}", Owner),
    ("/books/{id}/then", Owner),
    ("/books/{id}/put-back", Owner),
    ("/findings/books/acknowledge", Signed),
    ("/findings/{id}/acknowledge", Personal),
    ("/household", Admin),
    ("/household/", Admin),
];

/// The API, under its root, in the same way.
const API: &[(&str, Kind)] = &[
    ("/openapi.json", Public),
    ("/docs", Public),
    ("/tokens", Public),
    ("/tokens/refresh", Public),
    ("/tokens/confirm", Signed),
    ("/personal-tokens", Signed),
    ("/personal-tokens/{id}", Personal),
    ("/sessions", Signed),
    ("/sessions/{id}", Personal),
    ("/sign-ins", Signed),
    ("/second-factor", Signed),
    ("/second-factor/", Signed),
    ("/breakdown", Signed),
    ("/history", Signed),
    ("/summary", Signed),
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
    ("/rates", Signed),
    ("/rates/", Signed),
    ("/taxonomies", Signed),
    ("/taxonomies/{id}", Record),
    ("/imports/", Signed),
    ("/operations", Signed),
    ("/operations/check", Signed),
    ("/operations/journal", Signed),
    ("/operations/journal/resume", Signed),
    ("/operations/{id}", Record),
    ("/trash", Signed),
    ("/findings", Signed),
    ("/findings/books", Signed),
    ("/findings/{id}/acknowledge", Personal),
    ("/journal", Signed),
    ("/me", Signed),
    ("/settings", Signed),
    ("/books", Signed),
    ("/books/{id}", Record),
    ("/books/{id}/export", Record),
    ("/books/{id}/", Owner),
    ("/people-to-trust", Signed),
    ("/departure", Signed),
    ("/departure/ready", Signed),
    ("/message-address", Signed),
    ("/message-address/", Signed),
    ("/doctor", Admin),
    ("/household/", Admin),
    ("/precautions", Admin),
    ("/precautions/", Admin),
    ("/backups", Admin),
    ("/backups/status", Signed),
    ("/backup-targets", Admin),
    ("/backup-targets/", Admin),
    ("/sealed-books", Signed),
    ("/backups/", Admin),
    ("/people", Admin),
    ("/people/", Admin),
];

/// Where the API begins.
pub(crate) const ROOT: &str = "/api/v1";

/// What an address is; nothing where the table does not say it.
pub(crate) fn kind(method: &Method, path: &str) -> Option<Kind> {
    let (table, rest) = match path.strip_prefix(ROOT) {
        Some(rest) => (API, rest),
        None => (PAGES, path),
    };
    // Signing out with a token in hand, and asking for one without, share one path.
    if rest == "/tokens" && path != rest && *method == Method::DELETE {
        return Some(Signed);
    }
    // Without a script it leads to the page of wealth, whoever's the identity is.
    if *method == Method::GET && path == "/holdings/{id}/value" {
        return Some(Signed);
    }
    let fits = |(start, _): &&(&str, Kind)| {
        rest == *start
            || (start.ends_with('/') && start.len() > 1 && rest.starts_with(start))
            || (start.contains('{') && rest.starts_with(&format!("{start}/")))
    };
    table.iter().filter(fits).max_by_key(|(start, _)| start.len()).map(|(_, kind)| *kind)
}

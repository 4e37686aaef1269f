//! Builds the HTTP clients for all connections to other machines.

use std::sync::LazyLock;

use opendal::HttpTransporter;
use opendal_http_transport_reqwest::ReqwestTransport;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};

/// The transport of all requests by opendal, shared so that connections are reused.
static TRANSPORT: LazyLock<Option<HttpTransporter>> = LazyLock::new(|| {
    let client = builder().build().ok()?;
    Some(HttpTransporter::new(ReqwestTransport::new(client)))
});

/// Returns a client builder that does not follow redirects, so that only the configured machine is
/// called.
pub(crate) fn builder() -> ClientBuilder {
    Client::builder().redirect(Policy::none()).referer(false)
}

/// Returns the shared transport for opendal; `None` if no client could be created.
pub(crate) fn transport() -> Option<HttpTransporter> {
    TRANSPORT.clone()
}

//! The one way in which a client of another machine is made.

use std::sync::LazyLock;

use opendal::HttpTransporter;
use opendal_http_transport_reqwest::ReqwestTransport;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};

/// What all questions to places go through, so that connections are used again.
static TRANSPORT: LazyLock<Option<HttpTransporter>> = LazyLock::new(|| {
    let client = builder().build().ok()?;
    Some(HttpTransporter::new(ReqwestTransport::new(client)))
});

/// A client that asks the machine that was named and no other: who answers "elsewhere" is not followed.
pub(crate) fn builder() -> ClientBuilder {
    Client::builder().redirect(Policy::none()).referer(false)
}

/// The same for what opendal asks; nothing where no client could be made.
pub(crate) fn transport() -> Option<HttpTransporter> {
    TRANSPORT.clone()
}

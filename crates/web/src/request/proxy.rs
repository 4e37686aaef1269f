//! Determines the client's address and channel, directly or from a trusted proxy's headers.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::http::header::HeaderName;
use axum::http::{HeaderMap, HeaderValue};

use crate::options::HttpOptions;

/// Transport of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// TLS, here or at a trusted proxy.
    Sealed,
    /// Loopback without TLS.
    Here,
    /// Another machine without TLS.
    Clear,
}

/// The client of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress {
    pub address: IpAddr,
    pub channel: Scheme,
}

tokio::task_local! {
    /// Channel of the current request. Pages and cookies depend on it.
    static CHANNEL: Scheme;
}

/// Returns the channel of the current request, or `Here` outside of one.
pub fn channel() -> Scheme {
    CHANNEL.try_with(|channel| *channel).unwrap_or(Scheme::Here)
}

/// Runs a future within a channel.
pub async fn over<F: Future>(channel: Scheme, answer: F) -> F::Output {
    CHANNEL.scope(channel, answer).await
}

/// Runs blocking work within a channel.
pub fn working_over<T>(channel: Scheme, work: impl FnOnce() -> T) -> T {
    CHANNEL.sync_scope(channel, work)
}

impl ClientAddress {
    /// Determines the client from the peer address and the proxy headers.
    ///
    /// Headers count only from a trusted proxy, and only their last hop, which the proxy saw
    /// itself. A request without a peer address counts as remote.
    pub fn of(reach: &HttpOptions, headers: &HeaderMap, peer: Option<SocketAddr>) -> Self {
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip().to_canonical());
        if !reach.trusted_proxies.iter().any(|trusted| trusted.to_canonical() == peer) {
            return Self { address: peer, channel: in_person(reach.tls, peer) };
        }
        let address = last_hop(headers, "x-forwarded-for").and_then(address).unwrap_or(peer);
        let sealed = last_hop(headers, "x-forwarded-proto")
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"));
        let channel = if sealed { Scheme::Sealed } else { in_person(false, address) };
        Self { address, channel }
    }
}

/// Whether a peer that is not a trusted proxy sends proxy headers, which hints at a missing
/// setting.
pub fn is_unnamed_proxy(reach: &HttpOptions, headers: &HeaderMap, peer: IpAddr) -> bool {
    headers.contains_key(HeaderName::from_static("x-forwarded-for"))
        && !reach.trusted_proxies.iter().any(|named| named.to_canonical() == peer.to_canonical())
}

const fn in_person(tls: bool, peer: IpAddr) -> Scheme {
    if tls {
        Scheme::Sealed
    } else if peer.is_loopback() {
        Scheme::Here
    } else {
        Scheme::Clear
    }
}

/// Returns the last entry of a list header, across all its lines.
fn last_hop<'a>(headers: &'a HeaderMap, name: &'static str) -> Option<&'a str> {
    let lines = headers.get_all(HeaderName::from_static(name));
    let last: &HeaderValue = lines.iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next().map(str::trim)
}

/// Parses an address with an optional port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let alone = bare.parse::<IpAddr>().ok();
    let address = alone.or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests;

//! Who really asks, and over what: the machine at the other end, or the one that a trusted proxy speaks for.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::http::header::HeaderName;
use axum::http::{HeaderMap, HeaderValue};

use crate::server::serve::Reach;

/// Over what a request comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// TLS, ours or that of a trusted proxy.
    Sealed,
    /// This machine itself, in the clear.
    Here,
    /// Another machine, in the clear.
    Clear,
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asker {
    /// From where.
    pub address: IpAddr,
    /// Over what.
    pub channel: Channel,
}

tokio::task_local! {
    /// The channel of the request that is being answered: pages and cookies look different on each.
    static CHANNEL: Channel;
}

/// The channel of the request that is being answered; outside of one, this machine.
pub fn channel() -> Channel {
    CHANNEL.try_with(|channel| *channel).unwrap_or(Channel::Here)
}

/// Answers a request as one that came over a channel.
pub async fn over<F: Future>(channel: Channel, answer: F) -> F::Output {
    CHANNEL.scope(channel, answer).await
}

/// Works for a request that came over a channel, where waiting is allowed.
pub fn working_over<T>(channel: Channel, work: impl FnOnce() -> T) -> T {
    CHANNEL.sync_scope(channel, work)
}

impl Asker {
    /// Who asks, as far as those who say so may be believed.
    ///
    /// Nobody but a proxy that was named is believed; of what it passes on only the last hop counts, which it
    /// has seen itself. A request without a peer is taken for one from elsewhere.
    pub fn of(reach: &Reach, headers: &HeaderMap, peer: Option<SocketAddr>) -> Self {
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip().to_canonical());
        if !reach.trusted_proxies.iter().any(|trusted| trusted.to_canonical() == peer) {
            return Self { address: peer, channel: in_person(reach.tls, peer) };
        }
        let address = last_hop(headers, "x-forwarded-for").and_then(address).unwrap_or(peer);
        let sealed = last_hop(headers, "x-forwarded-proto")
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"));
        let channel = if sealed { Channel::Sealed } else { in_person(false, address) };
        Self { address, channel }
    }
}

/// Whether a proxy that nobody named passes requests on: whoever set it up wants to know.
pub fn is_unnamed_proxy(reach: &Reach, headers: &HeaderMap, peer: IpAddr) -> bool {
    headers.contains_key(HeaderName::from_static("x-forwarded-for"))
        && !reach.trusted_proxies.iter().any(|named| named.to_canonical() == peer.to_canonical())
}

const fn in_person(tls: bool, peer: IpAddr) -> Channel {
    if tls {
        Channel::Sealed
    } else if peer.is_loopback() {
        Channel::Here
    } else {
        Channel::Clear
    }
}

/// The last entry of a list that proxies write on, over all its lines.
fn last_hop<'a>(headers: &'a HeaderMap, name: &'static str) -> Option<&'a str> {
    let lines = headers.get_all(HeaderName::from_static(name));
    let last: &HeaderValue = lines.iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next().map(str::trim)
}

/// An address, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let alone = bare.parse::<IpAddr>().ok();
    let address = alone.or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests;

//! Accepts connections with limits on number and time, with or without TLS.

use std::collections::BTreeMap;
use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum_server::accept::{Accept, DefaultAcceptor};
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use axum_server::{Handle, Server};
use tokio::net::TcpStream;

use crate::server::slow_clients::{ExchangeState, TimedStream, TrackedService};

/// Limits on connections.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Maximum number of connections.
    pub connections: usize,
    /// Maximum per address. Trusted proxies and loopback are exempt.
    pub per_address: usize,
    /// Time limit for a request's head and for the TLS handshake.
    pub head: Duration,
    /// Time limit of an idle connection.
    pub idle: Duration,
    /// Time limit for running requests at shutdown.
    pub last_answers: Duration,
}

/// Maximum size of a request's head and of the read buffer, in bytes.
const LONGEST_HEAD: usize = 16 * 1024;
/// Maximum number of headers.
const MOST_HEADERS: usize = 64;

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 256,
            per_address: 32,
            head: Duration::from_secs(5),
            idle: Duration::from_mins(1),
            last_answers: Duration::from_secs(20),
        }
    }
}

/// Listener with its limits and certificate.
pub(crate) struct Socket {
    pub(crate) listener: TcpListener,
    pub(crate) limits: Limits,
    /// Addresses without a limit of their own.
    pub(crate) exempt: Vec<IpAddr>,
    /// `None` for plain HTTP.
    pub(crate) certificate: Option<RustlsConfig>,
}

/// Serves until shutdown, then waits for running requests.
pub(crate) async fn serve(
    socket: Socket,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let Socket { listener, limits, exempt, certificate } = socket;
    let handle = Handle::new();
    let (stopping, patience) = (handle.clone(), limits.last_answers);
    let stopping = tokio::spawn(async move {
        stop.await;
        stopping.graceful_shutdown(Some(patience));
    });
    let head = limits.head;
    let hall = Arc::new(ConnectionLimits { limits, exempt, inside: Mutex::default() });
    let server = axum_server::from_tcp(listener)?.handle(handle).http1_only();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let served = if let Some(certificate) = certificate {
        let tls = RustlsAcceptor::new(certificate).handshake_timeout(head);
        prepared(server.acceptor(LimitedAcceptor { inner: tls, hall })).serve(service).await
    } else {
        let porter = LimitedAcceptor { inner: DefaultAcceptor::new(), hall };
        prepared(server.acceptor(porter)).serve(service).await
    };
    stopping.abort();
    served
}

fn prepared<A>(mut server: Server<SocketAddr, A>) -> Server<SocketAddr, A> {
    server.http_builder().http1().max_buf_size(LONGEST_HEAD).max_headers(MOST_HEADERS);
    server
}

/// Open connections by address.
#[derive(Debug)]
pub(crate) struct ConnectionLimits {
    pub(crate) limits: Limits,
    pub(crate) exempt: Vec<IpAddr>,
    pub(crate) inside: Mutex<BTreeMap<IpAddr, usize>>,
}

/// Permit of one connection, returned on drop.
#[derive(Debug)]
pub(crate) struct ConnectionPermit {
    hall: Arc<ConnectionLimits>,
    address: IpAddr,
}

impl ConnectionLimits {
    /// Takes a permit, or returns `None` at the limit.
    pub(crate) fn seat(self: &Arc<Self>, address: IpAddr) -> Option<ConnectionPermit> {
        let address = household_of(address.to_canonical());
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        if inside.values().sum::<usize>() >= self.limits.connections {
            return None;
        }
        let own = inside.entry(address).or_default();
        if *own >= self.limits.per_address && !self.is_exempt(address) {
            return None;
        }
        *own += 1;
        Some(ConnectionPermit { hall: Arc::clone(self), address })
    }

    fn is_exempt(&self, address: IpAddr) -> bool {
        address.is_loopback()
            || self.exempt.iter().any(|exempt| household_of(exempt.to_canonical()) == address)
    }
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        let mut inside = self.hall.inside.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = inside.get_mut(&self.address) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                inside.remove(&self.address);
            }
        }
    }
}

/// Returns the network of one client: an IPv4 address, or the /64 prefix of an IPv6 address.
fn household_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) if six.is_loopback() => address,
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// Accepts connections within the limits (256, 32 per address) and drops slow clients, before the
/// TLS handshake.
#[derive(Clone)]
struct LimitedAcceptor<A> {
    inner: A,
    hall: Arc<ConnectionLimits>,
}

impl<A, S> Accept<TcpStream, S> for LimitedAcceptor<A>
where
    A: Accept<TcpStream, S> + Clone + Send + 'static,
    A::Future: Send,
    A::Stream: Send,
    A::Service: Send,
    S: Send + 'static,
{
    type Stream = TimedStream<A::Stream>;
    type Service = TrackedService<A::Service>;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let seat = stream.peer_addr().map(|peer| self.hall.seat(peer.ip()));
        let (inner, limits) = (self.inner.clone(), self.hall.limits.clone());
        Box::pin(async move {
            let Some(seat) = seat? else {
                return Err(io::Error::other("too many connections"));
            };
            let (stream, service) = inner.accept(stream, service).await?;
            let turns = Arc::new(ExchangeState::default());
            let paced = TimedStream::new(stream, seat, Arc::clone(&turns), &limits);
            Ok((paced, TrackedService::new(service, turns)))
        })
    }
}

#[cfg(test)]
mod tests;

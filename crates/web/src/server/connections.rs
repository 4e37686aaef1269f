//! Accepts connections with limits on number and time, with or without TLS.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum_server::accept::{Accept, DefaultAcceptor};
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use axum_server::{Handle, Server};
use tokio::net::TcpStream;

use crate::server::limits::ConnectionLimits;
use crate::server::limits::Limits;
use crate::server::slow_clients::{ExchangeState, TimedStream, TrackedService};

/// Maximum size of a request's head and of the read buffer, in bytes.
const LONGEST_HEAD: usize = 16 * 1024;
/// Maximum number of headers.
const MOST_HEADERS: usize = 64;

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

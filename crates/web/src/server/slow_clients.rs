//! Connection that drops slow clients. It may be idle between requests, but a request's head must
//! arrive and a response must be read within the time limits.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use axum::body::HttpBody;
use axum::http::{Request, Response};
use http_body::{Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;
use tower::Service;

use crate::server::limits::{ConnectionPermit, Limits};

/// State of a connection: a response is pending while more requests have started than responses
/// have ended.
#[derive(Debug, Default)]
pub(crate) struct ExchangeState {
    begun: AtomicUsize,
    ended: AtomicUsize,
    /// Waker of the reading task, woken when a response ends.
    reader: Mutex<Option<Waker>>,
}

impl ExchangeState {
    fn is_ours(&self) -> bool {
        self.begun.load(Ordering::Acquire) > self.ended()
    }

    /// Marks the start of a response.
    fn begin(self: &Arc<Self>) -> Answering {
        self.begun.fetch_add(1, Ordering::AcqRel);
        Answering(Arc::clone(self))
    }

    fn read_by(&self, cx: &Context<'_>) {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        if !reader.as_ref().is_some_and(|known| known.will_wake(cx.waker())) {
            *reader = Some(cx.waker().clone());
        }
    }

    fn ended(&self) -> usize {
        self.ended.load(Ordering::Acquire)
    }
}

/// What the connection waits for while no response is pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WaitReason {
    /// First byte of the next request.
    Request,
    /// Rest of a request's head.
    Head,
}

/// A connection with time limits.
pub(crate) struct TimedStream<S> {
    stream: S,
    turns: Arc<ExchangeState>,
    waiting: WaitReason,
    /// Number of ended responses when the wait began.
    since: usize,
    head: Duration,
    idle: Duration,
    /// Deadline for reading.
    late: Pin<Box<Sleep>>,
    /// Deadline for a stalled write.
    stuck: Option<Pin<Box<Sleep>>>,
    _seat: ConnectionPermit,
}

impl<S> TimedStream<S> {
    pub(crate) fn new(
        stream: S,
        seat: ConnectionPermit,
        turns: Arc<ExchangeState>,
        limits: &Limits,
    ) -> Self {
        let late = Box::pin(tokio::time::sleep(limits.head));
        Self {
            stream,
            turns,
            // A new connection gets the short limit of a request's head, not the idle limit.
            waiting: WaitReason::Head,
            since: 0,
            head: limits.head,
            idle: limits.idle,
            late,
            stuck: None,
            _seat: seat,
        }
    }

    fn wait_for(&mut self, what: WaitReason, patience: Duration) {
        self.waiting = what;
        self.late = Box::pin(tokio::time::sleep(patience));
    }

    /// Checks a write and fails with a timeout if the client has not read for too long.
    fn taken<T>(&mut self, cx: &mut Context<'_>, done: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.stuck = None;
            return done;
        }
        let idle = self.idle;
        let stuck = self.stuck.get_or_insert_with(|| Box::pin(tokio::time::sleep(idle)));
        match stuck.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(too_slow())),
            Poll::Pending => Poll::Pending,
        }
    }
}

fn too_slow() -> io::Error {
    io::Error::from(io::ErrorKind::TimedOut)
}

impl<S: AsyncRead + Unpin> AsyncRead for TimedStream<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        this.turns.read_by(cx);
        if this.turns.is_ours() {
            return Pin::new(&mut this.stream).poll_read(cx, buf);
        }
        let ended = this.turns.ended();
        if this.since != ended {
            this.since = ended;
            this.wait_for(WaitReason::Request, this.idle);
        }
        let before = buf.filled().len();
        let read = Pin::new(&mut this.stream).poll_read(cx, buf);
        if read.is_ready() && buf.filled().len() > before && this.waiting == WaitReason::Request {
            this.wait_for(WaitReason::Head, this.head);
        }
        // A trickle of bytes does not extend the deadline, which starts at the first byte.
        match this.late.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(too_slow())),
            Poll::Pending => read,
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for TimedStream<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let done = Pin::new(&mut this.stream).poll_write(cx, buf);
        this.taken(cx, done)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let done = Pin::new(&mut this.stream).poll_flush(cx);
        this.taken(cx, done)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let done = Pin::new(&mut this.stream).poll_shutdown(cx);
        this.taken(cx, done)
    }
}

/// Service that records pending responses.
#[derive(Clone)]
pub(crate) struct TrackedService<S> {
    service: S,
    turns: Arc<ExchangeState>,
}

/// A pending response; dropping it ends the response.
struct Answering(Arc<ExchangeState>);

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.ended.fetch_add(1, Ordering::AcqRel);
        // The reader must poll its deadline again, as nothing else wakes a silent connection.
        let reader = self.0.reader.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(reader) = reader {
            reader.wake();
        }
    }
}

impl<S> TrackedService<S> {
    pub(crate) const fn new(service: S, turns: Arc<ExchangeState>) -> Self {
        Self { service, turns }
    }
}

impl<S, R, B> Service<Request<R>> for TrackedService<S>
where
    S: Service<Request<R>, Response = Response<B>>,
    S::Future: Send + 'static,
{
    type Response = Response<TrackedBody<B>>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.service.poll_ready(cx)
    }

    fn call(&mut self, request: Request<R>) -> Self::Future {
        let answering = self.turns.begin();
        let answer = self.service.call(request);
        Box::pin(async move {
            let answer = answer.await?;
            Ok(answer.map(|body| TrackedBody { body, _answering: answering }))
        })
    }
}

/// Body that keeps the response pending until it has been sent.
pub(crate) struct TrackedBody<B> {
    body: B,
    _answering: Answering,
}

impl<B: HttpBody + Unpin> HttpBody for TrackedBody<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests;

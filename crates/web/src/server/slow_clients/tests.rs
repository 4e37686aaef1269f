use std::future::poll_fn;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, ReadBuf};
use tokio::time::{sleep, timeout};

use crate::server::limits::{ConnectionLimits, Limits};
use crate::server::slow_clients::{ExchangeState, TimedStream};

/// A connection without any traffic.
struct Silent;

impl AsyncRead for Silent {
    fn poll_read(
        self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
        _buf: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        Poll::Pending
    }
}

#[tokio::test]
async fn a_connection_that_falls_silent_after_a_long_answer_is_let_go() {
    let (head, idle) = (Duration::from_millis(40), Duration::from_millis(80));
    let limits = Limits { head, idle, ..Limits::default() };
    let hall = Arc::new(ConnectionLimits {
        limits: limits.clone(),
        exempt: Vec::new(),
        inside: Mutex::default(),
    });
    let seat = hall.seat(IpAddr::from([192, 0, 2, 7])).unwrap();
    let turns = Arc::new(ExchangeState::default());
    let mut paced = TimedStream::new(Silent, seat, Arc::clone(&turns), &limits);
    let answering = turns.begin();
    let reading = tokio::spawn(async move {
        let mut room = [0; 8];
        poll_fn(|cx| Pin::new(&mut paced).poll_read(cx, &mut ReadBuf::new(&mut room))).await
    });
    // Much longer than the limit for a head, which does not apply while a response is pending.
    sleep(Duration::from_millis(200)).await;
    assert!(!reading.is_finished());
    drop(answering);
    let ended = timeout(Duration::from_secs(5), reading).await.unwrap().unwrap();
    assert_eq!(ended.unwrap_err().kind(), std::io::ErrorKind::TimedOut);
    assert!(hall.inside.lock().unwrap().is_empty(), "and the seat is free");
}

//! Tests the limits on connections.

use std::io::Write as _;
use std::time::{Duration, Instant};

use pecule_web::HttpOptions;
use pecule_web::server::limits::Limits;

use crate::site::Site;
use crate::socket::{Listening, Wish, elsewhere, rest, soon};

fn listening(site: &Site, limits: Limits) -> Listening {
    Listening::open(&site.app, Wish { limits, ..Wish::default() })
}

fn quick() -> Limits {
    Limits {
        head: Duration::from_millis(400),
        idle: Duration::from_millis(1200),
        ..Limits::default()
    }
}

/// Measures how long a connection stays open.
#[expect(clippy::disallowed_methods, reason = "a real connection is timed")]
async fn life(
    at: &Listening,
    used: impl FnOnce(&mut std::net::TcpStream) + Send + 'static,
) -> Duration {
    let mut stream = at.connect();
    elsewhere(move || {
        let begun = Instant::now();
        used(&mut stream);
        let _all = rest(&mut stream);
        begun.elapsed()
    })
    .await
}

#[expect(clippy::disallowed_methods, reason = "a real connection is kept waiting")]
fn wait(millis: u64) {
    std::thread::sleep(Duration::from_millis(millis));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_dawdles_over_the_head_is_let_go() {
    let site = Site::new();
    let at = listening(&site, quick());
    let silent = life(&at, |_| {}).await;
    assert!(silent < Duration::from_secs(1), "{silent:?}");
    // Single bytes do not extend the time limit.
    let trickling = life(&at, |stream| {
        for byte in b"GET / HTTP/1.1\r\nhost: localhost\r\n" {
            if stream.write_all(&[*byte]).is_err() {
                return;
            }
            wait(100);
        }
    });
    let trickling = trickling.await;
    assert!(trickling < Duration::from_millis(1500), "{trickling:?}");
    at.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_may_rest_between_requests_but_not_for_ever() {
    let site = Site::new();
    let at = listening(&site, quick());
    let ask = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let resting = life(&at, |stream| {
        for _ in 0..3 {
            stream.write_all(ask).unwrap();
            assert!(soon(stream).starts_with("HTTP/1.1 200"));
            // Longer than the limit for a head, shorter than the limit for an idle connection.
            wait(700);
        }
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    });
    let resting = resting.await;
    assert!(
        resting > Duration::from_millis(2100) && resting < Duration::from_secs(5),
        "{resting:?}"
    );
    at.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_and_addresses_have_an_end() {
    let site = Site::new();
    let at = listening(&site, Limits::default());
    let long = at.get(&format!("/sign-in?next={}", "a".repeat(4200))).await;
    assert!(long.starts_with("HTTP/1.1 414"), "{long}");
    let fits = at.get(&format!("/sign-in?next={}", "a".repeat(3900))).await;
    assert!(fits.starts_with("HTTP/1.1 200"), "{fits}");
    let head = |lines: String| {
        format!("GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{lines}\r\n")
    };
    let heavy = at.say(head(format!("x-heavy: {}\r\n", "a".repeat(17_000)))).await;
    assert!(heavy.starts_with("HTTP/1.1 431"), "{heavy}");
    let many = at.say(head("x-many: a\r\n".repeat(80))).await;
    assert!(many.starts_with("HTTP/1.1 431"), "{many}");
    let usual = at.say(head(format!("x-usual: {}\r\n", "a".repeat(8_000)))).await;
    assert!(usual.starts_with("HTTP/1.1 200"), "{usual}");
    at.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_only_so_many_seats() {
    let site = Site::new();
    let limits = Limits { connections: 8, ..Limits::default() };
    let at = listening(&site, limits);
    let ask = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let mut seated: Vec<_> = (0..8).map(|_| at.connect()).collect();
    for stream in &mut seated {
        stream.write_all(ask).unwrap();
        assert!(soon(stream).starts_with("HTTP/1.1 200"));
    }
    assert_eq!(at.get("/healthz").await, "", "the ninth is sent away");
    drop(seated);
    wait(300);
    assert!(at.get("/healthz").await.starts_with("HTTP/1.1 200"), "and comes in once others left");
    at.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_under_way_is_finished_when_the_program_stops() {
    let site = Site::new();
    let reach = HttpOptions::default();
    let at = Listening::open(&site.app, Wish { reach, ..Wish::default() });
    let asked: Vec<_> = (0..4).map(|_| at.get("/sign-in")).collect();
    for answer in asked {
        assert!(answer.await.trim_end().ends_with("</html>"));
    }
    // An idle connection does not delay the shutdown.
    let mut resting = at.connect();
    resting.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    assert!(soon(&mut resting).starts_with("HTTP/1.1 200"));
    tokio::time::timeout(Duration::from_secs(5), at.stop()).await.unwrap();
}

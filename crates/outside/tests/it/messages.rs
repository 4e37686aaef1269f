//! Tests notifications against aiosmtpd, if installed, and a simulated push server.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use pecule_outside::{Credentials, Message, Relay, Security, SendError};

const MESSAGE: Message<'_> = Message {
    to: "claire@example.org",
    subject: "Pécule : à regarder",
    text: "Plusieurs connexions refusées.",
    link: "https://pecule.example/settings/alerts",
};

/// A running mail server, stopped when dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Returns a Python that has aiosmtpd; the first one in the path may lack it.
fn python() -> Option<&'static str> {
    ["python3", "/usr/bin/python3"].into_iter().find(|python| {
        let mut known = Command::new(python);
        known.args(["-c", "import aiosmtpd"]).stderr(Stdio::null());
        known.status().is_ok_and(|status| status.success())
    })
}

/// Starts aiosmtpd; prints a note if it is missing, which is an error in continuous integration.
#[expect(clippy::disallowed_methods, reason = "a test may wait, and be told where it runs")]
fn mail_server(at: SocketAddr, mailbox: &Path) -> Option<Server> {
    let Some(python) = python() else {
        assert!(
            std::env::var("CI").is_err(),
            "aiosmtpd is missing: apt-get install python3-aiosmtpd"
        );
        println!("skipped: aiosmtpd is not installed");
        return None;
    };
    let server = Command::new(python)
        .args(["-m", "aiosmtpd", "-n", "-l", &at.to_string(), "-c", "aiosmtpd.handlers.Mailbox"])
        .arg(mailbox)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let server = Server(server);
    for _ in 0..100 {
        if TcpStream::connect(at).is_ok() {
            return Some(server);
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("aiosmtpd does not answer at {at}");
}

fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

fn smtp(at: SocketAddr, security: Security) -> Relay {
    let (host, from) = (at.ip().to_string(), "pecule@example.org".to_owned());
    Relay::Smtp { host, port: at.port(), security, from }
}

#[test]
fn a_mail_server_takes_a_message() {
    let (at, folder) = (free(), tempfile::tempdir().unwrap());
    let mailbox = folder.path().join("mail");
    let Some(server) = mail_server(at, &mailbox) else { return };
    assert_eq!(smtp(at, Security::None).send(None, &MESSAGE), Ok(()));
    let mut mails = std::fs::read_dir(mailbox.join("new")).unwrap();
    let mail = std::fs::read_to_string(mails.next().unwrap().unwrap().path()).unwrap();
    assert!(mails.next().is_none(), "one message is one mail");
    assert!(mail.contains("To: claire@example.org"), "{mail}");
    assert!(mail.contains("https://pecule.example/settings/alerts"), "{mail}");
    // The server offers neither TLS nor authentication, and both are required.
    assert_eq!(smtp(at, Security::StartTls).send(None, &MESSAGE), Err(SendError::Untrusted));
    let login = Credentials { name: "x".to_owned(), secret: "y".to_owned().into() };
    assert_eq!(smtp(at, Security::None).send(Some(&login), &MESSAGE), Err(SendError::Untrusted));
    drop(server);
    assert_eq!(smtp(at, Security::None).send(None, &MESSAGE), Err(SendError::Unreachable));
}

/// Starts a minimal mail server that fails at one step.
fn grumpy(step: &'static str, answer: &'static str) -> SocketAddr {
    let door = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = door.local_addr().unwrap();
    thread::spawn(move || {
        let (mut stream, _) = door.accept().unwrap();
        stream.write_all(b"220 here\r\n").unwrap();
        let mut line = Vec::new();
        let mut byte = [0_u8; 1];
        while stream.read_exact(&mut byte).is_ok() {
            line.extend(byte);
            if byte != *b"\n" {
                continue;
            }
            let said = String::from_utf8(std::mem::take(&mut line)).unwrap();
            let reply = if said.starts_with(step) { answer } else { "250 AUTH PLAIN" };
            let reply = if said.starts_with("EHLO") { "250-here\r\n250 AUTH PLAIN" } else { reply };
            stream.write_all(format!("{reply}\r\n").as_bytes()).unwrap();
        }
    });
    at
}

#[test]
fn what_a_mail_server_refuses_is_told_apart() {
    let login = Credentials { name: "x".to_owned(), secret: "y".to_owned().into() };
    for (step, answer, unsent) in [
        ("RCPT", "550 no such mailbox", SendError::NoSuchAddress),
        ("RCPT", "451 later", SendError::Unreachable),
        ("AUTH", "535 wrong", SendError::Refused),
        ("MAIL", "530 sign in first", SendError::Refused),
    ] {
        let relay = smtp(grumpy(step, answer), Security::None);
        assert_eq!(relay.send(Some(&login), &MESSAGE), Err(unsent), "{step} {answer}");
    }
}

/// Starts a server that gives every request the same response and forwards what it received.
fn listener(answer: &'static str) -> (SocketAddr, Receiver<String>) {
    let door = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = door.local_addr().unwrap();
    let (told, heard) = channel();
    thread::spawn(move || {
        for stream in door.incoming() {
            let mut stream = stream.unwrap();
            let (mut request, mut piece) = (Vec::new(), [0_u8; 4096]);
            while !is_whole(&request) {
                match stream.read(&mut piece).unwrap() {
                    0 => break,
                    some => request.extend_from_slice(piece.get(..some).unwrap()),
                }
            }
            stream.write_all(answer.as_bytes()).unwrap();
            let _gone = told.send(String::from_utf8(request).unwrap());
        }
    });
    (at, heard)
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).into_owned();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    length.and_then(|length| length.parse().ok()).is_none_or(|length: usize| body.len() >= length)
}

#[test]
fn a_push_is_one_post_to_the_topic() {
    let (at, heard) = listener("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    let relay = Relay::Push { url: format!("http://{at}/push/") };
    let token = Credentials { name: String::new(), secret: "tk_secret".to_owned().into() };
    let message = Message { to: "pecule-9fJq2LmZ", ..MESSAGE };
    assert_eq!(relay.send(Some(&token), &message), Ok(()));
    let asked = heard.recv().unwrap();
    assert!(asked.starts_with("POST /push/pecule-9fJq2LmZ HTTP/1.1\r\n"), "{asked}");
    assert!(asked.contains("authorization: Bearer tk_secret"), "{asked}");
    assert!(asked.contains("click: https://pecule.example/settings/alerts"), "{asked}");
    assert!(asked.ends_with("https://pecule.example/settings/alerts"), "{asked}");
    assert!(asked.contains("Pécule : à regarder\nPlusieurs connexions refusées."), "{asked}");
    assert_eq!(relay.send(None, &MESSAGE), Err(SendError::Unclear), "a mailbox is no topic");
}

#[test]
fn nobody_is_led_to_another_machine() {
    let (elsewhere, heard) = listener("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    let redirection = format!(
        "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://{elsewhere}/\r\ncontent-length: 0\r\n\r\n"
    );
    let (at, _asked) = listener(redirection.leak());
    let relay = Relay::Push { url: format!("http://{at}") };
    let message = Message { to: "pecule-9fJq2LmZ", ..MESSAGE };
    assert_eq!(relay.send(None, &message), Err(SendError::Elsewhere));
    assert!(heard.recv_timeout(Duration::from_millis(300)).is_err(), "it was followed");
    for (answer, unsent) in [
        ("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n", SendError::Refused),
        ("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", SendError::NoSuchAddress),
        ("HTTP/1.1 503 Unavailable\r\ncontent-length: 0\r\n\r\n", SendError::Unreachable),
        ("HTTP/1.1 418 Teapot\r\ncontent-length: 0\r\n\r\n", SendError::Strange),
    ] {
        let relay = Relay::Push { url: format!("http://{}", listener(answer).0) };
        assert_eq!(relay.send(None, &message), Err(unsent), "{answer}");
    }
    let relay = Relay::Push { url: format!("http://{}", free()) };
    assert_eq!(relay.send(None, &message), Err(SendError::Unreachable));
}

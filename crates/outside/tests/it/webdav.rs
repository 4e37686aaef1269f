//! Tests the WebDAV target against rclone, if installed.

use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use pecule_outside::{BackupLocation, Credentials, Target, TargetError};

use crate::peers::works;

/// A running server, stopped when dropped.
struct Server {
    child: Child,
    url: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts rclone; prints a note if it is missing, which is an error in continuous integration.
#[expect(clippy::disallowed_methods, reason = "a test may wait, and be told where it runs")]
fn serve(root: &Path) -> Option<Server> {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let started = Command::new("rclone")
        .args([
            "serve",
            "webdav",
            "--addr",
            &free.to_string(),
            "--user",
            "foyer",
            "--pass",
            "secret",
        ])
        .args(["--config", "/dev/null"])
        .arg(root)
        .stderr(Stdio::null())
        .spawn();
    let Ok(child) = started else {
        assert!(std::env::var("CI").is_err(), "rclone is missing: apt-get install rclone");
        println!("skipped: rclone is not installed");
        return None;
    };
    let server = Server { child, url: format!("http://{free}") };
    for _ in 0..100 {
        if TcpStream::connect(free).is_ok() {
            return Some(server);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("rclone does not answer at {free}");
}

fn open(url: &str, secret: &str) -> Target {
    let place =
        BackupLocation::WebDav { url: url.to_owned(), prefix: "maison/pécule 1".to_owned() };
    let credentials = Credentials { name: "foyer".to_owned(), secret: secret.to_owned().into() };
    Target::open(&place, Some(&credentials), "mark").unwrap()
}

#[test]
fn a_server_keeps_what_is_carried_there() {
    let root = tempfile::tempdir().unwrap();
    let Some(server) = serve(root.path()) else { return };
    works(&open(&server.url, "secret"));
    assert_eq!(open(&server.url, "autre").try_out(b"x"), Err(TargetError::Refused));
    let url = server.url.clone();
    drop(server);
    assert_eq!(open(&url, "secret").try_out(b"x"), Err(TargetError::Unreachable));
}

//! Tests that no client follows a redirect.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use pecule_outside::{BackupLocation, Credentials, Target};

/// Starts a server that counts requests and always gives the same response; it ends with the test.
fn serve(answer: impl Fn() -> String + Send + 'static) -> (SocketAddr, Arc<AtomicU32>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (at, seen) = (listener.local_addr().unwrap(), Arc::new(AtomicU32::new(0)));
    let counted = Arc::clone(&seen);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            counted.fetch_add(1, Ordering::SeqCst);
            let _ = stream.set_read_timeout(Some(Duration::from_millis(200)));
            let _ = stream.read(&mut [0; 8192]);
            let _ = stream.write_all(answer().as_bytes());
        }
    });
    (at, seen)
}

#[test]
fn whoever_answers_elsewhere_is_not_followed() {
    let here = tempfile::tempdir().unwrap();
    let path = here.path().join("a.age");
    std::fs::write(&path, [42; 2048]).unwrap();
    let (other, followed) =
        serve(|| "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned());
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let (at, asked) = serve(move || {
            format!(
                "HTTP/1.1 {status}\r\nlocation: http://{other}/elsewhere\r\n\
                 content-length: 0\r\nconnection: close\r\n\r\n"
            )
        });
        let webdav =
            BackupLocation::WebDav { url: format!("http://{at}"), prefix: "maison".to_owned() };
        let s3 = BackupLocation::S3 {
            endpoint: format!("http://{at}"),
            bucket: "coffre".to_owned(),
            region: "fr".to_owned(),
            prefix: "maison".to_owned(),
        };
        for place in [webdav, s3] {
            let credentials =
                Credentials { name: "foyer".to_owned(), secret: "secret".to_owned().into() };
            let target = Target::open(&place, Some(&credentials), "mark").unwrap();
            let before = asked.load(Ordering::SeqCst);
            assert!(target.put(&path, "a.age", &|_| {}).is_err(), "{status} {place:?}");
            assert!(target.try_out(b"x").is_err(), "{status} {place:?}");
            assert!(target.digest("a.age").is_err(), "{status} {place:?}");
            assert!(target.list().is_err(), "{status} {place:?}");
            assert!(target.delete("a.age").is_err(), "{status} {place:?}");
            assert!(asked.load(Ordering::SeqCst) > before, "{status} {place:?}: nobody was asked");
            assert_eq!(followed.load(Ordering::SeqCst), 0, "{status} {place:?} was followed");
        }
    }
}

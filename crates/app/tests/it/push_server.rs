//! Runs a server that receives notifications one after the other and hands them over.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

/// Returns its address and what it receives; it answers each request with `status`.
pub(crate) fn push_server(
    status: impl Fn() -> &'static str + Send + 'static,
) -> (String, Receiver<String>) {
    let door = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", door.local_addr().unwrap());
    let (told, heard) = channel();
    thread::spawn(move || {
        for stream in door.incoming() {
            let mut stream = stream.unwrap();
            let (mut request, mut piece) = (Vec::new(), [0_u8; 4096]);
            while !request.ends_with(b"https://pecule.example") {
                match stream.read(&mut piece).unwrap() {
                    0 => break,
                    some => request.extend_from_slice(piece.get(..some).unwrap()),
                }
            }
            let answer = format!("HTTP/1.1 {}\r\ncontent-length: 0\r\n\r\n", status());
            stream.write_all(answer.as_bytes()).unwrap();
            let _gone = told.send(String::from_utf8(request).unwrap());
        }
    });
    (url, heard)
}

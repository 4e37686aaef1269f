//! Tests that a whole session contacts no other machine, by tracing it in a network namespace without routes.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::home::{Home, PASSWORD};

/// The options of `unshare`: a network without routes, and processes that end with the test.
const NAMESPACES: &[&str] = &["-rnm", "--fork", "--pid", "--mount-proc", "--kill-child"];
const ADDRESS: &str = "127.0.0.1:8017";

/// Returns whether a command succeeds.
fn works(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

#[test]
fn a_whole_session_tries_no_address_but_this_machine() {
    if !works("unshare", &[NAMESPACES, &["ip", "link", "set", "lo", "up"]].concat())
        || !works("strace", &["-V"])
    {
        eprintln!("skipped: unshare, ip or strace is missing, or not allowed");
        return;
    }
    let ended = Command::new("unshare")
        .args(NAMESPACES)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "no_way_out::session_without_a_route", "--ignored", "--nocapture"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success() && said.contains("1 passed"), "{said}");
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _gone = self.0.wait();
    }
}

#[test]
#[ignore = "started by the test above, in a namespace of its own"]
fn session_without_a_route() {
    assert!(works("ip", &["link", "set", "lo", "up"]));
    assert!(TcpStream::connect("192.0.2.1:443").is_err(), "there is no route here");
    let home = Home::with_claire();
    home.claire(&["demo"]).done();
    let rates = "date,base,currency,rate\n2026-11-20,EUR,USD,1.08\n";
    fs::write(home.path("rates.csv"), rates).unwrap();
    home.claire(&["import", "exchange-rates", "rates.csv"]).done();
    fs::create_dir(home.path("disk")).unwrap();
    home.claire(&["backup", "target", "add", "disque", "--folder", "disk"]).done();
    let server = Command::new("strace")
        .args(["-f", "-e", "trace=bind,connect,sendto,sendmsg,sendmmsg", "-o"])
        .arg(home.path("trace"))
        .arg(env!("CARGO_BIN_EXE_pecule"))
        .args(["serve", "--listen", ADDRESS, "--data"])
        .arg(home.path("data"))
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let server = Server(server);
    let form = format!("name=Claire&password={PASSWORD}");
    let signed_in = retry_while_busy(&format!(
        "POST /sign-in HTTP/1.1\r\nHost: {ADDRESS}\r\nOrigin: http://{ADDRESS}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    ));
    let cookie = signed_in.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    let cookie = cookie.split(';').next().unwrap();
    for page in ["/", "/wealth", "/analysis", "/household", "/household/doctor", "/settings"] {
        let answer = retry_while_busy(&format!(
            "GET {page} HTTP/1.1\r\nHost: {ADDRESS}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
        ));
        assert!(answer.starts_with("HTTP/1.1 200"), "{page}: {answer}");
    }
    // Create books in the browser, then let the server upload a backup to the folder.
    let books = "title=Livres%20d%E2%80%99essai";
    let made = retry_while_busy(&format!(
        "POST /books HTTP/1.1\r\nHost: {ADDRESS}\r\nOrigin: http://{ADDRESS}\r\nCookie: {cookie}\r\n\
         Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{books}",
        books.len()
    ));
    assert!(made.starts_with("HTTP/1.1 303"), "{made}");
    let carried = || {
        let mut files = fs::read_dir(home.path("disk")).unwrap();
        files.any(|file| file.unwrap().path().extension().is_some_and(|end| end == "age"))
    };
    waited_for(carried);
    let doctor = home.run(&["doctor", "--data", "data", "--full"]);
    assert!(doctor.out.contains("hosts: –"), "{}", doctor.all());
    drop(server);

    let trace = fs::read_to_string(home.path("trace")).unwrap();
    assert!(trace.contains("bind(") && trace.contains("127.0.0.1"), "nothing was traced");
    let elsewhere: Vec<&str> = trace
        .lines()
        .filter(|line| line.contains("sa_family=AF_INET"))
        .filter(|line| !line.contains("\"127.0.0.1\"") && !line.contains("\"::1\""))
        .collect();
    assert!(elsewhere.is_empty(), "{elsewhere:#?}");
}

/// Waits up to a minute for a job of the server.
#[expect(clippy::disallowed_methods, reason = "another process is waited for in real time")]
fn waited_for(seen: impl Fn() -> bool) {
    for _ in 0..600 {
        if seen() {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("the server does not do it");
}

/// Waits until the server answers.
#[expect(clippy::disallowed_methods, reason = "another process is waited for in real time")]
fn retry_while_busy(request: &str) -> String {
    for _ in 0..100 {
        let answer = TcpStream::connect(ADDRESS).and_then(|mut stream| {
            stream.write_all(request.as_bytes())?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer)?;
            Ok(String::from_utf8_lossy(&answer).into_owned())
        });
        match answer {
            Ok(answer) if !answer.is_empty() => return answer,
            _not_yet => std::thread::sleep(Duration::from_millis(100)),
        }
    }
    panic!("the server does not answer")
}

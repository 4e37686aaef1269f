//! Runs `pecule healthcheck`: checks that the server answers, for a container or a supervisor.
//!
//! Uses plain sockets and needs no key. Over https it only opens a TCP connection.

use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use crate::cli::tools::Healthcheck;
use crate::error::{Failure, Outcome};

/// The timeout of connecting, reading and writing, each.
const PATIENCE: Duration = Duration::from_secs(3);

pub(crate) fn run(asked: &Healthcheck) -> Outcome {
    let address = Address::read(&asked.url).ok_or_else(|| {
        Failure::Usage(format!("{}: not a URL such as http://127.0.0.1:8017/healthz", asked.url))
    })?;
    let status = address.ask().map_err(|error| {
        Failure::said(
            format!("{}: {error}", asked.url),
            "No answer at this address: is the server running?",
        )
    })?;
    match status.as_deref() {
        // Over TLS only the connection was checked.
        None | Some("200" | "204") => Ok(()),
        Some(other) => Err(Failure::said(
            format!("{}: answered {other}", asked.url),
            "The server runs but reports a problem: read its log, and run `pecule doctor`.",
        )),
    }
}

/// A parsed URL.
#[derive(Debug, PartialEq, Eq)]
struct Address<'a> {
    tls: bool,
    /// The host name or IP address with its port.
    host: String,
    path: &'a str,
}

impl<'a> Address<'a> {
    fn read(url: &'a str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let tls = match scheme {
            "http" => false,
            "https" => true,
            _ => return None,
        };
        let (host, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
        if host.is_empty() || url.contains(char::is_whitespace) || host.contains('@') {
            return None;
        }
        // In an IPv6 address only the colon behind the bracket separates a port.
        let has_port = host.rsplit_once(':').is_some_and(|(_, port)| !port.ends_with(']'));
        let port = if tls { 443 } else { 80 };
        let host = if has_port { host.to_owned() } else { format!("{host}:{port}") };
        Some(Self { tls, host, path })
    }

    /// Returns the HTTP status; `None` over TLS, where no request is sent.
    fn ask(&self) -> std::io::Result<Option<String>> {
        let mut refusal = std::io::Error::from(std::io::ErrorKind::AddrNotAvailable);
        for address in self.host.to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, PATIENCE) {
                Ok(stream) if self.tls => {
                    drop(stream);
                    return Ok(None);
                }
                Ok(stream) => return self.exchange(stream).map(Some),
                Err(error) => refusal = error,
            }
        }
        Err(refusal)
    }

    fn exchange(&self, mut stream: TcpStream) -> std::io::Result<String> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let (path, host) = (self.path, &self.host);
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
        let mut head = [0_u8; 12];
        stream.read_exact(&mut head)?;
        let line = String::from_utf8_lossy(&head);
        let status = line.strip_prefix("HTTP/1.").and_then(|rest| rest.split(' ').nth(1));
        Ok(status.unwrap_or("something else than HTTP").to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_a_scheme_a_host_and_perhaps_a_port() {
        let read =
            |url| Address::read(url).map(|address| (address.tls, address.host, address.path));
        let is = |tls, host: &str, path| Some((tls, host.to_owned(), path));
        assert_eq!(read("http://127.0.0.1:8017/healthz"), is(false, "127.0.0.1:8017", "/healthz"));
        assert_eq!(read("http://localhost"), is(false, "localhost:80", "/"));
        assert_eq!(read("https://[::1]/readyz"), is(true, "[::1]:443", "/readyz"));
        assert_eq!(read("https://[::1]:8443/"), is(true, "[::1]:8443", "/"));
        for bad in
            ["", "localhost", "ftp://localhost/", "http:///x", "http://a b/", "http://me:pw@host/"]
        {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}

//! Runs the real server on a folder, and provides clients of its API.

use std::io::{BufRead as _, BufReader, Error, ErrorKind, Read as _, Result, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::faults::shim::Shim;

/// Makes a command of the program, without its environment variables.
pub(crate) fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pecule"));
    command.args(arguments).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PECULE_") || name == "CREDENTIALS_DIRECTORY" {
            command.env_remove(name);
        }
    }
    command
}

/// A running server, killed when dropped.
pub(crate) struct Server {
    child: Child,
    /// The address of the server.
    pub(crate) at: String,
}

impl Server {
    /// Starts the server and waits until it listens.
    pub(crate) fn start(data: &Path, shim: Option<&Shim>) -> Self {
        Self::try_start(data, shim).expect("the server starts")
    }

    /// Starts the server; `None` where it refuses to start.
    pub(crate) fn try_start(data: &Path, shim: Option<&Shim>) -> Option<Self> {
        let folder = data.to_str().unwrap();
        let listen = ["--listen", "127.0.0.1:0", "--rate-limit-per-second", "0"];
        let mut command = program(&[&["serve", "--data", folder], &listen[..]].concat());
        let said = std::fs::File::options()
            .create(true)
            .append(true)
            .open(data.with_extension("said"))
            .unwrap();
        command.stdout(Stdio::piped()).stderr(said);
        if let Some(shim) = shim {
            shim.before(&mut command);
        }
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let at = lines
            .map_while(std::result::Result::ok)
            .find_map(|line| line.strip_prefix("P\u{e9}cule: http://").map(str::to_owned));
        let Some(at) = at else {
            child.wait().unwrap();
            return None;
        };
        Some(Self { child, at })
    }

    /// Kills the server, as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Stops the server and returns whether it exited successfully.
    pub(crate) fn stop(mut self) -> bool {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").arg(pid).status().unwrap().success());
        self.child.wait().unwrap().success()
    }

    /// Waits until the server exits, and returns whether it was successful.
    pub(crate) fn ended(mut self) -> bool {
        self.child.wait().unwrap().success()
    }

    /// Returns whether the server is running.
    pub(crate) fn is_up(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// Signs in like a browser, and returns the raw answer.
pub(crate) fn knock(at: &str, name: &str, password: &str) -> Result<String> {
    let encoded =
        |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    let form = format!("name={}&password={}", encoded(name), encoded(password));
    let length = form.len();
    let request = format!(
        "POST /sign-in HTTP/1.1\r\nhost: {at}\r\norigin: http://{at}\r\naccept-language: en\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{form}"
    );
    let mut stream = TcpStream::connect(at)?;
    stream.set_read_timeout(Some(Duration::from_mins(1)))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// An API client with one connection.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    at: String,
    token: String,
}

/// The access and refresh tokens of a person.
#[derive(Clone, Debug)]
pub(crate) struct Tokens {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

impl Tokens {
    fn of(answer: &Value) -> Result<Self> {
        let text = |name: &str| answer[name].as_str().map(str::to_owned);
        match (text("access_token"), text("refresh_token")) {
            (Some(access), Some(refresh)) => Ok(Self { access, refresh }),
            _ => Err(Error::other(answer.to_string())),
        }
    }
}

impl Client {
    pub(crate) fn new(server: &str, token: &str) -> Result<Self> {
        let stream = TcpStream::connect(server)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        Ok(Self { stream: BufReader::new(stream), at: server.to_owned(), token: token.to_owned() })
    }

    /// Signs in with a password.
    pub(crate) fn sign_in(server: &str, name: &str, password: &str) -> Result<Tokens> {
        let form = json!({ "name": name, "password": password });
        let (_status, answer) = Self::new(server, "")?.send("POST", "/tokens", &form)?;
        Tokens::of(&answer)
    }

    /// Signs in with a refresh token.
    pub(crate) fn refresh(server: &str, refresh: &str) -> Result<Tokens> {
        let form = json!({ "refresh_token": refresh });
        let (_status, answer) = Self::new(server, "")?.send("POST", "/tokens/refresh", &form)?;
        Tokens::of(&answer)
    }

    /// Sends a GET request.
    pub(crate) fn get(&mut self, path: &str) -> Result<(u16, Value)> {
        self.ask("GET", path, "application/json", b"")
    }

    /// Sends a JSON form.
    pub(crate) fn send(&mut self, method: &str, path: &str, form: &Value) -> Result<(u16, Value)> {
        self.ask(method, path, "application/json", form.to_string().as_bytes())
    }

    /// Uploads a file.
    pub(crate) fn bring(&mut self, path: &str, file: &str) -> Result<(u16, Value)> {
        self.ask("POST", path, "application/octet-stream", file.as_bytes())
    }

    /// Returns all items of a paged list.
    pub(crate) fn all(&mut self, path: &str) -> Vec<Value> {
        let (mut items, mut after) = (Vec::new(), String::new());
        loop {
            let (status, slice) = self.get(&format!("{path}?limit=5000{after}")).unwrap();
            assert_eq!(status, 200, "{path}: {slice}");
            items.extend(slice["items"].as_array().unwrap().iter().cloned());
            match slice["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => return items,
            }
        }
    }

    fn ask(&mut self, method: &str, path: &str, kind: &str, body: &[u8]) -> Result<(u16, Value)> {
        let (at, token, length) = (&self.at, &self.token, body.len());
        let bearer = if token.is_empty() {
            String::new()
        } else {
            format!("authorization: Bearer {token}\r\n")
        };
        let mut request = format!(
            "{method} /api/v1{path} HTTP/1.1\r\nhost: {at}\r\n{bearer}content-type: {kind}\r\ncontent-length: {length}\r\n\r\n"
        )
        .into_bytes();
        request.extend_from_slice(body);
        self.stream.get_mut().write_all(&request)?;
        self.answer()
    }

    fn answer(&mut self) -> Result<(u16, Value)> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|word| word.parse().ok());
        let status = status.ok_or(ErrorKind::UnexpectedEof)?;
        let (mut length, mut in_pieces) = (0, false);
        loop {
            let line = self.line()?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(said) = line.strip_prefix("content-length:") {
                length = said.trim().parse().map_err(Error::other)?;
            }
            in_pieces |= line == "transfer-encoding: chunked";
        }
        let mut body = Vec::new();
        if in_pieces {
            loop {
                let size = usize::from_str_radix(&self.line()?, 16).map_err(Error::other)?;
                self.piece(size, &mut body)?;
                self.line()?;
                if size == 0 {
                    break;
                }
            }
        } else {
            self.piece(length, &mut body)?;
        }
        Ok((status, serde_json::from_slice(&body).unwrap_or(Value::Null)))
    }

    fn piece(&mut self, size: usize, into: &mut Vec<u8>) -> Result<()> {
        let mut piece = vec![0; size];
        self.stream.read_exact(&mut piece)?;
        into.append(&mut piece);
        Ok(())
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 || !line.ends_with('\n') {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }
}

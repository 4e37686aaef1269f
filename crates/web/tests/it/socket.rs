//! Runs the site on a real socket, with clients that send raw HTTP and TLS.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use pecule_app::app::App;
use pecule_web::server::limits::Limits;
use pecule_web::server::tls::Pair;
use pecule_web::{HttpOptions, Options, Start};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, SupportedProtocolVersion};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

/// Time limit of every client.
const PATIENCE: Duration = Duration::from_secs(20);

/// A listening site that can be stopped.
pub(crate) struct Listening {
    pub(crate) at: SocketAddr,
    pub(crate) look_again: Arc<Notify>,
    stop: oneshot::Sender<()>,
    served: JoinHandle<std::io::Result<pecule_web::Ended>>,
}

/// Options of a site under test.
#[derive(Default)]
pub(crate) struct Wish {
    pub(crate) reach: HttpOptions,
    pub(crate) limits: Limits,
    pub(crate) certificate: Option<Pair>,
}

impl Listening {
    /// Serves an open installation.
    pub(crate) fn open(app: &App, wish: Wish) -> Self {
        Self::start(Start::Open(app.clone()), wish)
    }

    /// Serves an open or locked installation.
    pub(crate) fn start(start: Start, wish: Wish) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let look_again: Arc<Notify> = Arc::default();
        let mut reach = wish.reach;
        reach.tls = wish.certificate.is_some();
        let options = Options {
            reach,
            limits: wish.limits,
            certificate: wish.certificate,
            metrics: None,
            look_again: Arc::clone(&look_again),
            opened: Box::new(|_app| {}),
        };
        let served = tokio::spawn(pecule_web::serve(start, listener, options, async move {
            let _told = stopped.await;
        }));
        Self { at, look_again, stop, served }
    }

    /// Stops the site and waits for it to end.
    pub(crate) async fn stop(self) {
        self.stop.send(()).unwrap();
        self.served.await.unwrap().unwrap();
    }

    /// Connects without TLS.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.at).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Fetches an address without TLS and returns the raw response.
    pub(crate) async fn get(&self, path: &str) -> String {
        let head = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        self.say(head).await
    }

    /// Submits a form without TLS.
    pub(crate) async fn post(&self, path: &str, form: &str) -> String {
        let length = form.len();
        self.say(format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\naccept-language: fr\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{form}"
        ))
        .await
    }

    /// Sends bytes without TLS and reads to the end.
    pub(crate) async fn say(&self, bytes: String) -> String {
        let mut stream = self.connect();
        elsewhere(move || {
            stream.write_all(bytes.as_bytes()).unwrap();
            rest(&mut stream)
        })
        .await
    }

    /// Fetches an address over TLS, trusting one authority. Fails if no connection is established.
    pub(crate) async fn get_sealed(
        &self,
        authority: Vec<u8>,
        name: &'static str,
        versions: &'static [&'static SupportedProtocolVersion],
        head: String,
    ) -> Result<String, String> {
        let at = self.at;
        elsewhere(move || {
            let mut roots = RootCertStore::empty();
            roots.add(CertificateDer::from(authority)).unwrap();
            let config =
                ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
                    .with_protocol_versions(versions)
                    .unwrap()
                    .with_root_certificates(roots)
                    .with_no_client_auth();
            let name = ServerName::try_from(name).unwrap();
            let mut tls = ClientConnection::new(Arc::new(config), name).unwrap();
            let mut stream = TcpStream::connect(at).unwrap();
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            let mut sealed = rustls::Stream::new(&mut tls, &mut stream);
            sealed.write_all(head.as_bytes()).map_err(|error| error.to_string())?;
            Ok(rest(&mut sealed))
        })
        .await
    }
}

/// Runs blocking work.
pub(crate) async fn elsewhere<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

/// Reads to the end; an aborted connection gives the bytes read so far.
pub(crate) fn rest(stream: &mut impl std::io::Read) -> String {
    let mut said = Vec::new();
    let _cut = stream.read_to_end(&mut said);
    String::from_utf8_lossy(&said).into_owned()
}

/// Returns the authority of a PEM file.
pub(crate) fn der(path: &std::path::Path) -> Vec<u8> {
    CertificateDer::from_pem_slice(&std::fs::read(path).unwrap()).unwrap().to_vec()
}

/// Reads until no more bytes arrive for a while.
pub(crate) fn soon(stream: &mut TcpStream) -> String {
    stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    let mut said = vec![0; 64 * 1024];
    let read = stream.read(&mut said).unwrap_or(0);
    said.truncate(read);
    String::from_utf8_lossy(&said).into_owned()
}

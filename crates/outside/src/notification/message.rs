//! Sends notifications through a relay, without amounts or names.

use std::time::Duration;

use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::Credentials as Login;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::{self, SmtpTransport};
use lettre::{Address, Message as Mail, Transport as _};
use reqwest::Client;
use reqwest::redirect::Policy;

use crate::backup_target::location::Credentials;
use crate::notification::relay::{Relay, Security};
use crate::runtime;

/// The timeout for a relay.
const PATIENCE: Duration = Duration::from_secs(10);

/// A notification to one recipient.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    /// The mail address of the person, or their topic.
    pub to: &'a str,
    /// A single line.
    pub subject: &'a str,
    /// A few lines.
    pub text: &'a str,
    /// The base URL of the program.
    pub link: &'a str,
}

/// The reason why a notification was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The relay did not respond in time.
    #[error("this server does not answer: see that its name and its port are right")]
    Unreachable,
    /// The relay rejected the credentials.
    #[error("this server refuses: see the user and the password")]
    Refused,
    /// The relay does not know the address.
    #[error("this server does not take messages for this address")]
    NoSuchAddress,
    /// The relay offers no encryption that can be trusted.
    #[error("this server offers no encryption that can be trusted")]
    Untrusted,
    /// The relay redirects to another machine.
    #[error(
        "this server leads elsewhere, and one does not follow: give the address of the server itself"
    )]
    Elsewhere,
    /// The relay, its credentials or the address are incomplete or malformed.
    #[error("this server or this address is not described well enough")]
    Unclear,
    /// The response is not one that this program understands.
    #[error("this server answered something that was not understood")]
    Strange,
}

impl SendError {
    /// Every reason, in a fixed order.
    pub const ALL: [Self; 7] = [
        Self::Unreachable,
        Self::Refused,
        Self::NoSuchAddress,
        Self::Untrusted,
        Self::Elsewhere,
        Self::Unclear,
        Self::Strange,
    ];

    /// Returns the stable word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Refused => "refused",
            Self::NoSuchAddress => "no-such-address",
            Self::Untrusted => "untrusted",
            Self::Elsewhere => "elsewhere",
            Self::Unclear => "unclear",
            Self::Strange => "strange",
        }
    }

    /// Maps an HTTP status to a reason; `None` for success.
    const fn of_status(status: u16) -> Option<Self> {
        Some(match status {
            200..=299 => return None,
            300..=399 => Self::Elsewhere,
            401 | 403 => Self::Refused,
            404 | 410 => Self::NoSuchAddress,
            408 | 429 | 500..=599 => Self::Unreachable,
            _ => Self::Strange,
        })
    }
}

impl From<smtp::Error> for SendError {
    fn from(error: smtp::Error) -> Self {
        let code = error.status().map(u16::from);
        match code {
            Some(530 | 534 | 535 | 538) => Self::Refused,
            Some(550 | 551 | 553 | 556) => Self::NoSuchAddress,
            Some(400..=499) => Self::Unreachable,
            Some(_) => Self::Strange,
            None if error.is_tls() => Self::Untrusted,
            // This includes a server without the required STARTTLS or authentication.
            None if error.is_client() => Self::Untrusted,
            None if error.is_response() => Self::Strange,
            None => Self::Unreachable,
        }
    }
}

impl Relay {
    /// Sends a notification through this relay. No other machine is contacted.
    pub fn send(
        &self,
        credentials: Option<&Credentials>,
        message: &Message<'_>,
    ) -> Result<(), SendError> {
        if self.flaw().is_some() || self.flaw_of(message.to).is_some() {
            return Err(SendError::Unclear);
        }
        match self {
            Self::Smtp { host, port, security, from } => {
                let transport = transport(host, *port, *security, credentials)?;
                transport.send(&mail(from, message)?)?;
                Ok(())
            }
            Self::Push { url } => {
                let address = Self::topic(url, message.to);
                runtime::run(push(&address, credentials, message))
                    .unwrap_or(Err(SendError::Unclear))
            }
        }
    }
}

fn transport(
    host: &str,
    port: u16,
    security: Security,
    credentials: Option<&Credentials>,
) -> Result<SmtpTransport, SendError> {
    let trusted = || TlsParameters::new(host.to_owned());
    let tls = match security {
        Security::Tls => Tls::Wrapper(trusted()?),
        Security::StartTls => Tls::Required(trusted()?),
        Security::None => Tls::None,
    };
    let mut builder =
        SmtpTransport::builder_dangerous(host).port(port).tls(tls).timeout(Some(PATIENCE));
    if let Some(Credentials { name, secret }) = credentials {
        builder = builder.credentials(Login::new(name.clone(), (**secret).clone()));
    }
    Ok(builder.build())
}

fn mail(from: &str, message: &Message<'_>) -> Result<Mail, SendError> {
    let mailbox = |text: &str, name: Option<&str>| {
        let address = text.parse::<Address>().map_err(|_bad| SendError::Unclear)?;
        Ok::<_, SendError>(Mailbox::new(name.map(str::to_owned), address))
    };
    Mail::builder()
        .from(mailbox(from, Some("Pécule"))?)
        .to(mailbox(message.to, None)?)
        .subject(message.subject)
        .header(ContentType::TEXT_PLAIN)
        .body(format!("{}\n\n{}\n", message.text, message.link))
        .map_err(|_bad| SendError::Unclear)
}

async fn push(
    address: &str,
    credentials: Option<&Credentials>,
    message: &Message<'_>,
) -> Result<(), SendError> {
    // Contact only the configured machine: no redirects, and no proxy from the environment.
    let client = Client::builder().redirect(Policy::none()).no_proxy().timeout(PATIENCE).build();
    let client = client.map_err(|_no_client| SendError::Unclear)?;
    let mut request = client
        .post(address)
        .header("Title", "Pecule")
        .header("Click", message.link)
        .header("Content-Type", "text/plain; charset=utf-8")
        .body(format!("{}\n{}\n{}", message.subject, message.text, message.link));
    if let Some(Credentials { name, secret }) = credentials {
        request = if name.is_empty() {
            request.bearer_auth(&**secret)
        } else {
            request.basic_auth(name, Some(&**secret))
        };
    }
    let answer = request.send().await.map_err(|error| of_request(&error))?;
    SendError::of_status(answer.status().as_u16()).map_or(Ok(()), Err)
}

fn of_request(error: &reqwest::Error) -> SendError {
    if error.is_builder() { SendError::Unclear } else { SendError::Unreachable }
}

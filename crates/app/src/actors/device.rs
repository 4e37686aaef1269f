//! The browser or program that a request comes from.

use pecule_keys::SessionToken;
use pecule_store::household::auth::sessions::Session;
use pecule_store::household::people::persons::folded;

/// The device of a sign-in.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// Label that its owner recognises.
    pub label: String,
    pub address: String,
    pub(crate) known: DeviceIdentity,
}

impl Device {
    /// A device with a label and an address.
    pub fn new(label: impl Into<String>, address: impl Into<String>) -> Self {
        Self { label: label.into(), address: address.into(), known: DeviceIdentity::Stranger }
    }

    /// Adds the token that the browser kept from an earlier sign-in, if any.
    #[must_use]
    pub fn with_secret(self, token: Option<&str>) -> Self {
        let token = token.and_then(|text| SessionToken::parse(text).ok());
        let known =
            token.map_or(DeviceIdentity::Stranger, |token| DeviceIdentity::Token(token.hash()));
        Self { known, ..self }
    }

    /// The terminal of the operator, who has access to the files anyway.
    pub(crate) fn command_line(name: &str) -> Self {
        let known = DeviceIdentity::Ours(format!("command:{}", folded(name)));
        Self { label: "command line".to_owned(), address: String::new(), known }
    }

    /// The device of an existing session.
    pub(crate) fn of(session: Session) -> Self {
        let known = DeviceIdentity::Ours(format!("session:{}", session.id));
        Self { label: session.label, address: session.address, known }
    }
}

/// How a device is identified.
#[derive(Debug, Clone, Default)]
pub(crate) enum DeviceIdentity {
    #[default]
    Stranger,
    /// Hash of the device token; it is looked up when needed.
    Token([u8; 32]),
    /// Trusted by the program, under this key.
    Ours(String),
}

//! Checks time-based one-time passwords of six digits (TOTP, RFC 6238).

use std::fmt::{self, Write};

use subtle::ConstantTimeEq;
use thiserror::Error;
use totp_rs::{Builder, Secret};
use zeroize::Zeroizing;

use crate::crypto::random::NoRandomness;
use crate::crypto::{random, sealing};
use crate::installation::installation_id::Install;
use crate::installation::master_key::{MasterKey, Purpose};

const STEP: i64 = 30;
const DIGITS: usize = 6;

/// The secret shared between a person's authenticator and the installation.
pub struct TotpSecret(Zeroizing<[u8; 20]>);

/// The error for a stored secret that does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "the stored second factor is damaged or belongs to another person or installation: \
     enrol the telephone again"
)]
pub struct TotpDamaged;

impl TotpSecret {
    /// Generates a new secret of 160 bits.
    pub fn generate() -> Result<Self, NoRandomness> {
        random::secret().map(Self)
    }

    /// Wraps the secret under the master key, bound to the installation and the person.
    pub fn wrap(
        &self,
        master: &MasterKey,
        install: &Install,
        person: &[u8; 16],
    ) -> Result<Vec<u8>, NoRandomness> {
        let key = master.subkey(install, Purpose::Totp, "1");
        sealing::seal(&key, &bound(install, person), self.0.as_slice())
    }

    /// Unwraps a secret that [`TotpSecret::wrap`] wrapped.
    pub fn unwrap(
        wrapped: &[u8],
        master: &MasterKey,
        install: &Install,
        person: &[u8; 16],
    ) -> Result<Self, TotpDamaged> {
        let key = master.subkey(install, Purpose::Totp, "1");
        let opened = sealing::open(&key, &bound(install, person), wrapped).or(Err(TotpDamaged))?;
        let bytes = <&[u8; 20]>::try_from(opened.as_slice()).or(Err(TotpDamaged))?;
        Ok(Self(Zeroizing::new(*bytes)))
    }

    /// Checks a code. Returns the time step to store as the next `last_step`, or `None` for a wrong code.
    ///
    /// Each code is accepted once: its step must be above `last_step`. Steps last 30 s; the previous and
    /// the next step are accepted too, since clocks differ.
    pub fn verify(&self, code: &str, now: i64, last_step: Option<i64>) -> Option<i64> {
        let typed: Zeroizing<String> =
            Zeroizing::new(code.chars().filter(|c| !c.is_whitespace()).collect());
        if typed.len() != DIGITS || !typed.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let present = now.div_euclid(STEP);
        let mut found = None;
        // Compute all three steps, so that the time does not reveal which one matches.
        for step in present.saturating_sub(1)..=present.saturating_add(1) {
            let fresh = last_step.is_none_or(|last| step > last);
            let Some(code) = self.code(step) else { continue };
            let right: bool = code.as_bytes().ct_eq(typed.as_bytes()).into();
            if right && fresh && found.is_none() {
                found = Some(step);
            }
        }
        found
    }

    /// Returns the secret in base32, for authenticators that cannot scan.
    pub fn base32(&self) -> Zeroizing<String> {
        Zeroizing::new(Secret::new_stack(*self.0).to_base32())
    }

    /// Returns the `otpauth` URI for a QR code.
    pub fn uri(&self, issuer: &str, account: &str) -> Zeroizing<String> {
        let (issuer, account) = (percent(issuer), percent(account));
        let secret = self.base32();
        Zeroizing::new(format!(
            "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}\
             &algorithm=SHA1&digits={DIGITS}&period={STEP}",
            *secret
        ))
    }

    fn code(&self, step: i64) -> Option<Zeroizing<String>> {
        let time = u64::try_from(step.checked_mul(STEP)?).ok()?;
        let totp = Builder::new().with_secret(Secret::new_stack(*self.0)).build().ok()?;
        Some(Zeroizing::new(totp.generate(time).to_string()))
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(secret)")
    }
}

fn bound<'a>(install: &'a Install, person: &'a [u8; 16]) -> [&'a [u8]; 3] {
    [b"pecule/totp", install.as_bytes(), person]
}

/// Percent-encodes text (RFC 3986), except letters, digits and `-._~`.
fn percent(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests;

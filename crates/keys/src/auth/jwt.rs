//! Issues and verifies the access tokens of the API (RFC 7519, RFC 9068).
//!
//! A token lives ten minutes. HS256 and one exact header are accepted, nothing else.

use std::fmt;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use thiserror::Error;

use crate::crypto::encoding::to_base64;
use crate::installation::installation_id::Install;
use crate::installation::master_key::{MasterKey, Purpose};

/// The lifetime of an access token, in seconds.
pub const LIFETIME: i64 = 600;
/// The tolerated difference between two clocks, in seconds.
pub const LEEWAY: i64 = 5;
const LONGEST: usize = 4096;
const AUDIENCE: &str = "pecule-api";
const TYPE: &str = "at+jwt";

/// Issues and verifies the access tokens of one installation.
pub struct AccessTokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    header: Header,
    header_text: String,
    issuer: String,
}

/// The caller and the session of an access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// The identifier of the person.
    pub sub: String,
    /// The identifier of the session, whose row is checked at each call.
    pub sid: String,
    /// The identifier of the token.
    pub jti: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Payload {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    jti: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// The error for a refused access token; all but `Expired` deserve an entry in the audit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TokenProblem {
    /// The token has more than 4096 bytes.
    #[error("the access token is too long: send the one that was issued")]
    TooLong,
    /// The token is not three parts of base64url with JSON inside.
    #[error("this is not an access token: ask for one at /api/v1/tokens")]
    Malformed,
    /// The header names another algorithm.
    #[error("the access token is signed in another way than ours: ask for a new one")]
    WrongAlgorithm,
    /// The header is not byte for byte the issued one.
    #[error("the access token has a header that is not ours: ask for a new one")]
    WrongHeader,
    /// The signature does not match.
    #[error("the access token was altered or signed elsewhere: ask for a new one")]
    WrongSignature,
    /// A claim is missing, has another type, or names another issuer or audience.
    #[error("the access token lacks a claim or carries a wrong one: ask for a new one")]
    WrongClaims,
    /// The token lives longer than [`LIFETIME`], or ends before it begins.
    #[error("the access token has impossible dates: ask for a new one")]
    WrongDates,
    /// The token is not valid yet.
    #[error("the access token is not valid yet: check this machine's clock")]
    TooEarly,
    /// The token has expired.
    #[error("the access token has expired: refresh it at /api/v1/tokens/refresh")]
    Expired,
}

impl AccessTokens {
    /// Derives the signing key of version `kid`.
    pub fn new(master: &MasterKey, install: &Install, kid: &str) -> Self {
        let key = master.subkey(install, Purpose::Jwt, kid);
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(kid.to_owned());
        // Serialising cannot fail. If it did, the empty text would make `verify` refuse every token.
        let header_text = to_base64(&serde_json::to_vec(&header).unwrap_or_default());
        Self {
            encoding: EncodingKey::from_secret(key.as_slice()),
            decoding: DecodingKey::from_secret(key.as_slice()),
            header,
            header_text,
            issuer: format!("pecule:{install}"),
        }
    }

    /// Issues a token that expires ten minutes after `now`.
    pub fn issue(&self, claims: &Claims, now: i64) -> Result<String, TokenProblem> {
        let payload = Payload {
            iss: self.issuer.clone(),
            aud: AUDIENCE.to_owned(),
            sub: claims.sub.clone(),
            sid: claims.sid.clone(),
            jti: claims.jti.clone(),
            iat: now,
            nbf: now,
            exp: now.saturating_add(LIFETIME),
        };
        jsonwebtoken::encode(&self.header, &payload, &self.encoding)
            .or(Err(TokenProblem::Malformed))
    }

    /// Verifies a token as of `now`. The caller must also check that the session still exists.
    pub fn verify(&self, token: &str, now: i64) -> Result<Claims, TokenProblem> {
        if token.len() > LONGEST {
            return Err(TokenProblem::TooLong);
        }
        self.check_header(token)?;
        let payload = self.decode(token)?;
        let ours = payload.iss == self.issuer && payload.aud == AUDIENCE;
        let named = ![&payload.sub, &payload.sid, &payload.jti].iter().any(|id| id.is_empty());
        if !ours || !named {
            return Err(TokenProblem::WrongClaims);
        }
        check_dates(&payload, now)?;
        Ok(Claims { sub: payload.sub, sid: payload.sid, jti: payload.jti })
    }

    /// Checks that the header is exactly the issued one, without a key, an address or an extension.
    fn check_header(&self, token: &str) -> Result<(), TokenProblem> {
        let header = jsonwebtoken::decode_header(token).or(Err(TokenProblem::Malformed))?;
        if header.alg != Algorithm::HS256 {
            return Err(TokenProblem::WrongAlgorithm);
        }
        // Compare bytes: the parser may drop fields that were never in an issued header.
        let theirs = token.split('.').next().unwrap_or_default();
        let same: bool = self.header_text.as_bytes().ct_eq(theirs.as_bytes()).into();
        if same { Ok(()) } else { Err(TokenProblem::WrongHeader) }
    }

    /// Checks the signature, then the presence and type of every claim.
    fn decode(&self, token: &str) -> Result<Payload, TokenProblem> {
        let mut validation = Validation::new(Algorithm::HS256);
        // `verify` checks dates against the caller's clock, and names against the issuer.
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation.validate_aud = false;
        let decoded = jsonwebtoken::decode::<Payload>(token, &self.decoding, &validation);
        decoded.map(|token| token.claims).map_err(|error| why_refused(&error))
    }
}

fn why_refused(error: &jsonwebtoken::errors::Error) -> TokenProblem {
    use jsonwebtoken::errors::ErrorKind;
    if matches!(error.kind(), ErrorKind::Json(_)) {
        TokenProblem::WrongClaims
    } else if matches!(error.kind(), ErrorKind::InvalidSignature) {
        TokenProblem::WrongSignature
    } else if matches!(error.kind(), ErrorKind::InvalidAlgorithm) {
        TokenProblem::WrongAlgorithm
    } else {
        TokenProblem::Malformed
    }
}

fn check_dates(payload: &Payload, now: i64) -> Result<(), TokenProblem> {
    let Payload { iat, nbf, exp, .. } = *payload;
    let lifetime = exp.checked_sub(iat).ok_or(TokenProblem::WrongDates)?;
    if iat < 0 || nbf < iat || nbf >= exp || !(1..=LIFETIME).contains(&lifetime) {
        return Err(TokenProblem::WrongDates);
    }
    let soon = now.saturating_add(LEEWAY);
    if iat > soon || nbf > soon {
        return Err(TokenProblem::TooEarly);
    }
    if exp.saturating_add(LEEWAY) <= now { Err(TokenProblem::Expired) } else { Ok(()) }
}

impl fmt::Debug for AccessTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessTokens")
            .field("kid", &self.header.kid)
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;

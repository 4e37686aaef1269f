//! Manages sessions of browsers and programs, from the first request to the end.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::SessionId;
use pecule_keys::auth::jwt::{Claims, LIFETIME};
use pecule_keys::auth::session::{Context, Purpose};
use pecule_keys::{Identity, SessionToken};
use pecule_store::household::auth::sessions::{Session, SessionKind};
use pecule_store::household::people::persons::Person as Row;
use serde::Serialize;
use utoipa::ToSchema;
use zeroize::Zeroizing;

use crate::actors::person::Person;
use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::auth::required_step::RequiredStep;
use crate::auth::session_expiry::is_overdue;
use crate::error::{Error, Refusal, Result};

/// How long the previous refresh token is still accepted, in case the answer was lost.
const GRACE: SignedDuration = SignedDuration::from_secs(10);

/// The tokens of a program.
#[derive(Serialize, ToSchema)]
pub struct Tokens {
    /// To be sent as `Authorization: Bearer …`.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// Seconds until the access token expires.
    pub expires_in: i64,
    /// To be exchanged, once, for new tokens.
    pub refresh_token: String,
}

/// A session as its owner sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SessionView {
    #[schema(value_type = String)]
    pub id: SessionId,
    /// `browser` or `api`.
    pub kind: String,
    pub label: String,
    /// The network address.
    pub address: String,
    #[schema(value_type = String)]
    pub created_at: Timestamp,
    #[schema(value_type = String)]
    pub seen_at: Timestamp,
    /// Whether it waits for the password.
    pub locked: bool,
    /// Whether this session makes the request.
    pub current: bool,
}

impl SessionView {
    /// Whether the client runs on the same machine as the server.
    pub fn is_here(&self) -> bool {
        self.address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

impl App {
    /// Returns the active session of a browser's cookie, locked or not, and its person.
    pub(crate) fn session_of_cookie(&self, token: &str) -> Result<(SessionToken, Session, Row)> {
        let token = SessionToken::parse(token).map_err(|_bad| Refusal::NotSignedIn)?;
        let inner = self.inner();
        let now = inner.clock.now();
        let found = inner.household.read(|view| {
            let session = view.find_session(&token.hash())?;
            let row = session.as_ref().map(|session| view.person(session.person)).transpose()?;
            Ok::<_, pecule_store::Error>(session.zip(row))
        })?;
        let (session, row) = found
            .filter(|(session, row)| {
                session.kind == SessionKind::Browser
                    && session.is_live(now)
                    && row.disabled_at.is_none()
            })
            .ok_or(Refusal::NotSignedIn)?;
        Ok((token, session, row))
    }

    /// Authenticates a browser by its cookie.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotSignedIn`] without an active session, [`Refusal::Locked`] if the password has to be
    /// typed again.
    pub fn resume(&self, token: &str) -> Result<Person> {
        let (token, session, row) = self.session_of_cookie(token)?;
        let inner = self.inner();
        let now = inner.clock.now();
        if session.locked_at.is_some() || is_overdue(&row, inner.live.used_at(&session), now) {
            self.lock_overdue(&session)?;
            return Err(Refusal::Locked.into());
        }
        let identity = match inner.live.find(session.id, now) {
            Some(identity) => identity,
            None => self.unwrap(&token, Purpose::Browser, &session, &session.wrapped)?,
        };
        // At most one write a minute, because every page would otherwise wait for the disk.
        if now.duration_since(session.seen_at) > SignedDuration::from_secs(60)
            && !self.is_closed_to_changes()
        {
            inner
                .household
                .write(|edit| edit.touch_session(session.id, now, session.idle_until))?;
        }
        Ok(Person::new(self.clone(), row, session.id, identity))
    }

    /// Ends the session of a cookie, locked or not. An invalid cookie is no error.
    pub fn end_session_by_token(&self, token: &str) -> Result<()> {
        let Ok(token) = SessionToken::parse(token) else { return Ok(()) };
        let found = self.inner().household.read(|view| view.find_session(&token.hash()))?;
        match found.filter(|session| session.revoked_at.is_none()) {
            Some(session) => self.end_session(session.id),
            None => Ok(()),
        }
    }

    /// Authenticates a program by its access token. The identity must be in memory.
    pub fn bearer(&self, jwt: &str) -> Result<Person> {
        let person = self.bearer_at_first(jwt)?;
        match person.required_step()? {
            Some(RequiredStep::Enrol) => Err(Refusal::EnrolFirst.into()),
            Some(RequiredStep::Lengthen) => Err(Refusal::LengthenFirst.into()),
            None => Ok(person),
        }
    }

    /// As [`App::bearer`], for requests that complete a required first step.
    pub fn bearer_at_first(&self, jwt: &str) -> Result<Person> {
        let inner = self.inner();
        let now = inner.clock.now();
        let claims = self.verify_token(jwt, now.as_second())?;
        let id: SessionId = claims.sid.parse().map_err(|_bad| Refusal::BadToken)?;
        let session = match inner.household.read(|view| view.session(id)) {
            Ok(session) if session.is_live(now) && session.person.to_string() == claims.sub => {
                session
            }
            Ok(_) | Err(pecule_store::Error::NotFound) => return Err(Refusal::BadToken.into()),
            Err(other) => return Err(other.into()),
        };
        let identity = inner.live.find(id, now).ok_or(Refusal::BadToken)?;
        self.person_of(&session, identity)
    }

    /// Exchanges a refresh token for new tokens. A token that was used before ends its whole session.
    pub fn refresh(&self, refresh_token: &str) -> Result<Tokens> {
        let token = SessionToken::parse(refresh_token).map_err(|_bad| Refusal::BadToken)?;
        let inner = self.inner();
        let now = inner.clock.now();
        let hash = token.hash();
        let (found, spent) = inner.household.read(|view| {
            Ok::<_, pecule_store::Error>((view.find_session(&hash)?, view.find_spent_token(&hash)?))
        })?;
        let (session, wrapped) = match (found, spent) {
            (Some(session), _) => {
                let wrapped = session.wrapped.clone();
                (session, wrapped)
            }
            (None, Some(spent)) => {
                let session = inner.household.read(|view| view.session(spent.session))?;
                let in_time = now.duration_since(spent.replaced_at) <= GRACE;
                match spent.wrapped {
                    Some(wrapped) if in_time => (session, wrapped),
                    _ => {
                        inner.live.forget(session.id);
                        if session.revoked_at.is_none() {
                            let deed = AuditEvent::new("refresh-token-reused", "session")
                                .by(session.person, Some(session.id))
                                .refused();
                            self.change_household(&deed, |edit| {
                                Ok(edit.revoke_session(session.id, now)?)
                            })?;
                        }
                        return Err(Refusal::BadToken.into());
                    }
                }
            }
            (None, None) => return Err(Refusal::BadToken.into()),
        };
        if session.kind != SessionKind::Api || !session.is_live(now) {
            return Err(Refusal::BadToken.into());
        }
        let identity = self.unwrap(&token, Purpose::Refresh, &session, &wrapped)?;
        let next = SessionToken::generate()?;
        let rewrapped = self.wrap(&next, Purpose::Refresh, &session, &identity)?;
        inner
            .household
            .write(|edit| edit.rotate_token(session.id, &next.hash(), &rewrapped, now))?;
        let person = self.person_of(&session, identity)?;
        person.tokens(&next.text())
    }

    /// Ends a session. The next request with its tokens is refused.
    pub(crate) fn end_session(&self, id: SessionId) -> Result<()> {
        let inner = self.inner();
        inner.live.forget(id);
        let now = inner.clock.now();
        inner.household.write(|edit| edit.revoke_session(id, now))?;
        Ok(())
    }

    /// Returns every signed-in person whose identity is in memory.
    pub(crate) fn present(&self) -> Result<Vec<Person>> {
        let inner = self.inner();
        let now = inner.clock.now();
        let mut present = Vec::new();
        for (session, identity) in inner.live.all() {
            match inner.household.read(|view| view.session(session)) {
                Ok(session) if session.is_live(now) => {
                    present.extend(self.person_of(&session, identity).ok());
                }
                Ok(_) | Err(pecule_store::Error::NotFound) => {}
                Err(other) => return Err(other.into()),
            }
        }
        Ok(present)
    }

    fn person_of(&self, session: &Session, identity: Arc<Identity>) -> Result<Person> {
        let row = self.inner().household.read(|view| view.person(session.person))?;
        if row.disabled_at.is_some() {
            return Err(Refusal::NotSignedIn.into());
        }
        Ok(Person::new(self.clone(), row, session.id, identity))
    }

    fn unwrap(
        &self,
        token: &SessionToken,
        purpose: Purpose,
        session: &Session,
        wrapped: &[u8],
    ) -> Result<Arc<Identity>> {
        let (person, id) = (session.person.uuid().into_bytes(), session.id.uuid().into_bytes());
        let context =
            Context { install: self.inner().keyring.install(), person: &person, session: &id };
        let identity = token
            .unwrap_identity(purpose, &context, wrapped)
            .map_err(|_refused| Refusal::NotSignedIn)?;
        let identity = Arc::new(identity);
        self.inner().live.put(session.id, Arc::clone(&identity), self.clock().now());
        Ok(identity)
    }

    pub(crate) fn wrap(
        &self,
        token: &SessionToken,
        purpose: Purpose,
        session: &Session,
        identity: &Identity,
    ) -> Result<Vec<u8>> {
        let (person, id) = (session.person.uuid().into_bytes(), session.id.uuid().into_bytes());
        let context =
            Context { install: self.inner().keyring.install(), person: &person, session: &id };
        Ok(token.wrap_identity(purpose, &context, identity)?)
    }
}

impl Person {
    /// Issues the tokens of a program, given its current refresh token.
    pub fn tokens(&self, refresh_token: &Zeroizing<String>) -> Result<Tokens> {
        self.require_oneself()?;
        let inner = self.app().inner();
        let claims = Claims {
            sub: self.id().to_string(),
            sid: self.session().to_string(),
            jti: self.app().draw(|uuid| uuid)?.to_string(),
        };
        let access_token = self.app().issue_token(&claims, inner.clock.now().as_second())?;
        Ok(Tokens {
            access_token,
            token_type: "Bearer",
            expires_in: LIFETIME,
            refresh_token: refresh_token.as_str().to_owned(),
        })
    }

    /// Returns one's sessions.
    pub fn sessions(&self) -> Result<Vec<SessionView>> {
        let inner = self.app().inner();
        let now = inner.clock.now();
        let sessions = inner.household.read(|view| view.sessions_of(self.id(), now))?;
        let line = |session: Session| SessionView {
            locked: session.locked_at.is_some(),
            current: session.id == self.session(),
            id: session.id,
            kind: session.kind.word().to_owned(),
            label: session.label,
            address: session.address,
            created_at: session.created_at,
            seen_at: session.seen_at,
        };
        Ok(sessions.into_iter().map(line).collect())
    }

    /// Ends one of one's own sessions.
    pub fn end_session(&self, id: SessionId) -> Result<()> {
        self.require_oneself()?;
        let session = self.app().inner().household.read(|view| view.session(id))?;
        if session.person != self.id() {
            return Err(Error::NotFound);
        }
        self.app().end_session(id)
    }

    /// Ends every session of the person, including this one, and returns how many.
    pub fn sign_out_everywhere(&self) -> Result<usize> {
        self.require_oneself()?;
        let inner = self.app().inner();
        let now = inner.clock.now();
        let deed = AuditEvent::of(self, "signed-out-everywhere", "");
        let ended = self.app().change_household(&deed, |edit| {
            let ended = edit.sessions_of(self.id(), now)?;
            edit.revoke_sessions_of(self.id(), None, now)?;
            Ok(ended)
        })?;
        for session in &ended {
            inner.live.forget(session.id);
        }
        Ok(ended.len())
    }

    /// Ends this session.
    pub fn sign_out(&self) -> Result<()> {
        self.app().end_session(self.session())
    }
}

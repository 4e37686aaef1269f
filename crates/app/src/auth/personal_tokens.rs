//! Issues personal tokens, with which a program reads one set of books.
//!
//! A token does not carry the identity of its owner. For each request the grant is sealed to a fresh
//! identity, so that no other grant opens.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::{BooksId, SessionId};
use pecule_keys::Identity;
use pecule_keys::auth::personal_token::{Context, PersonalToken, mark_of};
use pecule_keys::books::grants;
use pecule_store::household::auth::personal_tokens::PersonalToken as TokenRow;
use pecule_store::household::books::list::{Access, Grant};
use pecule_store::household::people::persons::Person as Row;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use crate::actors::person::Person;
use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::error::conflict::Conflict;
use crate::error::{Error, Reason, Refusal, Result};
use crate::validate;

/// The lifetimes that the form offers, in days.
pub const CHOICES: [u16; 3] = [30, 90, 365];
/// The number of tokens that one person may have.
const MOST: usize = 20;

/// The fields of a new token.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenInput {
    /// What the token is used for.
    pub name: String,
    /// The books that it reads; by default the first ones that the person may open.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub books: Option<BooksId>,
    /// The lifetime in days, from 1 to 365.
    pub days: u16,
}

/// A token as its owner sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TokenView {
    #[schema(value_type = String)]
    pub id: SessionId,
    /// What the token is used for.
    pub name: String,
    #[schema(value_type = String)]
    pub books: BooksId,
    /// The title of these books.
    pub books_title: String,
    /// `good`, `expired`, or `stale` if the key of the books was rotated since.
    pub state: String,
    #[schema(value_type = String)]
    pub created_at: Timestamp,
    #[schema(value_type = String)]
    pub expires_at: Timestamp,
    /// The last use, to the minute; null before the first.
    #[schema(value_type = Option<String>)]
    pub used_at: Option<Timestamp>,
}

/// A new token.
pub struct MadeToken {
    pub line: TokenView,
    /// The token itself. It is shown once, because only its hash is stored.
    pub token: Zeroizing<String>,
}

/// Whether a text has the prefix of a personal token.
pub fn is_personal(text: &str) -> bool {
    PersonalToken::is_claimed_by(text)
}

impl TokenView {
    fn new(row: TokenRow, title: String, grant: Option<&Grant>, now: Timestamp) -> Self {
        let fresh = grant.is_some_and(|grant| mark_of(&grant.sealed) == row.grant_mark);
        let state = match (row.expires_at <= now, fresh) {
            (true, _) => "expired",
            (false, false) => "stale",
            (false, true) => "good",
        };
        Self {
            id: row.id,
            name: row.name,
            books: row.books,
            books_title: title,
            state: state.to_owned(),
            created_at: row.created_at,
            expires_at: row.expires_at,
            used_at: row.used_at,
        }
    }
}

impl Person {
    /// Returns one's personal tokens, newest first.
    pub fn personal_tokens(&self) -> Result<Vec<TokenView>> {
        let now = self.app().clock().now();
        self.app().inner().household.read(|view| {
            let rows = view.personal_tokens_of(self.id())?;
            rows.into_iter()
                .map(|row| {
                    let title = view.shelf(row.books)?.title;
                    let grant = view.find_grant(row.books, self.id())?;
                    Ok(TokenView::new(row, title, grant.as_ref(), now))
                })
                .collect()
        })
    }

    /// Returns the books that a token may read, with their titles.
    pub fn books_for_tokens(&self) -> Result<Vec<(BooksId, String)>> {
        let grants = self.grants()?;
        self.app().inner().household.read(|view| {
            grants.iter().map(|grant| Ok((grant.books, view.shelf(grant.books)?.title))).collect()
        })
    }

    /// Creates a token that reads one set of books.
    ///
    /// # Errors
    ///
    /// [`Conflict::TooManyTokens`] at 20 tokens, [`Error::Invalid`] for an unknown set of books or a bad
    /// lifetime.
    pub fn make_personal_token(&self, form: &TokenInput) -> Result<MadeToken> {
        self.require_confirmed()?;
        let name = validate::name("name", &form.name)?;
        if !(1..=365).contains(&form.days) {
            return Err(Error::invalid("days", Reason::OutOfRange));
        }
        let grants = self.grants()?;
        let wanted = |grant: &Grant| form.books.is_none_or(|books| books == grant.books);
        let unknown = || Error::invalid("books", Reason::Unknown);
        let grant = grants.into_iter().find(wanted).ok_or_else(unknown)?;
        let token = PersonalToken::generate()?;
        let row = self.token_row(&token, &grant, name, form.days)?;
        let object = row.id.to_string();
        let deed = AuditEvent::of(self, "personal-token-made", &object);
        self.app().change_household(&deed, |edit| {
            if edit.personal_tokens_of(self.id())?.len() >= MOST {
                return Err(Conflict::TooManyTokens.into());
            }
            Ok(edit.add_personal_token(&row)?)
        })?;
        let title = self.app().inner().household.read(|view| view.shelf(grant.books))?.title;
        let line = TokenView::new(row, title, Some(&grant), self.app().clock().now());
        Ok(MadeToken { line, token: token.text() })
    }

    /// Builds the row of a new token, with the key of the books wrapped under it.
    fn token_row(
        &self,
        token: &PersonalToken,
        grant: &Grant,
        name: String,
        days: u16,
    ) -> Result<TokenRow> {
        let key = grants::open_grant(self.identity(), &grant.sealed)
            .map_err(|error| Error::Installation(error.to_string()))?;
        let id = self.app().draw(SessionId::new)?;
        let (person, books, bytes) = bytes_of(self.id(), grant.books, id);
        let install = self.app().inner().keyring.install();
        let context = Context { install, person: &person, books: &books, token: &bytes };
        let now = self.app().clock().now();
        let life = SignedDuration::from_hours(24 * i64::from(days));
        Ok(TokenRow {
            id,
            person: self.id(),
            books: grant.books,
            token_hash: token.hash(),
            wrapped: token.wrap(&context, &key)?,
            grant_mark: mark_of(&grant.sealed),
            name,
            created_at: now,
            expires_at: now.saturating_add(life).unwrap_or(now),
            used_at: None,
        })
    }

    /// Revokes a token. The next request with it is refused.
    pub fn revoke_personal_token(&self, id: SessionId) -> Result<()> {
        self.require_oneself()?;
        let object = id.to_string();
        let deed = AuditEvent::of(self, "personal-token-revoked", &object);
        self.app().change_household(&deed, |edit| Ok(edit.remove_personal_token(id, self.id())?))
    }
}

impl App {
    /// Authenticates a personal token and returns its person, restricted to reading the books of the
    /// token.
    ///
    /// # Errors
    ///
    /// [`Refusal::BadToken`] if it is unknown, expired or of a disabled account, [`Refusal::StaleToken`]
    /// if the key of the books was rotated since.
    pub fn read_with(&self, text: &str) -> Result<Person> {
        let token = PersonalToken::parse(text).map_err(|_bad| Refusal::BadToken)?;
        let inner = self.inner();
        let now = inner.clock.now();
        let found = inner.household.read(|view| {
            let Some(row) = view.find_personal_token(&token.hash())? else { return Ok(None) };
            let (person, grant) =
                (view.person(row.person)?, view.find_grant(row.books, row.person)?);
            Ok::<_, pecule_store::Error>(grant.map(|grant| (row, person, grant)))
        })?;
        let (row, person, grant) = found.ok_or(Refusal::BadToken)?;
        if row.expires_at <= now || row.created_at > now || person.disabled_at.is_some() {
            return Err(Refusal::BadToken.into());
        }
        if mark_of(&grant.sealed) != row.grant_mark {
            return Err(Refusal::StaleToken.into());
        }
        let reader = self.reader(&token, &row, person, &grant)?;
        // At most one write a minute, because every request would otherwise wait for the disk.
        if row.used_at.is_none_or(|at| now.duration_since(at) > SignedDuration::from_secs(60)) {
            inner.household.write(|edit| edit.touch_personal_token(row.id, now))?;
        }
        Ok(reader)
    }

    fn reader(
        &self,
        token: &PersonalToken,
        row: &TokenRow,
        person: Row,
        grant: &Grant,
    ) -> Result<Person> {
        let (owner, books, id) = bytes_of(row.person, row.books, row.id);
        let install = self.inner().keyring.install();
        let context = Context { install, person: &owner, books: &books, token: &id };
        let key = token.unwrap(&context, &row.wrapped).map_err(|_refused| Refusal::BadToken)?;
        let identity = Identity::generate()?;
        let public = identity.public();
        let sealed = grants::grant(&key, &public).map_err(Error::internal)?;
        let fingerprint = public.fingerprint();
        let only = Grant { sealed, fingerprint, access: Access::Read, ..grant.clone() };
        // A token never carries the rights of an administrator.
        let person = Row { admin: false, ..person };
        Ok(Person::reading(self.clone(), person, row.id, Arc::new(identity), only))
    }
}

/// Returns the identifiers that a wrapped key is bound to.
fn bytes_of(
    person: pecule_domain::id::PersonId,
    books: BooksId,
    token: SessionId,
) -> ([u8; 16], [u8; 16], [u8; 16]) {
    (person.uuid().into_bytes(), books.uuid().into_bytes(), token.uuid().into_bytes())
}

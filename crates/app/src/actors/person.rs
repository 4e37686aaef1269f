//! Represents a signed-in person, with their preferences.

use std::sync::Arc;

use pecule_domain::id::{PersonId, SessionId};
use pecule_keys::Identity;
use pecule_store::household::books::list::Grant;
use pecule_store::household::people::persons::Person as Row;

use crate::actors::preferences::Preferences;
use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::error::{Error, Reason, Result};

/// A person who is signed in, by a session, a command or a personal token.
#[derive(Clone)]
pub struct Person {
    app: App,
    row: Row,
    session: SessionId,
    identity: Arc<Identity>,
    /// The only grant that a personal token allows; `None` for every other sign-in.
    only: Option<Arc<Grant>>,
}

impl Person {
    pub(crate) const fn new(
        app: App,
        row: Row,
        session: SessionId,
        identity: Arc<Identity>,
    ) -> Self {
        Self { app, row, session, identity, only: None }
    }

    /// Represents the owner of a personal token: one read-only grant, and an identity that opens no
    /// other.
    pub(crate) fn reading(
        app: App,
        row: Row,
        session: SessionId,
        identity: Arc<Identity>,
        only: Grant,
    ) -> Self {
        Self { only: Some(Arc::new(only)), ..Self::new(app, row, session, identity) }
    }

    /// Returns the only grant that a personal token allows.
    pub(crate) fn only(&self) -> Option<&Grant> {
        self.only.as_deref()
    }

    /// Returns the identifier of the person.
    pub const fn id(&self) -> PersonId {
        self.row.id
    }

    /// Returns the name of the person.
    pub fn name(&self) -> &str {
        &self.row.name
    }

    /// Whether the person is an administrator.
    pub const fn is_admin(&self) -> bool {
        self.row.admin
    }

    /// Returns the language of their screens: `fr` or `en`.
    pub fn language(&self) -> &str {
        &self.row.language
    }

    /// Returns the theme: `light`, `dark` or `auto`.
    pub fn theme(&self) -> &str {
        &self.row.theme
    }

    /// Returns the preferences.
    pub fn preferences(&self) -> Preferences {
        serde_json::from_str(&self.row.preferences).unwrap_or_default()
    }

    /// Returns the session of this request.
    pub const fn session(&self) -> SessionId {
        self.session
    }

    /// Returns the installation.
    pub const fn app(&self) -> &App {
        &self.app
    }

    pub(crate) const fn row(&self) -> &Row {
        &self.row
    }

    pub(crate) fn identity(&self) -> &Identity {
        &self.identity
    }

    pub(crate) fn shared_identity(&self) -> Arc<Identity> {
        Arc::clone(&self.identity)
    }

    /// Sets the language of the screens: `fr` or `en`.
    pub fn set_language(&mut self, language: &str) -> Result<()> {
        if !matches!(language, "fr" | "en") {
            return Err(Error::invalid("language", Reason::NotInList));
        }
        language.clone_into(&mut self.row.language);
        self.save()
    }

    /// Sets the theme: `light`, `dark` or `auto`.
    pub fn set_theme(&mut self, theme: &str) -> Result<()> {
        if !matches!(theme, "light" | "dark" | "auto") {
            return Err(Error::invalid("theme", Reason::NotInList));
        }
        theme.clone_into(&mut self.row.theme);
        self.save()
    }

    /// Changes the preferences.
    pub fn set_preferences(&mut self, change: impl FnOnce(&mut Preferences)) -> Result<()> {
        let mut preferences = self.preferences();
        change(&mut preferences);
        self.row.preferences = serde_json::to_string(&preferences).map_err(Error::internal)?;
        self.save()
    }

    /// Stores the person's own settings. The row is read again, so that an administrator's change
    /// meanwhile is kept.
    fn save(&self) -> Result<()> {
        self.require_oneself()?;
        self.app.inner().household.write(|edit| {
            let mut row = edit.person(self.row.id)?;
            row.language.clone_from(&self.row.language);
            row.theme.clone_from(&self.row.theme);
            row.preferences.clone_from(&self.row.preferences);
            edit.put_person(&row)
        })?;
        Ok(())
    }
}

impl<'a> AuditEvent<'a> {
    /// An event by a signed-in person.
    pub(crate) const fn of(person: &Person, action: &'a str, object: &'a str) -> Self {
        Self::new(action, object).by(person.id(), Some(person.session()))
    }
}

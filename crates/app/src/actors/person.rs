//! A signed-in person, and what concerns them alone.

use std::sync::Arc;

use pecule_domain::id::{PersonId, SessionId};
use pecule_keys::Identity;
use pecule_store::household::books::list::Grant;
use pecule_store::household::people::persons::Person as Row;
use serde::{Deserialize, Serialize};

use crate::App;
use crate::error::{Error, Reason, Result};

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Person {
    app: App,
    row: Row,
    session: SessionId,
    identity: Arc<Identity>,
    /// The one grant of somebody who came with a personal token.
    only: Option<Arc<Grant>>,
}

/// Choices that follow a person to every device.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the settings page"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Whether amounts are left out of every page.
    pub hide_amounts: bool,
    /// Whether keys of one letter act.
    pub no_shortcuts: bool,
    /// Whether the recovery code was typed back.
    pub recovery_confirmed: bool,
    /// Whether the proposal of a second factor was put aside.
    pub second_factor_declined: bool,
    /// Whether the password is too short to stand alone, without a second factor.
    pub short_password: bool,
    /// After how many minutes without use a browser is locked; 0 where nobody chose.
    pub lock_minutes: u16,
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

    /// Somebody who came with a personal token: one grant, to read, and an identity that opens no other.
    pub(crate) fn reading(
        app: App,
        row: Row,
        session: SessionId,
        identity: Arc<Identity>,
        only: Grant,
    ) -> Self {
        Self { only: Some(Arc::new(only)), ..Self::new(app, row, session, identity) }
    }

    /// The one grant of somebody who came with a personal token.
    pub(crate) fn only(&self) -> Option<&Grant> {
        self.only.as_deref()
    }

    /// Who.
    pub const fn id(&self) -> PersonId {
        self.row.id
    }

    /// Their name.
    pub fn name(&self) -> &str {
        &self.row.name
    }

    /// Whether they run the household.
    pub const fn is_admin(&self) -> bool {
        self.row.admin
    }

    /// The language of their screens: `fr` or `en`.
    pub fn language(&self) -> &str {
        &self.row.language
    }

    /// `light`, `dark` or `auto`.
    pub fn theme(&self) -> &str {
        &self.row.theme
    }

    /// Their choices.
    pub fn preferences(&self) -> Preferences {
        serde_json::from_str(&self.row.preferences).unwrap_or_default()
    }

    /// Which session asks.
    pub const fn session(&self) -> SessionId {
        self.session
    }

    /// The installation.
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

    /// Chooses the language of the screens: `fr` or `en`.
    pub fn speak(&mut self, language: &str) -> Result<()> {
        if !matches!(language, "fr" | "en") {
            return Err(Error::invalid("language", Reason::NotInList));
        }
        language.clone_into(&mut self.row.language);
        self.save()
    }

    /// Chooses `light`, `dark` or `auto`.
    pub fn dress(&mut self, theme: &str) -> Result<()> {
        if !matches!(theme, "light" | "dark" | "auto") {
            return Err(Error::invalid("theme", Reason::NotInList));
        }
        theme.clone_into(&mut self.row.theme);
        self.save()
    }

    /// Changes choices.
    pub fn prefer(&mut self, change: impl FnOnce(&mut Preferences)) -> Result<()> {
        let mut preferences = self.preferences();
        change(&mut preferences);
        self.row.preferences = serde_json::to_string(&preferences).map_err(Error::internal)?;
        self.save()
    }

    /// Keeps what one chooses oneself; what the administrator decided meanwhile stands.
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

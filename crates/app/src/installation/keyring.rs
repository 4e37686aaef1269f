//! Opens and renews the key of the household's file, and changes the keyring.
//!
//! A renewal marks the next key as pending in the keyring before it replaces the file. A process that
//! opens the file in between tries both keys, so a power cut loses nothing.

use std::sync::Arc;

use pecule_keys::crypto::mac::JournalKey;
use pecule_keys::installation::keyring::state::KeyState;
use pecule_keys::{Keyring, MasterKey};
use pecule_store::audit::entry::Entry;
use pecule_store::key_rotation::Note;
use pecule_store::{FileKey, Folder, key_rotation};

use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::clock::Clock;
use crate::error::Result;
use crate::error::unavailable::Unavailable;
use crate::installation::household_file::open;
use crate::installation::ids::uuid_of;
use crate::installation::kit::{KitPage, kit_page};
use crate::retry::retry_while_busy;

impl App {
    /// Renews the key of the household's file. Fails with `Busy` if another process has it open.
    ///
    /// Closes the installation, and verifies that it opens under the next key.
    pub fn rotate_household(self) -> Result<()> {
        let _alone = self.inner().folder.lock()?;
        self.settle_all()?;
        let inner = Arc::try_unwrap(self.inner).map_err(|_others| Unavailable::Busy)?;
        let (folder, master, journal, clock) =
            (inner.folder, inner.master, inner.journal, inner.clock);
        match inner.household.close() {
            Ok(()) | Err(pecule_store::Error::Busy) => {}
            Err(other) => return Err(other.into()),
        }
        renew(&folder, &master, &journal, clock.as_ref())?;
        open(&folder, &master)?.0.close()?;
        Ok(())
    }

    /// Reads the keyring from disk; a command may have changed it since the program started.
    pub(crate) fn read_keyring(&self) -> Result<Keyring> {
        Ok(Keyring::read(&self.inner().folder.keyring(), &self.inner().master)?)
    }

    /// Changes the keyring under the household's write lock, and records the change.
    pub(crate) fn change_keyring<T>(
        &self,
        deed: &AuditEvent<'_>,
        work: impl FnOnce(&mut Keyring) -> Result<T>,
    ) -> Result<T> {
        self.change_household(deed, |_edit| {
            let mut keyring = self.read_keyring()?;
            let done = work(&mut keyring)?;
            keyring.advance();
            keyring.write(&self.inner().folder.keyring(), &self.inner().master)?;
            Ok(done)
        })
    }

    /// Replaces the household kit. New backups open with the new kit, older ones only with the old kit.
    ///
    /// Takes effect only if `write` succeeds, since a kit without a printed page would be useless.
    pub fn replace_kit(&self, write: impl FnOnce(&KitPage) -> Result<()>) -> Result<()> {
        let now = self.inner().clock.now().as_second();
        self.change_keyring(&AuditEvent::new("kit-replaced", "kit"), |keyring| {
            let kit = keyring.replace_kit(now)?;
            write(&kit_page(&kit))
        })
    }

    /// Deletes retained keys and the files that they open.
    ///
    /// Call it after a successful drill of a backup with everything under the present keys.
    pub fn forget_retained_keys(&self) -> Result<()> {
        let inner = self.inner();
        let standings = inner.household.read(|view| view.key_standings())?;
        let keyring = self.read_keyring()?.household_keys();
        inner.folder.forget_files_before_rotation()?;
        let kept = standings.iter().any(|standing| standing.retained)
            || keyring.iter().any(|key| key.state == KeyState::Retained);
        if !kept {
            return Ok(());
        }
        self.change_household(&AuditEvent::new("retained-keys-forgotten", ""), |edit| {
            edit.forget_retained()?;
            let mut keyring = self.read_keyring()?;
            keyring.forget_retained();
            keyring.advance();
            Ok(keyring.write(&inner.folder.keyring(), &inner.master)?)
        })
    }
}

/// Writes the household's file under the next key beside the old one, then replaces that.
fn renew(
    folder: &Folder,
    master: &MasterKey,
    journal: &JournalKey,
    clock: &dyn Clock,
) -> Result<()> {
    let mut keyring = Keyring::read(&folder.keyring(), master)?;
    let install = uuid_of(keyring.install());
    let present = FileKey::new(*keyring.household_key(master)?.bytes());
    let path = folder.household();
    let held = retry_while_busy(|| Ok(key_rotation::hold_household(&path, &present, install)?))?;
    // The held file prevents other changes of the keyring.
    let next = keyring.begin_rotation(master, clock.now().as_second())?;
    keyring.advance();
    keyring.write(&folder.keyring(), master)?;
    let entry = Entry {
        at: clock.now(),
        actor: None,
        session: None,
        action: "household-key-renewed",
        object: "household",
        outcome: "done",
        details: "{}",
    };
    let mac = |previous: &[u8; 32], fields: &[&[u8]]| journal.chain(previous, fields);
    let note = Note { entry: Some((entry, &mac)), old_key: None };
    let draft = held.draft(&FileKey::new(*next.bytes()), note)?;
    Ok(held.replace(draft)?)
}

//! What somebody is told who is to be removed from the household.

use pecule_app::{Person, Result};

use crate::pages::people::members::losses;
use crate::view::page::Page;

/// An announced departure, in the words of who leaves.
pub(crate) struct Leaving {
    /// When it was announced.
    pub(crate) announced: String,
    /// What is lost, and until when a backup holds it.
    pub(crate) losses: Vec<String>,
    /// When they said that they have what they need; empty where they did not.
    pub(crate) ready: String,
}

impl Leaving {
    /// Where one's departure was announced; seeing it is noted.
    pub(crate) fn find(page: &Page, person: &Person) -> Result<Option<Self>> {
        let Some(departure) = person.see_departure()? else { return Ok(None) };
        let removal = person.own_removal()?;
        let mut losses = losses(page, &removal);
        losses.push(match &removal.last_backup_until {
            Some(until) => page.t_with("removal-mine-until", "day", page.day_of(until)),
            None => page.t("removal-mine-no-backup"),
        });
        let ready = departure
            .ready_at
            .map(|at| page.t_with("removal-mine-ready", "moment", page.moment(&at)));
        Ok(Some(Self {
            announced: page.moment(&departure.announced_at),
            losses,
            ready: ready.unwrap_or_default(),
        }))
    }
}

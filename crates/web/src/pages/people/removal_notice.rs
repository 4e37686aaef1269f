//! Describes a removal notice to the member concerned.

use pecule_app::{Person, Result};

use crate::pages::people::members::losses;
use crate::view::page::Page;

/// A removal notice in the member's language.
pub(crate) struct RemovalNoticeText {
    /// Time of the announcement.
    pub(crate) announced: String,
    /// Losses, and how long a backup still holds the data.
    pub(crate) losses: Vec<String>,
    /// Time of the member's confirmation; empty without one.
    pub(crate) ready: String,
}

impl RemovalNoticeText {
    /// Loads the person's removal notice and records that they have seen it.
    pub(crate) fn find(page: &Page, person: &Person) -> Result<Option<Self>> {
        let Some(departure) = person.acknowledge_removal()? else { return Ok(None) };
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

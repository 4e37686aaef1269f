//! Summarises the state of the backups in one line, for administrators and members.

use pecule_app::backup::status::{BackupStatus, Proof};
use pecule_app::backup::targets::TargetState;
use pecule_app::{Person, Result};

use crate::view::page::Page;

/// Status line about backups.
pub(crate) struct BackupStatusLine {
    /// `good`, `warn` or `bad`.
    pub(crate) tone: &'static str,
    pub(crate) text: String,
    /// Whether it links to the page about backups.
    pub(crate) leads: bool,
    /// Whether it appears at the top, because action is required.
    pub(crate) is_loud: bool,
}

impl BackupStatusLine {
    pub(crate) fn of(page: &Page, person: &Person) -> Result<Self> {
        let status = person.backup_status()?;
        let leads = person.is_admin();
        let text = if leads { for_admin(page, &status) } else { for_member(page, &status) };
        let tone = match status.proof {
            Proof::Late => "bad",
            _ if status.troubled.iter().any(|line| line.state != TargetState::Absent) => "bad",
            Proof::Unsettled | Proof::Young | Proof::None => "warn",
            Proof::Proven if status.elsewhere.is_none() || !status.troubled.is_empty() => "warn",
            Proof::Proven => "good",
        };
        Ok(Self { tone, text, leads, is_loud: tone == "bad" })
    }
}

fn for_admin(page: &Page, status: &BackupStatus) -> String {
    let mut said = vec![page.name_of("backups-proof", status.proof.key())];
    said.extend(status.proven_at.map(|at| page.moment(&at)));
    let elsewhere = status.elsewhere.is_some();
    said.push(page.t(if elsewhere {
        "backup-status-elsewhere"
    } else {
        "backup-status-not-elsewhere"
    }));
    let troubled = i64::try_from(status.troubled.len()).unwrap_or(i64::MAX);
    if troubled > 0 {
        said.push(page.t_with("backup-status-trouble", "count", troubled));
    }
    said.join(" · ")
}

fn for_member(page: &Page, status: &BackupStatus) -> String {
    let key = match (status.proof, status.elsewhere) {
        (Proof::None, _) => "backup-status-members-none",
        (Proof::Late, _) => "backup-status-members-late",
        (Proof::Young, _) => "backup-status-members-unproven",
        (Proof::Proven | Proof::Unsettled, Some(_)) => "backup-status-members-elsewhere",
        (Proof::Proven | Proof::Unsettled, None) => "backup-status-members-here",
    };
    match status.proven_at {
        Some(at) => {
            let day = page.day_of(&at);
            page.t_with(key, "day", day)
        }
        None if matches!(status.proof, Proof::None | Proof::Late) => page.t(key),
        None => page.t("backup-status-members-unproven"),
    }
}

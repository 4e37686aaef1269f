//! Detects a target whose backups are newer than this machine.
//!
//! This happens after the machine was reset to an older state, or when another machine continues the
//! household. Nothing is uploaded there then.

use std::collections::BTreeSet;

use crate::backup::job_progress::PREFIX;
use crate::backup::upload::known_backup::KnownBackup;

/// The parts of a backup's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct BackupName<'a> {
    install: &'a str,
    moment: &'a str,
    generation: u64,
}

impl<'a> BackupName<'a> {
    /// Parses `pecule-<installation>-<moment>-g<generation>.age`, with an optional number after the
    /// generation.
    fn read(name: &'a str) -> Option<Self> {
        let rest = name.strip_prefix(PREFIX)?.strip_suffix(".age")?;
        let mut parts = rest.split('-');
        let (install, moment) = (parts.next()?, parts.next()?);
        let generation = parts.next()?.strip_prefix('g')?.parse().ok()?;
        Some(Self { install, moment, generation })
    }
}

/// Returns the highest generation of newer backups of this household that this machine does not know.
///
/// Newer means a later generation, or a later time than the second newest known backup.
pub(crate) fn ahead(
    lying: &BTreeSet<String>,
    known: &[KnownBackup],
    newest: &KnownBackup,
    generation: u64,
) -> Option<u64> {
    let ours = BackupName::read(&newest.file.name)?;
    let before =
        known.iter().rev().find(|one| one.id != newest.id && one.made.at <= newest.made.at);
    let since = before.map_or(ours, |one| BackupName::read(&one.file.name).unwrap_or(ours)).moment;
    lying
        .iter()
        .filter(|name| !known.iter().any(|one| one.file.name == **name))
        .filter_map(|name| BackupName::read(name))
        .filter(|found| found.install == ours.install)
        .filter(|found| {
            found.generation > generation
                || (found.generation == generation && found.moment > since)
        })
        .map(|found| found.generation)
        .max()
}

#[cfg(test)]
mod tests {
    use super::BackupName;

    #[test]
    fn a_name_says_whose_when_and_which_generation() {
        let read = BackupName::read("pecule-0199aa00-20261122T030000Z-g12-2.age").unwrap();
        assert_eq!(
            (read.install, read.moment, read.generation),
            ("0199aa00", "20261122T030000Z", 12)
        );
        for other in ["pecule-x.age", "photo.jpg", "pecule-0199aa00-20261122T030000Z-g.age", ""] {
            assert_eq!(BackupName::read(other), None, "{other}");
        }
    }
}

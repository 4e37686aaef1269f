//! Whether what lies at a place is newer than this machine: it was put back to an earlier day, or somebody else
//! goes on in its place, and nothing is carried there over that.

use std::collections::BTreeSet;

use crate::backup::job_progress::PREFIX;
use crate::backup::upload::run::Known;

/// What the name of a backup says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Named<'a> {
    install: &'a str,
    moment: &'a str,
    generation: u64,
}

impl<'a> Named<'a> {
    /// Reads `pecule-<installation>-<moment>-g<generation>.age`, with a number behind it where one second had two.
    fn read(name: &'a str) -> Option<Self> {
        let rest = name.strip_prefix(PREFIX)?.strip_suffix(".age")?;
        let mut parts = rest.split('-');
        let (install, moment) = (parts.next()?, parts.next()?);
        let generation = parts.next()?.strip_prefix('g')?.parse().ok()?;
        Some(Self { install, moment, generation })
    }
}

/// The highest generation among backups of this household that lie somewhere, that this machine does not know, and
/// that are of a later generation or were made since the backup before its newest.
pub(crate) fn ahead(
    lying: &BTreeSet<String>,
    known: &[Known],
    newest: &Known,
    generation: u64,
) -> Option<u64> {
    let ours = Named::read(&newest.file.name)?;
    let before =
        known.iter().rev().find(|one| one.id != newest.id && one.made.at <= newest.made.at);
    let since = before.map_or(ours, |one| Named::read(&one.file.name).unwrap_or(ours)).moment;
    lying
        .iter()
        .filter(|name| !known.iter().any(|one| one.file.name == **name))
        .filter_map(|name| Named::read(name))
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
    use super::Named;

    #[test]
    fn a_name_says_whose_when_and_which_generation() {
        let read = Named::read("pecule-0199aa00-20261122T030000Z-g12-2.age").unwrap();
        assert_eq!(
            (read.install, read.moment, read.generation),
            ("0199aa00", "20261122T030000Z", 12)
        );
        for other in ["pecule-x.age", "photo.jpg", "pecule-0199aa00-20261122T030000Z-g.age", ""] {
            assert_eq!(Named::read(other), None, "{other}");
        }
    }
}

//! Matches versions against the ranges of advisories. A pre-release is compared by its order alone,
//! so `1.0.0-rc.1` is below `1.0.0` in any range.

use semver::{BuildMetadata, Comparator, Op, Prerelease, Version, VersionReq};

/// A range of versions; an unreadable one contains no version.
pub(super) struct Range(Option<VersionReq>);

impl Range {
    pub(super) fn read(text: &str) -> Self {
        Self(text.trim().parse().ok())
    }

    /// Returns whether a version is in the range.
    pub(super) fn holds(&self, version: &str) -> bool {
        match (&self.0, version.parse::<Version>()) {
            (Some(range), Ok(mut version)) => {
                version.build = BuildMetadata::EMPTY;
                range.comparators.iter().all(|bound| admits(bound, &version))
            }
            (Some(_) | None, _) => false,
        }
    }
}

fn admits(bound: &Comparator, version: &Version) -> bool {
    let least = Version {
        pre: bound.pre.clone(),
        ..Version::new(bound.major, bound.minor.unwrap_or(0), bound.patch.unwrap_or(0))
    };
    match bound.op {
        Op::Greater => *version > least && *version >= above(bound, &least),
        Op::GreaterEq => *version >= least,
        Op::Less => *version < least,
        Op::LessEq => *version <= least || *version < above(bound, &least),
        Op::Caret => *version >= least && *version < next_breaking(bound),
        // `=1.2`, `~1.2` and `1.2.*` all match every version with this prefix.
        Op::Tilde => *version >= least && *version < next_minor(bound),
        Op::Exact | Op::Wildcard if bound.patch.is_none() => {
            *version >= least && *version < next_minor(bound)
        }
        Op::Exact => *version == least,
        Op::Wildcard | _ => false,
    }
}

/// Returns the first version above all that an incomplete bound covers; the bound itself if it is
/// complete.
fn above(bound: &Comparator, least: &Version) -> Version {
    if bound.patch.is_some() { least.clone() } else { next_minor(bound) }
}

/// Returns the first version of the next minor release.
fn next_minor(bound: &Comparator) -> Version {
    first(match bound.minor {
        Some(minor) => Version::new(bound.major, minor.saturating_add(1), 0),
        None => Version::new(bound.major.saturating_add(1), 0, 0),
    })
}

/// Returns the first version with incompatible changes.
fn next_breaking(bound: &Comparator) -> Version {
    first(match (bound.major, bound.minor, bound.patch) {
        (0, Some(0), Some(patch)) => Version::new(0, 0, patch.saturating_add(1)),
        (0, Some(minor), _) => Version::new(0, minor.saturating_add(1), 0),
        (major, _, _) => Version::new(major.saturating_add(1), 0, 0),
    })
}

/// Returns the lowest pre-release of a version.
fn first(version: Version) -> Version {
    let pre = Prerelease::new("0").unwrap_or(Prerelease::EMPTY);
    Version { pre, ..version }
}

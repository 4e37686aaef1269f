//! Ranges of versions as advisories write them. A version before its release counts by its order alone: `1.0.0-rc.1`
//! lies below `1.0.0`, whatever the range names.

use semver::{BuildMetadata, Comparator, Op, Prerelease, Version, VersionReq};

/// A range; nothing lies in one that could not be read.
pub(super) struct Range(Option<VersionReq>);

impl Range {
    pub(super) fn read(text: &str) -> Self {
        Self(text.trim().parse().ok())
    }

    /// Whether a version lies in the range.
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
        // `=1.2`, `~1.2` and `1.2.*` are all versions that begin so.
        Op::Tilde => *version >= least && *version < next_minor(bound),
        Op::Exact | Op::Wildcard if bound.patch.is_none() => {
            *version >= least && *version < next_minor(bound)
        }
        Op::Exact => *version == least,
        Op::Wildcard | _ => false,
    }
}

/// The first version above all that a bound with missing parts means; the bound itself when it is whole.
fn above(bound: &Comparator, least: &Version) -> Version {
    if bound.patch.is_some() { least.clone() } else { next_minor(bound) }
}

/// The first version that is neither this one nor one of its patches.
fn next_minor(bound: &Comparator) -> Version {
    first(match bound.minor {
        Some(minor) => Version::new(bound.major, minor.saturating_add(1), 0),
        None => Version::new(bound.major.saturating_add(1), 0, 0),
    })
}

/// The first version that may break who used this one.
fn next_breaking(bound: &Comparator) -> Version {
    first(match (bound.major, bound.minor, bound.patch) {
        (0, Some(0), Some(patch)) => Version::new(0, 0, patch.saturating_add(1)),
        (0, Some(minor), _) => Version::new(0, minor.saturating_add(1), 0),
        (major, _, _) => Version::new(major.saturating_add(1), 0, 0),
    })
}

/// The very first of a version: what comes before its release belongs to it.
fn first(version: Version) -> Version {
    let pre = Prerelease::new("0").unwrap_or(Prerelease::EMPTY);
    Version { pre, ..version }
}

//! The files: who may reach them, what does not belong there, whether their times make sense, how much room is left.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use pecule_store::versions::free_space;

use crate::monitoring::doctor::advisories::{DIGEST, FOLDER};
use crate::monitoring::doctor::run::{Finding, Report, Severity};

/// With less room than this, soon nothing can be saved.
const LITTLE: u64 = 1 << 30;
/// With less room than this, a backup or a key rotation may fail today.
const TOO_LITTLE: u64 = 100 << 20;
/// A file may be this much ahead of the clock: file systems round.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);
/// What was upgraded or renewed is trusted after this long.
const TRUSTED_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How deep the folder is looked through.
const DEEPEST: u8 = 4;

/// Looks at every file of the data folder by its name, mode, length and time.
pub(crate) fn examine(data: &Path, now: Timestamp, report: &mut Report) {
    let mut seen = Seen::default();
    look(data, 0, &mut seen);
    if let Some((path, mode)) = seen.loose.first() {
        let others = seen.loose.len().saturating_sub(1);
        let finding = Finding::new("loose-mode", Severity::Critical).at(path);
        report.find(finding.with("mode", &format!("{mode:o}")).with("others", &others));
    }
    let latest = seen.latest.as_ref();
    if let Some((path, _)) = latest.filter(|(_, at)| at.duration_since(now) > AHEAD) {
        report.find(Finding::new("clock-behind", Severity::Warning).at(path));
    }
    for path in &seen.kits {
        report.find(Finding::new("kit-on-disk", Severity::Warning).at(path));
    }
    if let Some(path) = seen.left_over.first() {
        let others = seen.left_over.len().saturating_sub(1);
        report.find(Finding::new("left-over", Severity::Notice).at(path).with("others", &others));
    }
    let old = |(path, at): &(PathBuf, Timestamp)| {
        (now.duration_since(*at) > TRUSTED_AFTER).then(|| path.clone())
    };
    let kept: Vec<PathBuf> = seen.kept.iter().filter_map(old).collect();
    if let Some(path) = kept.first() {
        let others = kept.len().saturating_sub(1);
        report.find(Finding::new("kept-copy", Severity::Notice).at(path).with("others", &others));
    }
    if let Some((path, at, bytes)) = seen.damaged.first() {
        let days = now.duration_since(*at).as_hours().max(0) / 24;
        let others = seen.damaged.len().saturating_sub(1);
        let finding = Finding::new("damaged-copy", Severity::Notice).at(path);
        // Rounded up: a file that is there is never said to take nothing.
        let finding = finding.with("megabytes", &bytes.div_ceil(1_000_000));
        report.find(finding.with("days", &days).with("others", &others));
    }
    if data.join("master.key").exists() {
        report.find(Finding::new("key-beside-data", Severity::Notice).at(&data.join("master.key")));
    }
    room(data, seen.bytes, report);
}

/// How much room there is, for what there is.
fn room(data: &Path, bytes: u64, report: &mut Report) {
    report.state("bytes", &bytes);
    let Some(free) = free_space(data) else { return };
    report.state("free-bytes", &free);
    // A backup is written beside the data before it goes anywhere.
    let severity = if free < TOO_LITTLE.max(bytes) {
        Severity::Critical
    } else if free < LITTLE.max(bytes.saturating_mul(3)) {
        Severity::Warning
    } else {
        return;
    };
    let megabytes = free / 1_000_000;
    report.find(Finding::new("disk-space", severity).at(data).with("megabytes", &megabytes));
}

/// What was seen on the way through the folder.
#[derive(Default)]
struct Seen {
    bytes: u64,
    loose: Vec<(PathBuf, u32)>,
    kits: Vec<PathBuf>,
    left_over: Vec<PathBuf>,
    /// Copies of what was there before an upgrade or a renewal, and when they were made.
    kept: Vec<(PathBuf, Timestamp)>,
    /// Files that the one of a backup took the place of: when, and how long they are.
    damaged: Vec<(PathBuf, Timestamp, u64)>,
    latest: Option<(PathBuf, Timestamp)>,
}

/// What stands in the name of a file that was set aside since it is damaged, before the moment.
const ASIDE: &str = ".db.damaged-";

/// The moment in a name: that of the file is of when it was last written.
fn moment(text: &str) -> Option<Timestamp> {
    let (text, _again) = text.split_once('Z')?;
    let at = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%S", text).ok()?;
    at.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|at| at.timestamp())
}

fn look(path: &Path, depth: u8, seen: &mut Seen) {
    // A file may go away while it is looked at: what is gone is not wrong.
    let Ok(metadata) = fs::symlink_metadata(path) else { return };
    note(path, &metadata, seen);
    if !metadata.is_dir() || depth >= DEEPEST {
        return;
    }
    let Ok(inside) = fs::read_dir(path) else { return };
    let mut inside: Vec<PathBuf> = inside.flatten().map(|entry| entry.path()).collect();
    inside.sort();
    for path in inside {
        let name = path.file_name().unwrap_or_default();
        // Public, and brought by the operator as it is.
        if depth > 0 || (name != DIGEST && name != FOLDER) {
            look(&path, depth.saturating_add(1), seen);
        }
    }
}

fn note(path: &Path, metadata: &Metadata, seen: &mut Seen) {
    if metadata.is_file() {
        seen.bytes = seen.bytes.saturating_add(metadata.len());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = metadata.permissions().mode() & 0o777;
        if mode & 0o077 != 0 && !metadata.is_symlink() {
            seen.loose.push((path.to_owned(), mode));
        }
    }
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let named = Path::new(name.as_ref());
    let ends = |ending: &str| named.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
    if name.contains("kit") && ends("html") {
        seen.kits.push(path.to_owned());
    } else if metadata.is_file() && ends("new") {
        seen.left_over.push(path.to_owned());
    }
    let at = metadata.modified().ok().and_then(|at| Timestamp::try_from(at).ok());
    if let Some(at) = at.filter(|_| metadata.is_file() && name.contains(".before-")) {
        seen.kept.push((path.to_owned(), at));
    }
    // Its log, which was set aside with it, is no file of its own.
    let aside = name.split_once(ASIDE).filter(|(_books, at)| !at.ends_with("-wal"));
    if let Some(at) = aside.and_then(|(_books, at)| moment(at)) {
        seen.damaged.push((path.to_owned(), at, metadata.len()));
    }
    if let Some(at) = at.filter(|at| seen.latest.as_ref().is_none_or(|(_, known)| at > known)) {
        seen.latest = Some((path.to_owned(), at));
    }
}

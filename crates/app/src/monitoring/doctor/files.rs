//! Checks permissions, names and modification times in the data folder, and its free space.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use pecule_store::versions::free_space;

use crate::monitoring::doctor::advisories::{DIGEST, FOLDER};
use crate::monitoring::doctor::report::{Finding, Report, Severity};

/// Free space below which saving will soon fail.
const LITTLE: u64 = 1 << 30;
/// Free space below which a backup or a key rotation may fail.
const TOO_LITTLE: u64 = 100 << 20;
/// Tolerance for modification times in the future: file systems round.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);
/// Age after which copies kept by an upgrade or a renewal can be deleted.
const TRUSTED_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Depth of subfolders examined.
const DEEPEST: u8 = 4;

/// Checks the name, mode, length and time of every file in the data folder.
pub(crate) fn examine(data: &Path, now: Timestamp, report: &mut Report) {
    let mut seen = FileCheck::default();
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
        // Rounded up, so that no existing file is reported as 0 MB.
        let finding = finding.with("megabytes", &bytes.div_ceil(1_000_000));
        report.find(finding.with("days", &days).with("others", &others));
    }
    if data.join("master.key").exists() {
        report.find(Finding::new("key-beside-data", Severity::Notice).at(&data.join("master.key")));
    }
    room(data, seen.bytes, report);
}

/// Checks the free space against the size of the data.
fn room(data: &Path, bytes: u64, report: &mut Report) {
    report.state("bytes", &bytes);
    let Some(free) = free_space(data) else { return };
    report.state("free-bytes", &free);
    // A local backup needs as much space as the data.
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

/// Collected while walking through the folder.
#[derive(Default)]
struct FileCheck {
    bytes: u64,
    loose: Vec<(PathBuf, u32)>,
    kits: Vec<PathBuf>,
    left_over: Vec<PathBuf>,
    /// Copies kept by an upgrade or a renewal, with their time.
    kept: Vec<(PathBuf, Timestamp)>,
    /// Damaged files that were replaced from a backup: time and length.
    damaged: Vec<(PathBuf, Timestamp, u64)>,
    latest: Option<(PathBuf, Timestamp)>,
}

/// Marks the name of a damaged file that was kept, before the time.
const ASIDE: &str = ".db.damaged-";

/// Parses the time in a file name; the modification time is that of the last write.
fn moment(text: &str) -> Option<Timestamp> {
    let (text, _again) = text.split_once('Z')?;
    let at = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%S", text).ok()?;
    at.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|at| at.timestamp())
}

fn look(path: &Path, depth: u8, seen: &mut FileCheck) {
    // The file may have been deleted meanwhile.
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
        // Public data that the operator provides, with any permissions.
        if depth > 0 || (name != DIGEST && name != FOLDER) {
            look(&path, depth.saturating_add(1), seen);
        }
    }
}

fn note(path: &Path, metadata: &Metadata, seen: &mut FileCheck) {
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
    // The write-ahead log kept beside it does not count as a file of its own.
    let aside = name.split_once(ASIDE).filter(|(_books, at)| !at.ends_with("-wal"));
    if let Some(at) = aside.and_then(|(_books, at)| moment(at)) {
        seen.damaged.push((path.to_owned(), at, metadata.len()));
    }
    if let Some(at) = at.filter(|at| seen.latest.as_ref().is_none_or(|(_, known)| at > known)) {
        seen.latest = Some((path.to_owned(), at));
    }
}

//! Checks the bill of materials against a list of known vulnerabilities that the operator provides.
//!
//! Nothing is downloaded.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use pecule_formats::advisories;
use pecule_formats::advisories::{Advisory, Digest, Kind};

use crate::error::{Error, Result};
use crate::monitoring::doctor::report::{DoctorOptions, Finding, Report, Severity};
use crate::monitoring::sbom;
use crate::monitoring::sbom::ComponentOrigin;

/// File name of the digest in the data folder.
pub const DIGEST: &str = "advisories.json";
/// Name of a full copy of the database in the data folder.
pub(crate) const FOLDER: &str = "advisory-db";
/// Age in days after which the list is reported as stale.
const STALE_DAYS: i32 = 30;
/// Longest list accepted.
const MOST_BYTES: u64 = 64 << 20;

/// Compares the bill of materials with the list.
pub(crate) fn examine(data: &Path, wish: &DoctorOptions, now: Timestamp, report: &mut Report) {
    let parts: Vec<_> = sbom::components().collect();
    report.state("components", &parts.len());
    if parts.is_empty() {
        return report.find(Finding::new("no-bill", Severity::Warning));
    }
    let Some(place) = place(data, wish) else {
        return report.find(Finding::new("no-advisories", Severity::Notice));
    };
    let Ok(known) = load(&place) else {
        return report.find(Finding::new("advisories-unreadable", Severity::Warning).at(&place));
    };
    report.state("advisories-as-of", &known.as_of);
    let age = now.to_zoned(TimeZone::UTC).date().since(known.as_of);
    if age.is_ok_and(|age| age.get_days() > STALE_DAYS) {
        let stale = Finding::new("advisories-old", Severity::Notice);
        report.find(stale.with("day", &known.as_of));
    }
    for part in parts.iter().filter(|part| part.origin == ComponentOrigin::Cargo) {
        let own = known.advisories.iter().filter(|advisory| advisory.package == part.name);
        for advisory in own.filter(|advisory| advisory.concerns(part.version)) {
            let finding = Finding::new("advisory", severity(advisory));
            report.find(
                finding
                    .with("id", &advisory.id)
                    .with("package", &format!("{} {}", part.name, part.version))
                    .with("title", &advisory.title),
            );
        }
    }
}

/// Returns the given path, else the one in the data folder.
fn place(data: &Path, wish: &DoctorOptions) -> Option<PathBuf> {
    let ours = [data.join(DIGEST), data.join(FOLDER)];
    wish.advisories.clone().or_else(|| ours.into_iter().find(|place| place.exists()))
}

fn severity(advisory: &Advisory) -> Severity {
    match (advisory.kind, advisory.severity) {
        (Kind::Unmaintained | Kind::Notice, _) => Severity::Notice,
        (Kind::Vulnerability, advisories::Severity::Critical) => Severity::Critical,
        (Kind::Vulnerability | Kind::Unsound, _) => Severity::Warning,
    }
}

fn load(place: &Path) -> Result<Digest> {
    if place.is_dir() {
        return digest_folder(place);
    }
    Digest::read(&read(place)?).map_err(|error| unreadable(place, &error))
}

/// Builds a digest from a copy of the `RustSec` database.
pub fn digest_folder(folder: &Path) -> Result<Digest> {
    let crates = folder.join("crates");
    let mut all = Vec::new();
    for package in names(&crates)? {
        for file in names(&package)? {
            if file.extension().is_some_and(|ending| ending == "md") {
                let found = advisories::read(&read(&file)?);
                all.extend(found.map_err(|error| unreadable(&file, &error))?);
            }
        }
    }
    Digest::of(all).ok_or_else(|| unreadable(&crates, &"it holds no advisory"))
}

fn names(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut names: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    names.sort();
    Ok(names)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let length = fs::metadata(path).map_err(|error| unreadable(path, &error))?.len();
    if length > MOST_BYTES {
        return Err(unreadable(path, &"it is too long"));
    }
    fs::read(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, why: &dyn std::fmt::Display) -> Error {
    Error::Installation(format!("{}: {why}", path.display()))
}

//! Uploads the newest backup to every target, verifies it by reading it back, and prunes old copies
//! there.
//!
//! Targets are independent: one that does not answer does not delay the others.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::BackupId;
use pecule_outside::{BackupLocation, Digest, Target, TargetError};
use pecule_store::household::backup::backups::Backup;
use pecule_store::household::backup::targets::{RemoteCopy, Target as Row};

use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::backup::retention::{BackupDate, keep};
use crate::backup::schedule::may_try_again;
use crate::backup::targets::place_of;
use crate::backup::upload::divergence;
use crate::backup::upload::known_backup::KnownBackup;
use crate::config::backup_schedule::{RetentionPolicy, Schedule};
use crate::error::Result;

/// Longest pause after failures; looking for a local disk is cheap.
const DISK_PAUSE: SignedDuration = SignedDuration::from_mins(15);
const NETWORK_PAUSE: SignedDuration = SignedDuration::from_hours(6);

/// Data shared by the uploads to all targets.
struct UploadContext<'a> {
    known: &'a [KnownBackup],
    keep: RetentionPolicy,
    zone: TimeZone,
    generation: u64,
}

impl App {
    /// Lists every backup with a file, oldest first.
    pub(crate) fn known_backups(&self) -> Result<Vec<KnownBackup>> {
        let (order, rows) = self.inner().household.read(|view| {
            Ok::<_, pecule_store::Error>((view.backups_in_order()?, view.backups()?))
        })?;
        let mut rows: BTreeMap<BackupId, Backup> =
            rows.into_iter().map(|row| (row.id, row)).collect();
        let known = |row: Backup| {
            let made = BackupDate { at: row.made_at, proven: row.proven_at.is_some() };
            row.file.map(|file| KnownBackup { id: row.id, file, folder: row.folder, made })
        };
        Ok(order.iter().filter_map(|id| rows.remove(id)).filter_map(known).collect())
    }

    /// Uploads the newest backup to every target that lacks it and may be tried now.
    pub(crate) fn upload_to_all_targets(&self, schedule: &Schedule, zone: &TimeZone) -> Result<()> {
        let known = self.known_backups()?;
        let Some(newest) = known.iter().rev().find(|known| known.path().is_some()) else {
            return Ok(());
        };
        let (targets, copies) = self
            .inner()
            .household
            .read(|view| Ok::<_, pecule_store::Error>((view.targets()?, view.copies()?)))?;
        let generation = self.read_keyring()?.generation();
        let load =
            UploadContext { known: &known, keep: schedule.keep, zone: zone.clone(), generation };
        let now = self.clock().now();
        let quiet = schedule.is_quiet(&now.to_zoned(zone.clone()));
        let waiting = targets.iter().filter(|row| {
            let has = copies.iter().any(|one| one.target == row.id && one.backup == newest.id);
            // Quiet hours allow only backups made on request, each uploaded once.
            let fresh = row.tried.at.is_none_or(|at| at < newest.made.at);
            row.retired_at.is_none() && !has && (fresh || (!quiet && may_try(row, now)))
        });
        let outcomes: Vec<Result<()>> = std::thread::scope(|scope| {
            let started: Vec<_> = waiting
                .map(|row| (row, scope.spawn(|| self.serve_target(row, newest, &load))))
                .collect();
            started
                .into_iter()
                .map(|(row, thread)| {
                    let outcome = thread.join().unwrap_or(Err(TargetError::Strange));
                    self.inner().board.tell(row.id, None);
                    if let Err(trouble) = outcome {
                        tracing::warn!(place = %row.id, %trouble, "a backup was not carried there");
                    }
                    self.record_test(row, outcome)
                })
                .collect()
        });
        outcomes.into_iter().collect()
    }

    /// Uploads missing backups to one target and prunes it.
    fn serve_target(
        &self,
        row: &Row,
        newest: &KnownBackup,
        load: &UploadContext<'_>,
    ) -> Result<(), TargetError> {
        let there = self.reach(row)?;
        let lying: BTreeSet<String> = there.list()?.into_iter().map(|file| file.name).collect();
        if divergence::ahead(&lying, load.known, newest, load.generation).is_some() {
            return Err(TargetError::Ahead);
        }
        self.forget_missing(row, &lying, load)?;
        self.carry(row, &there, newest, &lying)?;
        let mut lying = lying;
        lying.insert(newest.file.name.clone());
        for one in self.missed(row, &lying, load) {
            self.carry(row, &there, one, &lying)?;
            lying.insert(one.file.name.clone());
        }
        self.thin_out_there(row, &there, &lying, load)
    }

    /// Uploads one backup, verifies it by reading it back, and records the copy.
    fn carry(
        &self,
        row: &Row,
        there: &Target,
        one: &KnownBackup,
        lying: &BTreeSet<String>,
    ) -> Result<(), TargetError> {
        let path = one.path().ok_or(TargetError::Source)?;
        let (name, total) = (&one.file.name, one.file.bytes);
        let told = |done| self.inner().board.tell(row.id, Some((done, total)));
        told(0);
        let arrived = lying.contains(name) && there.digest(name)? == one.digest();
        if !arrived {
            if lying.contains(name) {
                there.delete(name)?;
            }
            there.put(&path, name, &told)?;
            if there.digest(name)? != one.digest() {
                // A damaged copy must not be mistaken for a backup.
                there.delete(name)?;
                let intact = Digest::of_file(&path)? == one.digest();
                return Err(if intact { TargetError::Different } else { TargetError::Source });
            }
        }
        self.note_copy(row, one.id).map_err(|_household| TargetError::Source)
    }

    /// Lists backups made while a target was away that the retention would keep there, newest first.
    fn missed<'a>(
        &self,
        row: &Row,
        lying: &BTreeSet<String>,
        load: &'a UploadContext<'_>,
    ) -> Vec<&'a KnownBackup> {
        let missing = |one: &KnownBackup| {
            one.made.at >= row.added_at && !lying.contains(&one.file.name) && one.path().is_some()
        };
        let all: Vec<&KnownBackup> = load
            .known
            .iter()
            .filter(|one| lying.contains(&one.file.name) || missing(one))
            .collect();
        let made: Vec<BackupDate> = all.iter().map(|one| one.made).collect();
        let kept = keep(&made, load.keep, self.clock().now(), &load.zone);
        let wanted = all.into_iter().enumerate().filter(|(place, _)| kept.contains(place));
        let mut missed: Vec<&KnownBackup> =
            wanted.map(|(_, one)| one).filter(|one| missing(one)).collect();
        missed.reverse();
        missed
    }

    /// Returns the generation that the household must reach before this target accepts its backups, if
    /// it is ahead.
    pub(crate) fn ahead_at(&self, row: &Row) -> Result<Option<u64>> {
        let known = self.known_backups()?;
        let Some(newest) = known.last() else { return Ok(None) };
        let lying = self.reach(row).and_then(|there| there.list());
        let lying = lying.map_err(|_away| crate::error::Error::NotFound)?;
        let lying = lying.into_iter().map(|file| file.name).collect();
        Ok(divergence::ahead(&lying, &known, newest, self.read_keyring()?.generation()))
    }

    /// Removes the records of copies that were deleted from a target.
    fn forget_missing(
        &self,
        row: &Row,
        lying: &BTreeSet<String>,
        load: &UploadContext<'_>,
    ) -> Result<(), TargetError> {
        let household = &self.inner().household;
        let copies =
            household.read(|view| view.copies()).map_err(|_household| TargetError::Source)?;
        let here = copies.iter().filter(|copy| copy.target == row.id);
        let gone = here.filter(|copy| {
            load.known.iter().any(|one| one.id == copy.backup && !lying.contains(&one.file.name))
        });
        for copy in gone {
            self.note_gone(row, copy.backup, "copy-missing")?;
        }
        Ok(())
    }

    /// Prunes a target; deletes only files that the household knows as its own backups.
    fn thin_out_there(
        &self,
        row: &Row,
        there: &Target,
        lying: &BTreeSet<String>,
        load: &UploadContext<'_>,
    ) -> Result<(), TargetError> {
        let here: Vec<&KnownBackup> =
            load.known.iter().filter(|one| lying.contains(&one.file.name)).collect();
        let made: Vec<BackupDate> = here.iter().map(|one| one.made).collect();
        let kept = keep(&made, load.keep, self.clock().now(), &load.zone);
        for (place, one) in here.iter().enumerate() {
            if !kept.contains(&place) {
                there.delete(&one.file.name)?;
                self.note_gone(row, one.id, "copy-removed")?;
            }
        }
        Ok(())
    }

    fn note_copy(&self, row: &Row, backup: BackupId) -> Result<()> {
        let object = row.id.to_string();
        let details = serde_json::json!({ "backup": backup }).to_string();
        let deed = AuditEvent::new("backup-carried", &object).with(&details);
        let copy = RemoteCopy { target: row.id, backup, verified_at: self.clock().now() };
        self.change_household(&deed, |edit| Ok(edit.put_copy(copy)?))
    }

    fn note_gone(&self, row: &Row, backup: BackupId, action: &str) -> Result<(), TargetError> {
        let object = row.id.to_string();
        let details = serde_json::json!({ "backup": backup }).to_string();
        let deed = AuditEvent::new(action, &object).with(&details);
        self.change_household(&deed, |edit| Ok(edit.remove_copy(row.id, backup)?))
            .map_err(|_household| TargetError::Source)
    }

    /// Prunes local backups, and forgets backups without any copy left.
    ///
    /// Only the folder beside the data is pruned, never a folder that a caller chose.
    pub(crate) fn prune_local(&self, keep: RetentionPolicy, zone: &TimeZone) -> Result<()> {
        let beside = self.inner().folder.backups();
        let known = self.known_backups()?;
        let (here, gone): (Vec<&KnownBackup>, Vec<&KnownBackup>) =
            known.iter().filter(|one| one.folder == beside).partition(|one| one.path().is_some());
        let made: Vec<BackupDate> = here.iter().map(|one| one.made).collect();
        let kept = crate::backup::retention::keep(&made, keep, self.clock().now(), zone);
        let copies = self.inner().household.read(|view| view.copies())?;
        let lies_elsewhere = |one: &KnownBackup| copies.iter().any(|copy| copy.backup == one.id);
        for (place, one) in here.iter().enumerate() {
            if kept.contains(&place) {
                continue;
            }
            if lies_elsewhere(one) {
                self.remove_file(one)?;
            } else {
                self.forget_backup(one.id)?;
            }
        }
        // Backups whose local file was pruned earlier and whose last copy is now gone too.
        for one in gone.into_iter().filter(|one| !lies_elsewhere(one)) {
            self.forget_backup(one.id)?;
        }
        Ok(())
    }

    fn remove_file(&self, one: &KnownBackup) -> Result<()> {
        let object = one.id.to_string();
        self.record(&AuditEvent::new("backup-thinned", &object))?;
        std::fs::remove_file(one.folder.join(&one.file.name))
            .map_err(|error| crate::error::Error::disk(&error))
    }
}

/// Whether the pause after the last failures is over.
fn may_try(row: &Row, now: Timestamp) -> bool {
    let folder = matches!(place_of(row), Ok(BackupLocation::Folder { .. }));
    let longest = if folder { DISK_PAUSE } else { NETWORK_PAUSE };
    may_try_again(now, row.tried.failures, row.tried.at, longest)
}

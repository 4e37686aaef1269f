//! Tests backup targets and the order of backups.

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::{BackupId, TargetId};
use pecule_store::Error;
use pecule_store::household::backup::backups::{Backup, BackupFile, BackupState};
use pecule_store::household::backup::targets::{RemoteCopy, Target, TargetTest};
use uuid::Uuid;

use crate::place::Place;

fn moment(day: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * day)
}

fn backup(number: u8, day: i64) -> Backup {
    Backup {
        id: BackupId::new(Uuid::from_bytes([number; 16])),
        made_at: moment(day),
        generation: 1,
        file: Some(BackupFile { name: format!("{number}.age"), bytes: 10, sha256: [number; 32] }),
        folder: PathBuf::from("/backups"),
        state: BackupState::Made,
        proven_at: None,
        certificate: None,
        error: String::new(),
        drill: None,
    }
}

fn target(number: u8, name: &str) -> Target {
    Target {
        id: TargetId::new(Uuid::from_bytes([number; 16])),
        name: name.to_owned(),
        place: r#"{"kind":"folder","path":"/mnt/disk"}"#.to_owned(),
        credentials: Some(vec![1, 2, 3]),
        absent_days: 7,
        elsewhere: true,
        added_at: moment(0),
        tried: TargetTest::default(),
        retired_at: None,
    }
}

#[test]
fn what_was_made_later_comes_later_whatever_the_clock_said() {
    let place = Place::new();
    let household = place.household();
    let days = [(3, 100), (1, 4000), (2, 5)];
    household
        .write(|edit| {
            days.iter().try_for_each(|(number, day)| edit.add_backup(&backup(*number, *day)))
        })
        .unwrap();
    let order = household.read(|view| view.backups_in_order()).unwrap();
    let numbers: Vec<u8> = order.iter().map(|id| id.uuid().into_bytes()[0]).collect();
    assert_eq!(numbers, [3, 1, 2]);
    household.write(|edit| edit.remove_backup(backup(1, 0).id)).unwrap();
    assert_eq!(household.read(|view| view.backups_in_order()).unwrap().len(), 2);
}

#[test]
fn a_place_is_kept_as_it_was_given_and_remembers_how_it_went() {
    let place = Place::new();
    let household = place.household();
    let (disk, cloud) = (target(1, "Disque"), target(2, "Coffre"));
    household
        .write(|edit| {
            edit.add_target(&disk)?;
            edit.add_target(&cloud)
        })
        .unwrap();
    assert_eq!(household.read(|view| view.targets()).unwrap(), [cloud.clone(), disk.clone()]);
    let again = household.write(|edit| edit.add_target(&target(3, "Disque")));
    assert!(matches!(&again, Err(Error::Taken(column)) if column == "targets.name"), "{again:?}");
    let tried = TargetTest {
        at: Some(moment(2)),
        succeeded_at: Some(moment(1)),
        failure: Some("absent".to_owned()),
        failures: 2,
    };
    household
        .write(|edit| {
            edit.record_test(disk.id, &tried, Some(false))?;
            edit.record_test(cloud.id, &tried, None)?;
            edit.change_target(cloud.id, "Coffre distant", 0)
        })
        .unwrap();
    let now = household.read(|view| view.target(disk.id)).unwrap();
    assert_eq!((now.tried.clone(), now.elsewhere), (tried, false));
    let now = household.read(|view| view.target(cloud.id)).unwrap();
    assert!(now.elsewhere && (now.name.as_str(), now.absent_days) == ("Coffre distant", 0));
}

#[test]
fn a_restore_drops_every_credential_until_they_are_given_again() {
    let place = Place::new();
    let household = place.household();
    let disk = target(1, "Disque");
    household.write(|edit| edit.add_target(&disk)).unwrap();
    assert_eq!(household.write(|edit| edit.retire_targets(moment(9))).unwrap(), 1);
    let retired = household.read(|view| view.target(disk.id)).unwrap();
    assert_eq!((retired.credentials, retired.retired_at), (None, Some(moment(9))));
    household.write(|edit| edit.set_target_credentials(disk.id, Some(&[7]))).unwrap();
    let confirmed = household.read(|view| view.target(disk.id)).unwrap();
    assert_eq!((confirmed.credentials, confirmed.retired_at), (Some(vec![7]), None));
}

#[test]
fn a_copy_goes_with_its_place_or_its_backup() {
    let place = Place::new();
    let household = place.household();
    let (disk, cloud) = (target(1, "Disque"), target(2, "Coffre"));
    let (first, second) = (backup(1, 1), backup(2, 2));
    household
        .write(|edit| {
            edit.add_target(&disk)?;
            edit.add_target(&cloud)?;
            edit.add_backup(&first)?;
            edit.add_backup(&second)?;
            for target in [disk.id, cloud.id] {
                for backup in [first.id, second.id] {
                    edit.put_copy(RemoteCopy { target, backup, verified_at: moment(2) })?;
                }
            }
            edit.put_copy(RemoteCopy { target: disk.id, backup: first.id, verified_at: moment(3) })
        })
        .unwrap();
    let copies = household.read(|view| view.copies()).unwrap();
    assert_eq!((copies.len(), copies[0].verified_at), (4, moment(3)));
    household
        .write(|edit| {
            edit.remove_copy(disk.id, first.id)?;
            edit.remove_backup(second.id)?;
            edit.remove_target(cloud.id)
        })
        .unwrap();
    assert_eq!(household.read(|view| view.copies()).unwrap(), []);
}

//! Checks scheduled uploads to backup targets.

use std::fs;
use std::path::{Path, PathBuf};

use pecule_app::backup::status::Proof;
use pecule_app::backup::targets::{TargetInput, TargetState, TargetView};
use pecule_app::config::backup_schedule::{RetentionPolicy, Schedule};
use pecule_app::{Error, Reason};

use crate::house::House;

const DAY: i64 = 24 * 3_600;

fn disk(house: &House, name: &str) -> (TargetView, PathBuf) {
    let path = house.data().parent().unwrap().join(name);
    fs::create_dir(&path).unwrap();
    let form = TargetInput {
        name: name.to_owned(),
        kind: "folder".to_owned(),
        path: path.to_str().unwrap().to_owned(),
        ..TargetInput::default()
    };
    (house.person.admin().unwrap().add_target(&form).unwrap(), path)
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    names
}

fn line(house: &House, line: &TargetView) -> TargetView {
    house.person.admin().unwrap().target(line.id).unwrap()
}

#[test]
fn from_the_first_round_on_there_is_a_proven_backup() {
    let house = House::new();
    assert_eq!(house.person.backup_status().unwrap().proof, Proof::None);
    house.app.run_backup_jobs().unwrap();
    let backups = files(&house.data().join("backups"));
    assert_eq!(backups.len(), 1, "{backups:?}");
    let status = house.person.backup_status().unwrap();
    assert!(status.made_at.is_some() && status.elsewhere.is_none());
    house.app.run_backup_jobs().unwrap();
    assert_eq!(files(&house.data().join("backups")), backups, "once a day is enough");
    house.clock.forward(DAY);
    house.app.run_backup_jobs().unwrap();
    assert_eq!(files(&house.data().join("backups")).len(), 2);
}

#[test]
fn every_place_gets_the_newest_backup_and_its_bytes_are_equal() {
    let house = House::new();
    let (first, here) = disk(&house, "disque");
    let (second, there) = disk(&house, "autre");
    assert_eq!((first.state, first.elsewhere), (TargetState::New, false));
    house.app.run_backup_jobs().unwrap();
    let name = files(&house.data().join("backups")).pop().unwrap();
    let made = fs::read(house.data().join("backups").join(&name)).unwrap();
    for folder in [&here, &there] {
        assert_eq!(files(folder), std::slice::from_ref(&name));
        assert!(fs::read(folder.join(&name)).unwrap() == made);
    }
    for target in [&first, &second] {
        assert_eq!(
            (line(&house, target).state, line(&house, target).copies),
            (TargetState::Good, 1)
        );
    }
    // Both lie on the disk of the data, so neither counts as off-site.
    assert_eq!(house.person.backup_status().unwrap().elsewhere, None);
}

#[test]
fn an_absent_disk_holds_up_no_other_and_gets_its_backup_when_it_is_back() {
    let house = House::new();
    let (gone, away) = disk(&house, "disque");
    let (_there, other) = disk(&house, "autre");
    let drawer = away.with_extension("tiroir");
    fs::rename(&away, &drawer).unwrap();
    fs::create_dir(&away).unwrap();
    house.app.run_backup_jobs().unwrap();
    assert_eq!((files(&other).len(), files(&away).len()), (1, 0));
    let absent = line(&house, &gone);
    assert_eq!((absent.state, absent.failure.as_deref()), (TargetState::Absent, Some("absent")));
    assert!(house.person.backup_status().unwrap().troubled.is_empty(), "a drawer is no trouble");
    house.clock.forward(8 * DAY);
    house.app.run_backup_jobs().unwrap();
    assert_eq!(line(&house, &gone).state, TargetState::Late);
    assert_eq!(house.person.backup_status().unwrap().troubled.len(), 1);
    fs::remove_dir(&away).unwrap();
    fs::rename(&drawer, &away).unwrap();
    house.clock.forward(3_600);
    house.app.run_backup_jobs().unwrap();
    assert_eq!((line(&house, &gone).state, files(&away).len()), (TargetState::Good, 2));
}

#[test]
fn a_copy_that_was_damaged_on_its_way_is_never_taken_for_a_backup() {
    let house = House::new();
    let (target, folder) = disk(&house, "disque");
    house.app.run_backup_jobs().unwrap();
    let name = files(&folder).pop().unwrap();
    // Before the household recorded the copy: the file is there, with one wrong bit.
    let again = house.person.admin().unwrap();
    again.remove_target(target.id).unwrap();
    let mut bytes = fs::read(folder.join(&name)).unwrap();
    bytes[1_000] ^= 4;
    fs::write(folder.join(&name), bytes).unwrap();
    let form = TargetInput {
        name: "encore".to_owned(),
        kind: "folder".to_owned(),
        path: folder.to_str().unwrap().to_owned(),
        ..TargetInput::default()
    };
    let target = again.add_target(&form).unwrap();
    house.app.run_backup_jobs().unwrap();
    let made = fs::read(house.data().join("backups").join(&name)).unwrap();
    assert!(fs::read(folder.join(&name)).unwrap() == made, "it was replaced");
    assert_eq!(line(&house, &target).copies, 1);
    // If the local file is damaged, nothing arrives under its name.
    fs::remove_file(folder.join(&name)).unwrap();
    let mut bytes = made;
    bytes[1_000] ^= 4;
    fs::write(house.data().join("backups").join(&name), bytes).unwrap();
    again.remove_target(target.id).unwrap();
    let target = again.add_target(&form).unwrap();
    house.app.run_backup_jobs().unwrap();
    assert_eq!(files(&folder), Vec::<String>::new());
    assert_eq!(line(&house, &target).failure.as_deref(), Some("source"));
}

#[test]
fn thinning_out_happens_here_and_there_and_spares_what_is_not_ours() {
    let house = House::new();
    let (target, folder) = disk(&house, "disque");
    fs::write(folder.join("photo.jpg"), b"mine").unwrap();
    fs::write(folder.join("pecule-other-20200101T000000Z-g1.age"), b"another household's").unwrap();
    let keep = RetentionPolicy { daily: 2, weekly: 0, monthly: 0, yearly: 0 };
    let schedule = Schedule { keep, ..Schedule::default() };
    house.person.admin().unwrap().schedule_backups(&schedule).unwrap();
    for _night in 0..12 {
        house.app.run_backup_jobs().unwrap();
        house.clock.forward(DAY);
    }
    let (here, there) = (files(&house.data().join("backups")), files(&folder));
    assert!((2..=4).contains(&here.len()), "{here:?}");
    assert!(there.contains(&"photo.jpg".to_owned()) && there.iter().any(|n| n.contains("other")));
    assert_eq!(there.len(), line(&house, &target).copies + 2, "{there:?}");
    assert!((2..=4).contains(&line(&house, &target).copies), "{there:?}");
    assert!(there.contains(here.last().unwrap()), "the newest one is there");
}

#[test]
fn what_was_made_while_a_disk_was_away_is_carried_when_it_is_back() {
    let house = House::new();
    let (target, folder) = disk(&house, "disque");
    house.app.run_backup_jobs().unwrap();
    let drawer = folder.with_extension("tiroir");
    fs::rename(&folder, &drawer).unwrap();
    for _night in 0..3 {
        house.clock.forward(DAY);
        house.app.run_backup_jobs().unwrap();
    }
    fs::rename(&drawer, &folder).unwrap();
    house.clock.forward(DAY);
    house.app.run_backup_jobs().unwrap();
    let here = files(&house.data().join("backups"));
    assert_eq!((files(&folder), here.len()), (here, 5));
    assert_eq!(line(&house, &target).copies, 5);
}

#[test]
fn a_machine_that_was_put_back_carries_nothing_over_newer_backups() {
    let house = House::new();
    let (target, folder) = disk(&house, "disque");
    for _night in 0..2 {
        house.app.run_backup_jobs().unwrap();
        house.clock.forward(DAY);
    }
    // Another installation of the same household made backups: a clone, or the one before a restore.
    let ours = files(&folder).pop().unwrap();
    let (start, _) = ours.rsplit_once("-g").unwrap();
    let install = start.rsplit_once('-').unwrap().0;
    let later = format!("{install}-20991231T030000Z-g1.age");
    let next = format!("{install}-20200101T030000Z-g2.age");
    for newer in [&later, &next] {
        fs::write(folder.join(newer), b"another's").unwrap();
        house.app.run_backup_jobs().unwrap();
        let refused = line(&house, &target);
        assert_eq!(
            (refused.state, refused.failure.as_deref()),
            (TargetState::Failing, Some("ahead"))
        );
        assert_eq!(files(&folder).len(), 3, "nothing was carried, nothing was removed");
        assert_eq!(house.person.backup_status().unwrap().troubled.len(), 1);
        fs::remove_file(folder.join(newer)).unwrap();
        house.clock.forward(DAY);
        house.app.run_backup_jobs().unwrap();
        assert_eq!(line(&house, &target).state, TargetState::Good);
        fs::write(folder.join(format!("{install}-20200101T030000Z-g1.age")), b"forgotten").unwrap();
        house.clock.forward(DAY);
        house.app.run_backup_jobs().unwrap();
        assert_eq!(line(&house, &target).state, TargetState::Good, "an old one is no alarm");
        fs::remove_file(folder.join(format!("{install}-20200101T030000Z-g1.age"))).unwrap();
        for extra in files(&folder).into_iter().skip(2) {
            fs::remove_file(folder.join(extra)).unwrap();
        }
        house.clock.forward(DAY);
    }
    // The administrator resumes uploads; the next backup follows on.
    fs::write(folder.join(&next), b"another's").unwrap();
    house.app.run_backup_jobs().unwrap();
    assert_eq!(line(&house, &target).failure.as_deref(), Some("ahead"));
    house.person.admin().unwrap().resume_uploads(target.id).unwrap();
    house.clock.forward(DAY);
    house.app.run_backup_jobs().unwrap();
    assert_eq!(line(&house, &target).state, TargetState::Good);
    assert!(files(&folder).iter().any(|name| name.ends_with("-g3.age")), "{:?}", files(&folder));
    assert!(folder.join(&next).exists());
}

#[test]
fn a_clock_that_jumps_removes_nothing() {
    let house = House::new();
    for _night in 0..6 {
        house.app.run_backup_jobs().unwrap();
        house.clock.forward(DAY);
    }
    let before = files(&house.data().join("backups"));
    for jump in [3_652 * DAY, -3_652 * DAY, -3_652 * DAY, 3_652 * DAY] {
        house.clock.forward(jump);
        house.app.run_backup_jobs().unwrap();
        house.app.run_backup_jobs().unwrap();
        let now = files(&house.data().join("backups"));
        assert!(before.iter().all(|name| now.contains(name)), "{jump}: {before:?} of {now:?}");
    }
}

#[test]
fn places_are_the_administrators_and_refused_where_they_cannot_be() {
    let house = House::new();
    let admin = house.person.admin().unwrap();
    let form = |path: &str| TargetInput {
        name: "Disque".to_owned(),
        kind: "folder".to_owned(),
        path: path.to_owned(),
        ..TargetInput::default()
    };
    for path in ["relative", "/nowhere/at/all"] {
        let refused = admin.add_target(&form(path));
        assert!(
            matches!(&refused, Err(Error::Invalid(all)) if all[0].field == "path" && all[0].reason == Reason::NotAFolder),
            "{path}: {refused:?}"
        );
    }
    let (target, folder) = disk(&house, "disque");
    let twice = admin
        .add_target(&TargetInput { name: "disque".to_owned(), ..form(folder.to_str().unwrap()) });
    assert!(matches!(&twice, Err(Error::Invalid(all)) if all[0].reason == Reason::Taken));
    admin.change_target(target.id, "Tiroir", 30).unwrap();
    assert_eq!(line(&house, &target).absent_days, 30);
    admin.remove_target(target.id).unwrap();
    assert!(matches!(admin.target(target.id), Err(Error::NotFound)));
    assert!(!folder.join(format!(".pecule-{}", target.id)).exists());
}

#[test]
fn a_store_that_does_not_answer_keeps_its_secret_to_itself() {
    let house = House::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let form = TargetInput {
        name: "Coffre".to_owned(),
        kind: "s3".to_owned(),
        address: format!("http://{free}"),
        bucket: "coffre".to_owned(),
        user: "cle".to_owned(),
        secret: "un-secret-bien-long".to_owned().into(),
        ..TargetInput::default()
    };
    let target = house.person.admin().unwrap().add_target(&form).unwrap();
    assert_eq!(target.failure.as_deref(), Some("unreachable"));
    let file = fs::read(house.data().join("household.db")).unwrap();
    assert!(!file.windows(19).any(|part| part == b"un-secret-bien-long"));
    house.app.run_backup_jobs().unwrap();
    assert_eq!(files(&house.data().join("backups")).len(), 1, "the backup is made all the same");
    let asked = line(&house, &target).tried_at;
    house.app.run_backup_jobs().unwrap();
    assert_eq!(line(&house, &target).tried_at, asked, "it is not tried again at once");
}

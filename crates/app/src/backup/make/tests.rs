use std::fs;
use std::sync::Arc;

use jiff::Timestamp;

use crate::app::App;
use crate::backup::backup_view::BackupView;
use crate::backup::drill::DrillOrder;
use crate::clock::FixedClock;
use crate::config::data_location::DataLocation;
use crate::error::Result;

fn app(room: &tempfile::TempDir) -> App {
    let clock = FixedClock(Timestamp::from_second(1_773_576_000).unwrap());
    let place = DataLocation::new(room.path().join("data"));
    place.make_keys(&clock).unwrap();
    place.open_cheaply(Arc::new(clock)).unwrap()
}

/// Simulates a stop between the rename and the record.
fn cut_short(app: &App, line: &BackupView) {
    let row = app.inner().household.read(|view| view.backup(line.id)).unwrap();
    let work = |edit: pecule_store::household::Edit<'_>| -> Result<()> {
        edit.remove_backup(row.id)?;
        Ok(edit.add_backup_draft(&row)?)
    };
    app.inner().household.write(work).unwrap();
    assert!(app.backups().unwrap().is_empty());
}

#[test]
fn a_backup_that_got_its_name_as_the_program_was_cut_short_is_taken_up() {
    let room = tempfile::tempdir().unwrap();
    let app = app(&room);
    let line = app.back_up(None).unwrap();
    cut_short(&app, &line);
    app.resume_interrupted_backups().unwrap();
    let again = app.backups().unwrap();
    assert_eq!(again.len(), 1);
    assert_eq!((again[0].id, again[0].present, &again[0].sha256), (line.id, true, &line.sha256));
    // The key of its drills was kept.
    assert!(app.drill(&DrillOrder::default()).unwrap().proven);
    app.resume_interrupted_backups().unwrap();
    assert_eq!(app.backups().unwrap().len(), 1);
}

#[test]
fn what_is_taken_up_too_late_is_proven_with_the_kit_alone() {
    let room = tempfile::tempdir().unwrap();
    let clock = FixedClock(Timestamp::from_second(1_773_576_000).unwrap());
    let place = DataLocation::new(room.path().join("data"));
    let page = place.make_keys(&clock).unwrap().secret.to_string();
    let app = place.open_cheaply(Arc::new(clock)).unwrap();
    let line = app.back_up(None).unwrap();
    let mut row = app.inner().household.read(|view| view.backup(line.id)).unwrap();
    row.drill =
        row.drill.map(|(key, _until)| (key, Timestamp::from_second(1_773_575_999).unwrap()));
    let work = |edit: pecule_store::household::Edit<'_>| -> Result<()> {
        edit.remove_backup(row.id)?;
        Ok(edit.add_backup_draft(&row)?)
    };
    app.inner().household.write(work).unwrap();
    // Drill keys expire, whether the backup was recorded or not.
    let kept = |app: &App| app.inner().household.read(|view| view.backup_drafts()).unwrap();
    app.inner().household.write(|edit| edit.forget_drill_keys(app.clock().now())).unwrap();
    assert!(kept(&app).iter().all(|draft| draft.drill.as_ref().unwrap().0.is_empty()));
    let refused = app.drill(&DrillOrder::default()).unwrap_err().to_string();
    assert!(refused.contains("household kit"), "{refused}");
    let taken = app.backups().unwrap().remove(0);
    assert_eq!((taken.id, taken.drill_until, taken.proven), (line.id, None, false));
    let kit = Some(crate::backup::restore::run::read_kit(&page).unwrap());
    let proven = app.drill(&DrillOrder { file: None, kit }).unwrap();
    assert_eq!((proven.proven, proven.opened_by.as_str()), (true, "kit"));
}

#[test]
fn what_is_not_as_it_was_sealed_never_was_a_backup() {
    let room = tempfile::tempdir().unwrap();
    let app = app(&room);
    for is_there in [true, false] {
        let line = app.back_up(None).unwrap();
        let file = line.path().unwrap();
        cut_short(&app, &line);
        let mut bytes = fs::read(&file).unwrap();
        bytes[900] ^= 1;
        fs::remove_file(&file).unwrap();
        if is_there {
            fs::write(&file, bytes).unwrap();
        }
        app.resume_interrupted_backups().unwrap();
        assert!(!file.exists() && app.backups().unwrap().is_empty());
        assert!(app.inner().household.read(|view| view.backup_drafts()).unwrap().is_empty());
    }
}

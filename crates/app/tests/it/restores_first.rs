//! Checks the restore in a browser at the first start (one-time code, refusals, replaced folder).

use std::fs;
use std::path::Path;

use pecule_app::app::App;
use pecule_app::backup::restore::first_start::PathContent;
use pecule_app::state::restore::{RestoreFailure, Status};
use pecule_app::{Error, Refusal};

use crate::backup_home::{Home, content, net, net_of};

/// Returns an installation without people, and its one-time code.
fn empty(home: &Home, name: &str) -> (App, String) {
    home.place(name).make_keys(home.clock.as_ref()).unwrap();
    let app = home.open(name);
    let code = app.new_setup_code().unwrap().unwrap().to_string();
    (app, code)
}

fn point_at(app: &App, file: &Path) {
    assert_eq!(app.guest().find_backup(file.to_str().unwrap()).unwrap(), PathContent::File);
}

fn failure(app: &App) -> Option<RestoreFailure> {
    match app.guest().restoring().unwrap().1 {
        Status::Failed(failure) => Some(failure),
        Status::Waiting | Status::Working(_) | Status::Ready(_) => None,
    }
}

#[test]
fn what_a_backup_holds_takes_the_place_of_an_empty_installation() {
    let (home, person) = Home::new();
    let before = net_of(&person);
    let file = home.back_up();
    let (app, code) = empty(&home, "new");
    point_at(&app, &file);
    let kit = format!("{}\n{}", home.secret, home.signer);
    assert!(app.guest().begin_restore(&code, &kit, "").unwrap().run());
    // Nothing is in place before the restart, and no person can be created meanwhile.
    assert_eq!(app.people().unwrap(), 0);
    assert!(app.close().unwrap());
    assert!(home.place("new").finish_restore().unwrap());
    assert!(!home.place("new").finish_restore().unwrap());
    let restored = home.open("new");
    assert_eq!(net(&restored), before);
    let made = restored.back_up(None).unwrap();
    assert!(made.name.unwrap().contains("-g2"));
    let mut names: Vec<_> = fs::read_dir(home.path("new"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.contains("-wal") && !name.contains("-shm"))
        .collect();
    names.sort();
    let whole =
        ["backup.lock", "backups", "books", "household.db", "keyring.json", "lock", "master.key"];
    assert_eq!(names, whole);
    // A person exists now: no code allows a second restore.
    assert!(matches!(restored.guest().restoring(), Err(Error::Refused(Refusal::SetUpAlready))));
}

#[test]
fn whatever_is_wrong_is_told_apart_and_changes_nothing() {
    let (home, _person) = Home::new();
    let (other, _theirs) = Home::new();
    let file = home.back_up();
    let (app, code) = empty(&home, "new");
    let living = content(&home.path("new/books"));
    let kit = home.secret.clone();
    let wrong = app.guest().begin_restore("0000-0000-0000-0000", &kit, "");
    assert!(matches!(wrong, Err(Error::Refused(Refusal::WrongSetupCode))));
    let without = app.guest().begin_restore(&code, &kit, "").map(drop).unwrap_err();
    assert_eq!(RestoreFailure::of(&without), RestoreFailure::NoBackup);
    point_at(&app, &file);
    let mistyped = app.guest().begin_restore(&code, "AGE-SECRET-KEY-1X", "").map(drop).unwrap_err();
    assert_eq!(RestoreFailure::of(&mistyped), RestoreFailure::NoKit);

    let whole = fs::read(&file).unwrap();
    let cut = home.path("pecule-cut.age");
    fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
    let plain = home.path("pecule-plain.age");
    fs::write(&plain, b"a letter").unwrap();
    let signed = format!("{kit}\n{}", other.signer);
    for (file, kit, expected) in [
        (&file, other.secret.as_str(), RestoreFailure::OtherKit),
        (&file, signed.as_str(), RestoreFailure::Forged),
        (&cut, kit.as_str(), RestoreFailure::Damaged),
        (&plain, kit.as_str(), RestoreFailure::NotABackup),
    ] {
        point_at(&app, file);
        assert!(!app.guest().begin_restore(&code, kit, "").unwrap().run());
        assert_eq!(failure(&app), Some(expected));
        assert!(!home.path("new/.restoring").exists());
    }
    assert_eq!(content(&home.path("new/books")), living);
    assert_eq!(app.people().unwrap(), 0);
    // It still works after these refusals.
    point_at(&app, &file);
    assert!(app.guest().begin_restore(&code, &kit, "").unwrap().run());
}

#[test]
fn a_folder_offers_its_backups_newest_first() {
    let (home, _person) = Home::new();
    let first = home.back_up();
    home.clock.forward(1);
    let second = home.back_up();
    fs::write(home.path("data/backups/holiday.jpg"), b"x").unwrap();
    let (app, _code) = empty(&home, "new");
    let folder = home.path("data/backups");
    let found = app.guest().find_backup(folder.to_str().unwrap()).unwrap();
    let named = |path: &Path| path.to_str().unwrap().to_owned();
    assert_eq!(found, PathContent::Folder(vec![named(&second), named(&first)]));
    for path in ["backups", "/nowhere/at/all", home.path("new/books").to_str().unwrap()] {
        assert!(app.guest().find_backup(path).is_err(), "{path}");
    }
}

#[test]
fn a_restore_that_is_cut_short_while_it_is_put_in_place_is_gone_on_with() {
    let (home, person) = Home::new();
    let before = net_of(&person);
    let file = home.back_up();
    // After each of the moves, in their order.
    for steps in 0..5 {
        let name = format!("new-{steps}");
        let (app, code) = empty(&home, &name);
        point_at(&app, &file);
        assert!(app.guest().begin_restore(&code, &home.secret, "").unwrap().run());
        assert!(app.close().unwrap());
        let data = home.path(&name);
        let shop = data.join(".restoring");
        let moves = [
            (data.join("books"), shop.join("before/books")),
            (shop.join("ready/books"), data.join("books")),
            (shop.join("ready/household.db"), data.join("household.db")),
            (shop.join("ready/master.key"), data.join("master.key")),
        ];
        for (from, to) in moves.iter().take(steps) {
            fs::rename(from, to).unwrap();
        }
        // The next process that opens the folder finishes it.
        assert_eq!(net(&home.open(&name)), before, "after {steps} moves");
        assert!(!shop.exists());
    }
}

#[test]
fn the_restored_key_stays_under_the_passphrase_of_the_installation() {
    let (home, person) = Home::new();
    let before = net_of(&person);
    let file = home.back_up();
    home.place("new").make_keys(home.clock.as_ref()).unwrap();
    let chosen = "six-mots-qui-ne-se-devinent-guere";
    let wrapping = pecule_app::installation::passphrase::MasterKeyProtection::Passphrase(
        chosen.to_owned().into(),
    );
    let clock: std::sync::Arc<dyn pecule_app::Clock> =
        std::sync::Arc::<crate::backup_home::Hand>::clone(&home.clock);
    home.place("new").rewrap(&wrapping, clock).unwrap();
    let mut place = home.place("new");
    let typed = chosen.to_owned();
    place.asks = Some(pecule_app::config::passphrase_prompt::PassphrasePrompt::new(move || {
        Ok(typed.clone().into())
    }));
    let app =
        place.open_cheaply(std::sync::Arc::<crate::backup_home::Hand>::clone(&home.clock)).unwrap();
    let code = app.new_setup_code().unwrap().unwrap().to_string();
    point_at(&app, &file);
    let refused = app.guest().begin_restore(&code, &home.secret, "another").map(drop).unwrap_err();
    assert_eq!(RestoreFailure::of(&refused), RestoreFailure::OtherPassphrase);
    assert!(app.guest().begin_restore(&code, &home.secret, chosen).unwrap().run());
    assert!(app.close().unwrap());
    let restored =
        place.open_cheaply(std::sync::Arc::<crate::backup_home::Hand>::clone(&home.clock)).unwrap();
    assert_eq!(net(&restored), before);
    assert!(home.path("new/master.key.age").exists() && !home.path("new/master.key").exists());
}

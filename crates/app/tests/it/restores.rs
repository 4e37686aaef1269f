//! Checks restores into an empty folder or beside the previous one, and refusals of damaged backups.

use std::fs;

use crate::backup_home::{Home, content, net, net_of};

#[test]
fn an_empty_machine_has_everything_again() {
    let (home, person) = Home::new();
    let before = net_of(&person);
    let file = home.back_up();
    for (name, exists) in [("new", false), ("empty", true)] {
        if exists {
            fs::create_dir(home.path(name)).unwrap();
        }
        let restored = home.restore(&file, name).unwrap();
        assert_eq!((restored.generation, restored.signer_known), (2, true));
        assert_eq!(restored.aside, None);
        let app = home.open(name);
        assert_eq!(net(&app), before);
        let names: Vec<_> = fs::read_dir(home.path(name))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.contains("-wal") && !name.contains("-shm"))
            .collect();
        let mut names = names;
        names.sort();
        assert_eq!(names, ["backups", "books", "household.db", "keyring.json", "master.key"]);
        // It makes its own backups under the next generation.
        let made = app.back_up(None).unwrap();
        assert!(made.name.unwrap().contains("-g2"), "the generation is in the name");
    }
    // The secret line of the kit is enough, but then the signer is not verified.
    let restored = home.restore_with(&home.secret, &file, "plain", false).unwrap();
    assert!(!restored.signer_known);
}

#[test]
fn living_data_is_never_written_over() {
    let (home, person) = Home::new();
    let file = home.back_up();
    drop(person);
    home.app.settle_all().unwrap();
    let refused = home.restore(&file, "data").unwrap_err();
    assert!(refused.to_string().contains("not empty"), "{refused}");

    let before = net(&home.app);
    home.app.settle_all().unwrap();
    let kit = home.secret.clone();
    let restored = home.restore_with(&kit, &file, "data", true).unwrap();
    let aside = restored.aside.unwrap();
    assert!(aside.join("household.db").exists());
    assert_eq!(net(&home.open("data")), before);
    let name = aside.file_name().unwrap().to_str().unwrap();
    assert_eq!(net(&home.open(name)), before);
}

#[test]
fn a_folder_that_somebody_serves_is_left_alone() {
    let (home, _person) = Home::new();
    let file = home.back_up();
    let _served = home.app.lock().unwrap();
    let refused = home.restore_with(&home.secret, &file, "data", true).unwrap_err();
    assert!(refused.to_string().contains("at work on this folder"), "{refused}");
}

#[test]
fn faults_a_damaged_backup_restores_nothing_and_touches_nothing() {
    let (home, person) = Home::new();
    drop(person);
    home.app.settle_all().unwrap();
    let file = home.back_up();
    let whole = fs::read(&file).unwrap();
    let living = content(&home.path("data/books"));
    let damaged = home.path("damaged.age");
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let trials = crate::faults::times(40, 2_000);
    for trial in 0..trials {
        let mut bytes = whole.clone();
        if trial % 2 == 0 {
            // At the borders of age's chunks, and anywhere.
            let border = 700 + 65_552 * draw(whole.len() / 65_552 + 1);
            let anywhere = draw(whole.len());
            bytes.truncate(if trial % 8 == 0 { border.min(whole.len() - 1) } else { anywhere });
        } else {
            let at = if trial % 3 == 0 { draw(700) } else { draw(whole.len()) };
            bytes[at] ^= 1 << draw(8);
        }
        fs::write(&damaged, &bytes).unwrap();
        assert!(home.restore(&damaged, "restored").is_err(), "trial {trial}");
        assert!(!home.path("restored").exists(), "trial {trial}");
        if trial % 8 == 0 {
            let kit = home.secret.clone();
            assert!(home.restore_with(&kit, &damaged, "data", true).is_err());
        }
    }
    let mut longer = whole;
    longer.push(0);
    fs::write(&damaged, &longer).unwrap();
    assert!(home.restore(&damaged, "restored").is_err());
    for other in [&b""[..], b"plain", b"age-encryption.org/v1\n"] {
        fs::write(&damaged, other).unwrap();
        let refused = home.restore(&damaged, "restored").unwrap_err();
        assert!(refused.to_string().contains("no backup of P\u{e9}cule"), "{refused}");
    }
    assert_eq!(content(&home.path("data/books")), living);
    crate::faults::count(
        "damaged backups",
        &format!("{trials} truncated or flipped: 0 restored, living data untouched"),
    );
}

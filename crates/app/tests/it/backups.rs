//! Checks that backups are complete, open with the kit, and that drills tell what was verified.

use std::fs;
use std::path::Path;

use pecule_app::Error;
use pecule_app::backup::drill::DrillOrder;
use pecule_app::backup::restore::read_kit;
use pecule_app::backup::status::Proof;
use pecule_app::backup::verify::VerifiedHow;

use crate::backup_home::{Home, copy_folder, net, net_of};
use crate::house::{NAME, PASSWORD, device};

#[test]
fn open_books_are_recomputed_and_settled_ones_equal_a_checked_copy() {
    let (home, person) = Home::new();
    let file = home.back_up();
    let name = file.file_name().unwrap().to_str().unwrap().to_owned();
    assert!(name.starts_with("pecule-") && name.ends_with("-g1.age"), "{name}");
    let found = home.drill();
    assert!(found.proven, "{found:?}");
    assert_eq!((found.backup.as_str(), found.opened_by.as_str()), (name.as_str(), "drill-key"));
    assert_eq!(found.files.len(), 4);
    assert!(found.files.iter().all(|file| file.method == VerifiedHow::Recomputed), "{found:?}");

    drop(person);
    home.app.settle_all().unwrap();
    // The same backup, now that no key is at hand, and one of settled books.
    for _again in 0..2 {
        let found = home.drill();
        assert!(found.proven, "{found:?}");
        let books = found.files.iter().find(|file| file.name.starts_with("books/")).unwrap();
        assert_eq!(books.method, VerifiedHow::EqualsCheckedCopy);
        home.clock.forward(1);
        home.back_up();
    }
    let lines = home.app.backups().unwrap();
    let states: Vec<&str> = lines.iter().map(|line| line.state.as_str()).collect();
    assert_eq!(states, ["made", "proven", "proven"]);
    assert!(lines.iter().all(|line| line.present && line.error.is_empty()));
    assert!(!home.path("data/.work").exists());
}

#[test]
fn new_books_are_settled_from_the_first_moment() {
    let (home, person) = Home::new();
    drop(person);
    home.app.settle_all().unwrap();
    let again = home.open("data");
    again.back_up(None).unwrap();
    assert!(again.drill(&DrillOrder::default()).unwrap().proven);
}

#[test]
fn books_that_await_their_owner_prove_nothing() {
    let (home, person) = Home::new();
    person.member().unwrap();
    copy_folder(&home.path("data"), &home.path("crashed"));
    let crashed = home.open("crashed");
    crashed.back_up(None).unwrap();
    let found = crashed.drill(&DrillOrder::default()).unwrap();
    assert!(!found.proven);
    assert!(found.files.iter().any(|file| file.method == VerifiedHow::Unsettled));
    assert_eq!(crashed.backups().unwrap()[0].state, "unproven");
    // They are restored too, and complete after sign-in.
    let file = crashed.backups().unwrap()[0].path().unwrap();
    home.restore(&file, "restored").unwrap();
    assert_eq!(net(&home.open("restored")), net_of(&person));
    // Their owner signs in: the next backup is proven.
    let owner = crashed.guest().verify_password(NAME, PASSWORD).unwrap();
    owner.member().unwrap();
    crashed.back_up(None).unwrap();
    assert!(crashed.drill(&DrillOrder::default()).unwrap().proven);
}

#[test]
fn after_eight_days_only_the_kit_opens_a_backup() {
    let (home, _person) = Home::new();
    let file = home.back_up();
    home.clock.forward(7);
    assert!(home.drill().proven);
    home.clock.forward(1);
    let refused = home.app.drill(&DrillOrder::default()).unwrap_err();
    assert!(refused.to_string().contains("kit"), "{refused}");
    assert_eq!(home.app.backups().unwrap()[0].drill_until, None);
    let kit = Some(read_kit(&home.secret).unwrap());
    let found = home.app.drill(&DrillOrder { file: Some(file), kit }).unwrap();
    assert!(found.proven);
    assert_eq!(found.opened_by, "kit");
    let (other, _theirs) = Home::new();
    let kit = Some(read_kit(&other.secret).unwrap());
    let refused = home.app.drill(&DrillOrder { file: None, kit }).unwrap_err();
    assert!(refused.to_string().contains("sealed to other keys"), "{refused}");
}

#[test]
fn no_way_in_is_left_in_a_backup() {
    let (home, person) = Home::new();
    let signed_in = home.app.guest().sign_in(NAME, PASSWORD, None, &device()).unwrap();
    let form = pecule_app::auth::personal_tokens::TokenInput {
        name: "Tableur".into(),
        books: None,
        days: 30,
    };
    let token = person.make_personal_token(&form).unwrap();
    let invited = person.admin().unwrap().invite().unwrap();
    let file = home.back_up();
    home.restore(&file, "restored").unwrap();
    let restored = home.open("restored");
    let owner = restored.guest().verify_password(NAME, PASSWORD).unwrap();
    assert!(owner.sessions().unwrap().is_empty());
    assert!(owner.admin().unwrap().invitations().unwrap().is_empty());
    // Secrets handed out before open nothing here: neither a browser's session nor a personal token.
    assert!(owner.personal_tokens().unwrap().is_empty());
    assert!(restored.resume(&signed_in.token).is_err());
    assert!(restored.read_with(&token.token).is_err());
    assert!(restored.backups().unwrap().iter().all(|line| line.drill_until.is_none()));
    drop((signed_in, invited));
}

#[test]
fn a_changed_settled_file_is_noticed_and_not_called_proven() {
    let (home, person) = Home::new();
    drop(person);
    home.app.settle_all().unwrap();
    let books = fs::read_dir(home.path("data/books")).unwrap().next().unwrap().unwrap().path();
    let mut bytes = fs::read(&books).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&books, bytes).unwrap();
    home.back_up();
    assert!(!home.drill().proven);
}

#[test]
fn two_never_run_at_once_and_a_failure_is_recorded() {
    let (home, _person) = Home::new();
    let mut options = fs::File::options();
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let lock = options
        .write(true)
        .create(true)
        .truncate(false)
        .open(home.path("data/backup.lock"))
        .unwrap();
    lock.lock().unwrap();
    assert!(matches!(home.app.back_up(None), Err(Error::Unavailable(_))));
    assert!(matches!(home.app.drill(&DrillOrder::default()), Err(Error::Unavailable(_))));
    drop(lock);
    assert!(home.app.backups().unwrap().is_empty());
    // A missing folder is an error at once; a folder that refuses is recorded as a failure.
    assert!(home.app.back_up(Some(&home.path("nowhere"))).is_err());
    assert!(home.app.backups().unwrap().is_empty());
    assert!(home.app.back_up(Some(Path::new("/proc"))).is_err());
    let lines = home.app.backups().unwrap();
    assert_eq!((lines[0].state.as_str(), lines[0].name.as_deref()), ("failed", None));
    // It does not block the scheduled backup here.
    home.app.run_backup_jobs().unwrap();
    assert!(home.app.backups().unwrap().iter().any(|line| line.present));
    // A leftover of an interrupted run is no backup and is removed.
    fs::write(home.path("data/backups/.pecule-x.age.part"), b"half").unwrap();
    home.back_up();
    assert!(!home.path("data/backups/.pecule-x.age.part").exists());
}

#[test]
fn a_backup_that_is_gone_proves_nothing() {
    let (home, _person) = Home::new();
    let file = home.back_up();
    assert!(home.app.drill(&DrillOrder::default()).unwrap().proven);
    assert_eq!(home.app.backup_proof().unwrap(), Proof::Proven);
    fs::remove_file(file).unwrap();
    assert_eq!(home.app.backup_proof().unwrap(), Proof::None);
}

#[test]
fn a_backup_of_another_household_is_refused_by_a_kit_that_names_its_signer() {
    let (home, _person) = Home::new();
    let (other, _theirs) = Home::new();
    let file = other.back_up();
    let mixed = format!("{} {}", other.secret, home.signer);
    let refused = home.restore_with(&mixed, &file, "restored", false).unwrap_err();
    assert!(refused.to_string().contains("forged"), "{refused}");
    let refused = home.restore(&file, "restored").unwrap_err();
    assert!(refused.to_string().contains("sealed to other keys"), "{refused}");
    assert!(!home.path("restored").exists());
    // Its own drill sees that another household signed it.
    let kit = Some(read_kit(&other.secret).unwrap());
    let found = home.app.drill(&DrillOrder { file: Some(file), kit }).unwrap();
    assert!(!found.proven && found.problem.unwrap().contains("forged"));
}

#[test]
fn one_damaged_set_of_books_keeps_nobody_else_from_a_backup() {
    let (home, person) = Home::new();
    drop(person);
    home.app.settle_all().unwrap();
    let books = fs::read_dir(home.path("data/books")).unwrap().next().unwrap().unwrap().path();
    let mut bytes = fs::read(&books).unwrap();
    // Not the first pages: the books open, and are damaged further on.
    let place = bytes.len() - 5_000;
    bytes[place] ^= 1;
    fs::write(&books, bytes).unwrap();
    let owner = home.app.guest().verify_password(NAME, PASSWORD).unwrap();
    drop(owner.member());
    drop(owner);
    let file = home.back_up();
    assert!(!home.drill().proven);
    // The household itself comes back.
    home.restore(&file, "restored").unwrap();
    home.open("restored").guest().verify_password(NAME, PASSWORD).unwrap();
}

#[test]
fn a_restored_master_key_lies_in_its_one_place() {
    let (home, person) = Home::new();
    let key = fs::read(home.path("data/master.key")).unwrap();
    let file = home.back_up();
    drop(person);
    home.drill();
    home.restore(&file, "restored").unwrap();
    for (path, bytes) in crate::backup_home::content(&home.path("restored")) {
        let holds = bytes.windows(32).any(|part| part == key.as_slice());
        assert_eq!(holds, path.ends_with("master.key"), "{}", path.display());
    }
}

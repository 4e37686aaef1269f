//! Checks that a sealed export opens with the recovery code alone and with no other key beside it.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::Arc;

use pecule_keys::auth::slots::{Context, open_with_code};
use pecule_keys::books::grants;
use pecule_keys::{Install, RecoveryCode};
use pecule_store::{Books, FileKey, KeyProof};
use uuid::Uuid;

use crate::books::sealed_export::About;
use crate::clock::FixedClock;
use crate::config::data_location::DataLocation;
use crate::people::registration::NewPerson;

const PASSWORD: &str = "quatre lanternes sous la marée 7";

#[test]
fn the_recovery_code_alone_opens_what_was_taken_away() {
    let here = tempfile::tempdir().unwrap();
    let clock = Arc::new(FixedClock("2026-11-22T12:00:00Z".parse().unwrap()));
    let place = DataLocation::new(here.path().join("data"));
    place.make_keys(clock.as_ref()).unwrap();
    let app = place.open_cheaply(clock).unwrap();
    let newcomer =
        NewPerson {
            name: "Propriétaire", password: PASSWORD, language: "fr", recovery_kept: true
        };
    let made = app.guest().set_up(&newcomer).unwrap();
    made.person.member().unwrap().start_demo().unwrap();
    let code = made.recovery.clone();
    let mut taken = made.person.sealed_books().unwrap();
    assert!(!here.path().join("data/.work").exists(), "nothing is left on the disk");
    let mut whole = Vec::new();
    taken.file.read_to_end(&mut whole).unwrap();
    assert_eq!(u64::try_from(whole.len()).unwrap(), taken.bytes);
    // The export must open without the household: from here on only the file and the code are used.
    drop(app);
    let mut parts: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut tar = tar::Archive::new(whole.as_slice());
    for entry in tar.entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().to_str().unwrap().to_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        parts.insert(name, content);
    }
    let about: About = serde_json::from_slice(&parts["about.json"]).unwrap();
    let install: Install = about.install.parse().unwrap();
    let slot = about.slots.iter().find(|slot| slot.kind == "recovery").unwrap();
    let person = about.person.uuid().into_bytes();
    let context = Context { install: &install, person: &person, key_id: &slot.key_id };
    let code = RecoveryCode::parse(&code).unwrap();
    let identity = open_with_code(&parts["slots/recovery"], &code, &context).unwrap();
    let other = RecoveryCode::generate().unwrap();
    assert!(open_with_code(&parts["slots/recovery"], &other, &context).is_err());
    let id = about.books[0];
    let key = grants::open_grant(&identity, &parts[&format!("keys/{id}.age")]).unwrap();
    let file = here.path().join("taken.db");
    std::fs::write(&file, &parts[&format!("books/{id}.db")]).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    let install = Uuid::from_bytes(*install.as_bytes());
    let books =
        Books::open(&file, &FileKey::new(*key.bytes()), KeyProof::Checked, install, id).unwrap();
    assert!(books.read(|view| view.banks()).unwrap().len() > 1);
    let text = String::from_utf8_lossy(&parts["about.json"]).into_owned();
    assert!(!text.contains("Propriétaire"), "{text}");
}

use std::fs;

use proptest::prelude::*;

use crate::files::problem::FileProblem;
use crate::identity::{Identity, seal};
use crate::installation::keyring::Keyring;
use crate::installation::keyring::state::{KeyState, KeyringError};
use crate::installation::master_key::MasterKey;
use crate::test_dir::private_folder;

fn made() -> (MasterKey, Keyring) {
    let master = MasterKey::generate().unwrap();
    let keyring = Keyring::create(&master, 1_700_000_000).unwrap().0;
    (master, keyring)
}

#[test]
fn a_keyring_is_written_once_read_back_and_replaced() {
    let folder = private_folder();
    let path = folder.path().join("keyring.json");
    let (master, mut keyring) = made();
    let missing = Keyring::read(&path, &master).unwrap_err();
    assert!(matches!(missing, KeyringError::File(FileProblem::Missing { .. })));
    keyring.write_new(&path, &master).unwrap();
    let read = Keyring::read(&path, &master).unwrap();
    assert!(read == keyring);
    assert_eq!(read.household_key(&master).unwrap(), keyring.household_key(&master).unwrap());

    let again = keyring.write_new(&path, &master).unwrap_err();
    assert!(matches!(again, KeyringError::File(FileProblem::Exists { .. })));
    assert_eq!(keyring.advance(), 2);
    keyring.write(&path, &master).unwrap();
    assert_eq!(Keyring::read(&path, &master).unwrap().generation(), 2);
}

#[test]
#[cfg(unix)]
fn a_loose_keyring_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = private_folder();
    let path = folder.path().join("keyring.json");
    let (master, keyring) = made();
    keyring.write_new(&path, &master).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let loose = Keyring::read(&path, &master).unwrap_err();
    assert!(matches!(loose, KeyringError::File(FileProblem::LooseMode { .. })));
}

#[test]
fn the_kit_opens_what_is_sealed_to_the_recipients() {
    let master = MasterKey::generate().unwrap();
    let (keyring, kit) = Keyring::create(&master, 7).unwrap();
    assert_eq!((kit.install, kit.created), (*keyring.install(), 7));
    let to: Vec<_> = keyring.recipients().iter().map(|known| known.key.clone()).collect();
    let sealed = seal(b"a backup", &to).unwrap();
    let identity = Identity::parse(&kit.secret_text()).unwrap();
    assert_eq!(**identity.unseal(&sealed).unwrap(), *b"a backup");
    let signature = keyring.signing_key(&master).unwrap().sign(b"manifest");
    assert!(kit.verifying_key.verify(b"manifest", &signature).is_ok());
    assert_eq!(*keyring.verifying_key(), kit.verifying_key);
}

#[test]
fn the_file_holds_nothing_secret() {
    let master = MasterKey::generate().unwrap();
    let (keyring, kit) = Keyring::create(&master, 7).unwrap();
    let file = String::from_utf8(keyring.to_bytes(&master)).unwrap();
    assert!(!file.contains(kit.secret_text().as_str()));
    assert!(!file.contains("AGE-SECRET-KEY"));
    let household = keyring.household_key(&master).unwrap();
    let signing = keyring.signing_key(&master).unwrap();
    for secret in [master.bytes(), household.bytes(), &*signing.seed()] {
        assert!(!file.contains(&crate::crypto::encoding::to_base64(secret)));
        assert!(!file.contains(&crate::crypto::encoding::to_hex(secret, 32, "")));
    }
}

#[test]
fn a_wrong_master_key_is_told_from_a_damaged_file() {
    let (master, keyring) = made();
    let file = keyring.to_bytes(&master);
    let other = MasterKey::generate().unwrap();
    let wrong = Keyring::from_bytes(&file, &other);
    assert!(matches!(wrong, Err(KeyringError::WrongMasterKey)));

    let text = String::from_utf8(file.clone()).unwrap();
    let altered = text.replace("\"generation\": 1", "\"generation\": 2");
    assert_ne!(altered, text);
    let cut = &file[..file.len() / 2];
    for bytes in [altered.as_bytes(), cut, b"", b"{}", b"[]", b"{\"version\": 1}"] {
        for key in [&master, &other] {
            let error = Keyring::from_bytes(bytes, key);
            assert!(matches!(error, Err(KeyringError::Damaged)), "{error:?}");
        }
    }
}

#[test]
fn unknown_fields_are_refused_and_later_versions_named() {
    let (master, keyring) = made();
    let text = String::from_utf8(keyring.to_bytes(&master)).unwrap();
    let extended = text.replacen('{', "{\"extra\": 1,", 1);
    assert!(matches!(
        Keyring::from_bytes(extended.as_bytes(), &master),
        Err(KeyringError::Damaged)
    ));
    let inner = text.replacen("\"install\"", "\"extra\": 1, \"install\"", 1);
    assert!(matches!(Keyring::from_bytes(inner.as_bytes(), &master), Err(KeyringError::Damaged)));
    let newer = "{\"version\": 2, \"vault\": {}}";
    assert!(matches!(
        Keyring::from_bytes(newer.as_bytes(), &master),
        Err(KeyringError::Newer { version: 2 })
    ));
    let older = text.replacen("\"version\": 1", "\"version\": 0", 1);
    assert!(matches!(Keyring::from_bytes(older.as_bytes(), &master), Err(KeyringError::Damaged)));
}

#[test]
fn a_rotation_passes_through_its_states() {
    let (master, mut keyring) = made();
    let first = keyring.household_key(&master).unwrap();
    assert!(matches!(
        keyring.end_rotation(),
        Err(KeyringError::NoSuchKey { state: KeyState::Pending })
    ));
    let abandoned = keyring.begin_rotation(&master, 8).unwrap();
    let second = keyring.begin_rotation(&master, 9).unwrap();
    assert!(abandoned != second && first != second);
    // An interrupted rotation must be visible after a restart.
    let mut read = Keyring::from_bytes(&keyring.to_bytes(&master), &master).unwrap();
    assert_eq!(read.household_key(&master).unwrap(), first);
    assert_eq!(read.household_key_in(KeyState::Pending, &master).unwrap(), second);
    read.end_rotation().unwrap();
    assert_eq!(read.household_key(&master).unwrap(), second);
    assert_eq!(read.household_key_in(KeyState::Retained, &master).unwrap(), first);
    read.forget_retained();
    let gone = read.household_key_in(KeyState::Retained, &master).unwrap_err();
    assert_eq!(gone.to_string(), "the keyring holds no retained household key");
}

#[test]
fn a_new_edition_signs_and_the_one_before_counts_until_its_tokens_expired() {
    let (master, mut keyring) = made();
    let first = keyring.token_keys().to_vec();
    assert_eq!((first.len(), first[0].until), (1, None));
    keyring.rotate_tokens(1_000).unwrap();
    let read = Keyring::from_bytes(&keyring.to_bytes(&master), &master).unwrap();
    let [before, present] = read.token_keys() else { panic!("two editions") };
    assert_eq!((&before.kid, before.until), (&first[0].kid, Some(1_000 + 600 + 5)));
    assert_eq!((present.created, present.until), (1_000, None));
    assert_ne!(before.kid, present.kid);
    // A second rotation drops the first version: at most two versions are kept.
    keyring.rotate_tokens(1_001).unwrap();
    let kids: Vec<_> = keyring.token_keys().iter().map(|key| key.kid.as_str()).collect();
    assert_eq!((kids.len(), kids[0]), (2, present.kid.as_str()));
}

#[test]
fn a_new_kit_takes_the_place_of_the_printed_one_alone() {
    let (_, mut keyring) = made();
    let friend = Identity::generate().unwrap().public();
    keyring.add_recipient(friend.clone(), "notary".to_owned(), 9);
    let before = keyring.recipients()[0].key.clone();
    let kit = keyring.replace_kit(10).unwrap();
    let keys: Vec<_> = keyring.recipients().iter().map(|known| known.key.clone()).collect();
    assert_eq!(keys, [kit.recipient.clone(), friend]);
    assert_ne!(kit.recipient, before);
    assert_eq!(kit.verifying_key, *keyring.verifying_key());
}

#[test]
fn keys_are_told_by_name_state_and_age_without_the_keys() {
    let (master, mut keyring) = made();
    assert!(!keyring.is_rotating());
    keyring.begin_rotation(&master, 8).unwrap();
    assert!(keyring.is_rotating());
    keyring.end_rotation().unwrap();
    let labels = keyring.household_keys();
    let told: Vec<_> = labels.iter().map(|key| (key.state.word(), key.created)).collect();
    assert_eq!(told, [("retained", 1_700_000_000), ("current", 8)]);
    assert_ne!(labels[0].kid, labels[1].kid);
}

#[test]
fn backups_always_keep_a_recipient() {
    let (_, mut keyring) = made();
    let kit = keyring.recipients()[0].key.clone();
    assert!(matches!(keyring.remove_recipient(&kit), Err(KeyringError::LastRecipient)));
    let friend = Identity::generate().unwrap().public();
    keyring.add_recipient(friend.clone(), "notary".to_owned(), 9);
    keyring.add_recipient(friend.clone(), "twice".to_owned(), 10);
    assert_eq!(keyring.recipients().len(), 2);
    keyring.remove_recipient(&kit).unwrap();
    assert_eq!(keyring.recipients()[0].key, friend);
}

#[test]
fn a_key_wrapped_elsewhere_does_not_open_here() {
    let master = MasterKey::generate().unwrap();
    let mut here = Keyring::create(&master, 1).unwrap().0;
    let there = Keyring::create(&master, 1).unwrap().0;
    here.household.clone_from(&there.household);
    here.signing = there.signing;
    assert!(matches!(here.household_key(&master), Err(KeyringError::Damaged)));
    assert!(matches!(here.signing_key(&master), Err(KeyringError::Damaged)));
}

proptest! {
    #[test]
    fn any_altered_byte_is_refused(at: prop::sample::Index, by in 1_u8..) {
        let (master, keyring) = made();
        let mut file = keyring.to_bytes(&master);
        let at = at.index(file.len());
        file[at] ^= by;
        match Keyring::from_bytes(&file, &master) {
            // An altered space between fields does not change the content.
            Ok(read) => prop_assert!(read == keyring),
            Err(KeyringError::Damaged | KeyringError::WrongMasterKey | KeyringError::Newer { .. }) => {}
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn rubbish_is_damage_never_a_panic(bytes: Vec<u8>) {
        let master = MasterKey::generate().unwrap();
        prop_assert!(Keyring::from_bytes(&bytes, &master).is_err());
    }
}

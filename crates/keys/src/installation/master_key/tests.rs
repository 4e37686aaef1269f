use std::fs;

use proptest::prelude::*;
use sha2::{Digest, Sha256};

use crate::files::problem::FileProblem;
use crate::installation::installation_id::Install;
use crate::installation::master_key::strength::Weakness;
use crate::installation::master_key::{MasterKey, MasterKeyError, Purpose, strength};
use crate::test_dir::private_folder;

fn weakness(bytes: &[u8]) -> Option<Weakness> {
    match MasterKey::from_slice(bytes) {
        Err(MasterKeyError::Weak(weakness)) => Some(weakness),
        _ => None,
    }
}

#[test]
fn a_key_is_written_once_and_read_back() {
    let folder = private_folder();
    let path = folder.path().join("master.key");
    assert!(matches!(
        MasterKey::read(&path),
        Err(MasterKeyError::File(FileProblem::Missing { .. }))
    ));
    let key = MasterKey::generate().unwrap();
    key.write_new(&path).unwrap();
    assert_eq!(MasterKey::read(&path).unwrap().bytes(), key.bytes());
    assert_eq!(fs::read(&path).unwrap(), key.bytes());
    let other = MasterKey::generate().unwrap();
    assert!(matches!(other.write_new(&path), Err(FileProblem::Exists { .. })));
    assert_eq!(MasterKey::read(&path).unwrap().bytes(), key.bytes());
}

#[test]
#[cfg(unix)]
fn a_loose_file_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = private_folder();
    let path = folder.path().join("master.key");
    MasterKey::generate().unwrap().write_new(&path).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let error = MasterKey::read(&path).unwrap_err();
    assert!(matches!(error, MasterKeyError::File(FileProblem::LooseMode { .. })));
    assert!(error.to_string().contains("chmod 600"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let error = MasterKey::read(&path).unwrap_err();
    assert!(matches!(error, MasterKeyError::File(FileProblem::LooseFolder { .. })));
    assert!(MasterKey::read_mounted(&path).is_ok());
}

#[test]
fn weak_keys_are_refused_by_name() {
    let counting: Vec<u8> = (0..32).collect();
    let descending: Vec<u8> = (100..132).rev().collect();
    let hexadecimal = "00a1".repeat(16);
    let with_line_break = format!("{hexadecimal}\n");
    let hashed: [u8; 32] = Sha256::digest(b"password").into();
    let sample = [
        0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c,
        0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae,
        0x7f, 0x60,
    ];
    let cases: [(&[u8], Weakness); 13] = [
        (&[0; 32], Weakness::Zero),
        (&[7; 32], Weakness::Repeated),
        (&[1, 2].repeat(16), Weakness::Repeated),
        (&[9, 200, 31, 4, 77, 2, 3, 250].repeat(4), Weakness::Repeated),
        (&counting, Weakness::Sequence),
        (&descending, Weakness::Sequence),
        (b"correct horse battery staple 42!", Weakness::Text),
        (b"only a passphrase\n", Weakness::Text),
        (hexadecimal.as_bytes(), Weakness::Encoded),
        (with_line_break.as_bytes(), Weakness::Encoded),
        (b"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", Weakness::Encoded),
        (&hashed, Weakness::Sample),
        (&sample, Weakness::Sample),
    ];
    for (bytes, expected) in cases {
        assert_eq!(weakness(bytes), Some(expected), "{bytes:?}");
        assert!(expected.to_string().contains("pecule keygen"));
    }
}

#[test]
fn another_length_is_said() {
    for length in [0, 1, 31] {
        assert!(matches!(
            MasterKey::from_slice(&vec![0xff; length]),
            Err(MasterKeyError::WrongLength { length: said }) if said == length
        ));
    }
    let doubled = [0xff; 64];
    assert!(matches!(
        MasterKey::from_slice(&doubled),
        Err(MasterKeyError::WrongLength { length: 64 })
    ));
}

#[test]
fn subkeys_differ_by_installation_purpose_and_edition() {
    let key = MasterKey::generate().unwrap();
    let (here, there) = (Install::generate().unwrap(), Install::generate().unwrap());
    let subkey = key.subkey(&here, Purpose::Jwt, "1");
    assert_eq!(subkey, key.subkey(&here, Purpose::Jwt, "1"));
    assert_ne!(subkey, key.subkey(&there, Purpose::Jwt, "1"));
    assert_ne!(subkey, key.subkey(&here, Purpose::Jwt, "2"));
    assert_ne!(subkey, key.subkey(&here, Purpose::Totp, "1"));
    assert_ne!(subkey, MasterKey::generate().unwrap().subkey(&here, Purpose::Jwt, "1"));
}

proptest! {
    #[test]
    fn random_keys_are_strong(drawn: [u8; 32]) {
        // Hashed, since proptest may draw patterned arrays, which `judge` refuses.
        let key: [u8; 32] = Sha256::digest(drawn).into();
        prop_assert_eq!(strength::judge(&key), Ok(()));
    }

    #[test]
    fn a_short_pattern_is_always_found(pattern in prop::collection::vec(any::<u8>(), 1..=16)) {
        let key: Vec<u8> = pattern.iter().copied().cycle().take(32).collect();
        prop_assert!(weakness(&key).is_some());
    }
}

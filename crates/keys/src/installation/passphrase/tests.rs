use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::installation::master_key::MasterKey;
use crate::installation::passphrase::PassphraseError;
use crate::test_dir::private_folder;

const PASSPHRASE: &str = "hublot cerise volcan tramway 18";

#[test]
fn only_its_passphrase_opens_a_wrapped_key() {
    let key = MasterKey::generate().unwrap();
    let wrapped = key.wrap_cheaply(PASSPHRASE).unwrap();
    assert!(!wrapped.windows(8).any(|bytes| bytes == &key.bytes()[..8]));
    assert_eq!(MasterKey::unwrap(&wrapped, PASSPHRASE).unwrap().bytes(), key.bytes());
    for wrong in
        ["", "hublot", "hublot cerise volcan tramway 18 ", "Hublot cerise volcan tramway 18"]
    {
        let refused = MasterKey::unwrap(&wrapped, wrong);
        assert!(matches!(refused, Err(PassphraseError::Wrong)), "{wrong:?}: {refused:?}");
    }
    assert_ne!(wrapped, key.wrap_cheaply(PASSPHRASE).unwrap(), "each wrapping has its own salt");
}

#[test]
fn every_altered_byte_is_noticed() {
    let wrapped = MasterKey::generate().unwrap().wrap_cheaply(PASSPHRASE).unwrap();
    for at in 0..wrapped.len() {
        let mut altered = wrapped.clone();
        altered[at] ^= 1;
        assert!(MasterKey::unwrap(&altered, PASSPHRASE).is_err(), "byte {at}");
    }
    for end in [0, 1, wrapped.len() / 2, wrapped.len() - 1] {
        assert!(MasterKey::unwrap(&wrapped[..end], PASSPHRASE).is_err(), "cut at {end}");
    }
}

#[test]
fn a_wrapping_that_would_cost_minutes_is_not_tried() {
    let wrapped = MasterKey::generate().unwrap().wrap_cheaply(PASSPHRASE).unwrap();
    let text = String::from_utf8_lossy(&wrapped[..80]).into_owned();
    let line = text.lines().nth(1).unwrap();
    let dear = format!("{} 24", line.rsplit_once(' ').unwrap().0);
    let mut altered = text.lines().next().unwrap().as_bytes().to_vec();
    altered.push(b'\n');
    altered.extend_from_slice(dear.as_bytes());
    altered.extend_from_slice(&wrapped[altered.len() - 1..]);
    assert!(matches!(MasterKey::unwrap(&altered, PASSPHRASE), Err(PassphraseError::NotWrapped)));
}

#[test]
fn a_key_that_cannot_be_random_is_refused_even_when_wrapped() {
    let mut recipient = age::scrypt::Recipient::new(PASSPHRASE.to_owned().into());
    recipient.set_work_factor(4);
    for weak in [&[0_u8; 32][..], b"short"] {
        let wrapped = age::encrypt(&recipient, weak).unwrap();
        let refused = MasterKey::unwrap(&wrapped, PASSPHRASE);
        assert!(matches!(refused, Err(PassphraseError::Key(_))), "{refused:?}");
    }
}

#[test]
fn the_rule_is_that_of_passwords() {
    crate::installation::passphrase::check(PASSPHRASE).unwrap();
    for weak in ["court", "patrimoine2026!", "aaaaaaaaaaaaaaaaaaaa"] {
        assert!(crate::installation::passphrase::check(weak).is_err(), "{weak}");
    }
}

#[test]
fn a_wrapped_key_lies_in_a_file_for_its_owner_alone() {
    let folder = private_folder();
    let path = folder.path().join("master.key.age");
    let wrapped = MasterKey::generate().unwrap().wrap_cheaply(PASSPHRASE).unwrap();
    crate::installation::passphrase::write_new(&path, &wrapped).unwrap();
    assert!(
        crate::installation::passphrase::write_new(&path, &wrapped).is_err(),
        "never overwritten"
    );
    assert_eq!(crate::installation::passphrase::read(&path).unwrap(), wrapped);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(
            crate::installation::passphrase::read(&path),
            Err(PassphraseError::File(_))
        ));
    }
}

/// Runs only where the `age` and `script` commands are installed.
#[test]
fn the_age_command_opens_a_wrapped_key() {
    let tools = ["age", "script"].map(|tool| Command::new(tool).arg("--version").output().is_ok());
    if tools.contains(&false) {
        println!("skipped: the age and script commands are not installed here");
        return;
    }
    let folder = private_folder();
    let key = MasterKey::generate().unwrap();
    std::fs::write(folder.path().join("wrapped"), key.wrap_cheaply(PASSPHRASE).unwrap()).unwrap();
    // age prompts on a terminal only, which `script` provides.
    let mut asked = Command::new("script")
        .args(["-qec", "age -d -o opened wrapped", "/dev/null"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    asked.stdin.take().unwrap().write_all(format!("{PASSPHRASE}\n").as_bytes()).unwrap();
    assert!(asked.wait().unwrap().success());
    assert_eq!(std::fs::read(folder.path().join("opened")).unwrap(), key.bytes());
}

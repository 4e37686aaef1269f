//! Tests the commands that `start.sh` runs without a terminal. A script that records its calls replaces the
//! program.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// Runs `start.sh` with a program that answers `status` with this text. Returns the calls, one per line.
fn calls(status: &str, arguments: &[&str]) -> Vec<String> {
    let folder = TempDir::new().unwrap();
    let called = folder.path().join("called");
    let program = folder.path().join("pecule");
    let script = format!(
        "#!/bin/sh\necho \"$* [$PECULE_DATA]\" >>'{}'\n[ \"$1\" != status ] || printf '{status}'\n",
        called.display(),
    );
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, Permissions::from_mode(0o700)).unwrap();

    let start = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../start.sh");
    let output = Command::new("sh")
        .arg(start)
        .args(arguments)
        .env("PECULE_BIN", &program)
        .env_remove("PECULE_DATA")
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(called).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn an_empty_folder_gets_keys_and_is_served_without_a_question() {
    let calls = calls("keys: no\\npeople: 0\\n", &[]);
    assert_eq!(calls, ["status []", "keygen []", "status []", "serve []"]);
}

#[test]
fn a_household_that_exists_is_only_served() {
    assert_eq!(calls("keys: yes\\npeople: 1\\n", &[]), ["status []", "serve []"]);
}

#[test]
fn arguments_go_to_serve_and_the_data_folder_to_all() {
    let calls = calls("keys: no\\npeople: 0\\n", &["--listen", "127.0.0.1:9", "--data", "a b"]);
    let expected = [
        "status [a b]",
        "keygen [a b]",
        "status [a b]",
        "serve --listen 127.0.0.1:9 --data a b [a b]",
    ];
    assert_eq!(calls, expected);
}

#[test]
fn the_data_folder_may_be_joined_by_an_equals_sign() {
    let calls = calls("keys: yes\\npeople: 2\\n", &["--data=elsewhere"]);
    assert_eq!(calls, ["status [elsewhere]", "serve --data=elsewhere [elsewhere]"]);
}

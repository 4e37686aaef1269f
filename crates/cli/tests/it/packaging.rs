//! Tests the systemd unit, the container image and the compose file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

fn packaging() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packaging")
}

fn read(name: &str) -> String {
    fs::read_to_string(packaging().join(name)).unwrap()
}

/// Returns the exposure level of the unit with drop-ins, in tenths; `None` without systemd.
fn exposure(drop_ins: &[&str]) -> Option<u32> {
    let place = TempDir::new().unwrap();
    let unit = place.path().join("pecule.service");
    fs::copy(packaging().join("systemd/pecule.service"), &unit).unwrap();
    let beside = place.path().join("pecule.service.d");
    fs::create_dir(&beside).unwrap();
    for name in drop_ins {
        fs::copy(packaging().join("systemd").join(name), beside.join(name)).unwrap();
    }
    let said = Command::new("systemd-analyze")
        .args(["security", "--offline=yes", "--no-pager"])
        .arg(&unit)
        .output()
        .ok()?;
    let said = String::from_utf8(said.stdout).unwrap();
    let figure = said.split("exposure level for pecule.service: ").nth(1)?;
    let figure = figure.split(' ').next().unwrap().replace('.', "");
    Some(figure.parse().unwrap())
}

#[test]
fn the_unit_is_hardly_exposed_and_its_drop_ins_open_little() {
    let Some(alone) = exposure(&[]) else {
        eprintln!("skipped: systemd-analyze is not installed");
        return;
    };
    assert!(alone <= 10, "the unit: {alone} tenths");
    for drop_in in ["lan.conf", "targets.conf"] {
        let with = exposure(&[drop_in]).unwrap();
        assert!(with <= 12, "with {drop_in}: {with} tenths");
    }
}

#[test]
fn the_unit_keeps_the_key_apart_and_speaks_to_this_machine_alone() {
    let unit = read("systemd/pecule.service");
    for line in [
        "LoadCredentialEncrypted=pecule-master-key:/etc/credstore.encrypted/pecule-master-key",
        "StateDirectoryMode=0700",
        "DynamicUser=yes",
        "MemoryDenyWriteExecute=yes",
        "IPAddressDeny=any",
        "IPAddressAllow=localhost",
        "LimitCORE=0",
    ] {
        assert!(unit.lines().any(|own| own == line), "{line}");
    }
    assert!(!read("systemd/lan.conf").contains("IPAddressAllow=any"));
}

#[test]
fn the_image_has_no_root_no_shell_and_asks_the_program_itself() {
    let image = read("Dockerfile");
    let last = image.rsplit("\nFROM ").next().unwrap();
    assert!(last.starts_with("gcr.io/distroless/"), "{last}");
    assert!(last.contains("USER 65532:65532"));
    assert!(last.contains("HEALTHCHECK") && last.contains(r#"["/usr/bin/pecule", "healthcheck"]"#));
    assert!(!last.contains("\nRUN "), "nothing runs in the image that is delivered");
    let ignored = read("Dockerfile.dockerignore");
    assert!(ignored.lines().any(|line| line == "*"), "only what is named enters the build");

    let compose = read("compose.yaml");
    for line in [
        "read_only: true",
        "cap_drop: [ALL]",
        "no-new-privileges:true",
        "secrets: [pecule-master-key]",
    ] {
        assert!(compose.contains(line), "{line}");
    }
    assert!(!compose.contains("privileged: true") && !compose.contains("ports:"));
}

#[test]
fn workflows_pin_their_actions_and_ask_for_no_rights() {
    let folder = packaging().join("../.github/workflows");
    let mut seen = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("\npermissions: {}\n"), "{}", path.display());
        for line in text.lines().filter(|line| line.contains("uses:")) {
            let commit = line.split('@').nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
            let pinned = commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(pinned, "{}: {line}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 0);
}

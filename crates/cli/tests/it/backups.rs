//! Tests `pecule backup`, `drill` and `restore`, without and with a running server.

use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::home::Home;

fn household() -> Home {
    let home = Home::with_claire();
    home.claire(&["demo"]).done();
    home
}

fn net(home: &Home, data: &str) -> String {
    let said = home.run(&[
        "report",
        "summary",
        "--json",
        "--data",
        data,
        "--as",
        "Claire",
        "--password-file",
        "password",
    ]);
    let report: Value = serde_json::from_str(&said.done().out).unwrap();
    report["net"].to_string()
}

fn made(home: &Home, more: &[&str]) -> String {
    let said = home.run(&[&["backup", "now", "--data", "data"], more].concat());
    let file = said.done().out.trim_end().to_owned();
    assert!(fs::metadata(&file).unwrap().is_file(), "{file}");
    file
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_household_comes_back_from_a_file_and_the_kit() {
    let home = household();
    let file = made(&home, &[]);
    let found = home.run(&["drill", "--json", "--data", "data"]);
    let found = parsed(&found.done().out);
    assert_eq!(found["proven"], true);
    assert_eq!(found["files"].as_array().unwrap().len(), 4);
    let list = home.run(&["backup", "list", "--json", "--data", "data"]);
    let list = parsed(&list.done().out);
    assert_eq!(
        (&list["items"][0]["state"], &list["items"][0]["proven"]),
        (&"proven".into(), &true.into())
    );

    // With the kit as written, and with its secret line alone.
    let line = secret_line(&home.read("kit.html"));
    fs::write(home.path("line.txt"), format!("{line}\n")).unwrap();
    for (kit, into) in [("kit.html", "one"), ("line.txt", "two")] {
        home.run(&["restore", &file, "--kit", kit, "--data", into]).done();
        assert_eq!(net(&home, into), net(&home, "data"));
        assert_eq!(home.mode(into), 0o700);
        assert_eq!(home.mode(&format!("{into}/household.db")), 0o600);
        assert_eq!(home.mode(&format!("{into}/master.key")), 0o600);
    }
    let refused = home.run(&["restore", &file, "--kit", "kit.html", "--data", "data"]);
    refused.refused(&["not empty", "--replace"]);
    let refused = home.run(&["restore", &file, "--kit", "password", "--data", "three"]);
    refused.refused(&["AGE-SECRET-KEY-1"]);
    home.run(&["restore", &file, "--kit", "kit.html", "--data", "data", "--replace"]).done();
    assert_eq!(net(&home, "data"), net(&home, "one"));
}

#[test]
fn a_restored_master_key_may_be_kept_under_a_passphrase() {
    let home = household();
    let file = made(&home, &[]);
    fs::write(home.path("short"), "court\n").unwrap();
    fs::write(home.path("passphrase"), "mélèze tambour 48 gravier lune\n").unwrap();
    let restore = |passphrase: &str| {
        let asked = ["restore", &file, "--kit", "kit.html", "--data", "wrapped", "--wrap"];
        home.run(&[&asked[..], &["--passphrase-file", passphrase]].concat())
    };
    restore("short").refused(&["passphrase"]);
    assert!(!home.path("wrapped").exists(), "nothing is restored before the passphrase is taken");
    restore("passphrase").done();
    assert!(!home.path("wrapped/master.key").exists());
    assert_eq!(home.mode("wrapped/master.key.age"), 0o600);
    let asked = ["report", "summary", "--json", "--data", "wrapped", "--as", "Claire"];
    let asked = [&asked[..], &["--password-file", "password"]].concat();
    home.run(&asked).refused(&["master.key.age", "--passphrase-file"]);
    let wrong = home.run(&[&asked[..], &["--passphrase-file", "password"]].concat());
    assert_eq!(wrong.code, 1, "{}", wrong.all());
    let right = home.run(&[&asked[..], &["--passphrase-file", "passphrase"]].concat());
    assert_eq!(parsed(&right.done().out)["net"].to_string(), net(&home, "data"));
    // The master key of the machine that made the backup must not change.
    assert!(home.path("data/master.key").exists());
}

#[test]
fn the_standard_command_opens_a_backup_with_the_kit() {
    let home = household();
    let file = made(&home, &[]);
    let line = secret_line(&home.read("kit.html"));
    fs::write(home.path("line.txt"), line).unwrap();
    let opened = Command::new("age")
        .args(["-d", "-i"])
        .arg(home.path("line.txt"))
        .args(["-o"])
        .arg(home.path("backup.tar"))
        .arg(&file)
        .stdin(Stdio::null())
        .output();
    let Ok(opened) = opened else {
        println!("skipped: no age command on this machine");
        return;
    };
    assert!(opened.status.success(), "{}", String::from_utf8_lossy(&opened.stderr));
    let listed = Command::new("tar").arg("-tf").arg(home.path("backup.tar")).output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let names: Vec<&str> = listed.lines().collect();
    assert_eq!(names[..3], ["manifest.json", "manifest.sig", "household.db"]);
    assert_eq!(names[4..], ["keyring.json", "master.key"]);
    // Neither the archive nor the file around it may contain plain data.
    for name in ["backup.tar", &file] {
        let bytes = fs::read(home.path(name)).unwrap();
        for word in [&b"SQLite format 3"[..], b"Claire"] {
            assert!(!bytes.windows(word.len()).any(|part| part == word), "{name}");
        }
    }
}

#[test]
fn a_damaged_backup_is_not_proven_and_restores_nothing() {
    let home = household();
    let file = made(&home, &[]);
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, &bytes).unwrap();
    let found = home.run(&["drill", "--json", "--data", "data"]);
    assert_eq!(found.code, 1);
    let told = parsed(&found.out);
    assert_eq!(told["proven"], false);
    assert!(told["problem"].as_str().unwrap().contains("damaged"), "{told}");
    let refused = home.run(&["restore", &file, "--kit", "kit.html", "--data", "new"]);
    refused.refused(&["damaged"]);
    assert!(!home.path("new").exists());
    home.run(&["drill", "password", "--data", "data"]).refused(&["no backup of Pécule"]);
    let elsewhere = ["backup", "now", "--to", "nowhere", "--data", "data"];
    home.run(&elsewhere).refused(&["nowhere: there is no such folder"]);
    // A backup that could not begin must not be listed as failed.
    let list = home.run(&["backup", "list", "--json", "--data", "data"]);
    assert_eq!(parsed(&list.done().out)["items"].as_array().unwrap().len(), 1);
}

#[test]
fn damaged_books_are_listed_and_put_back() {
    let home = household();
    let file = made(&home, &[]);
    let before = net(&home, "data");
    let folder = home.path("data/books");
    let books = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let mut bytes = fs::read(&books).unwrap();
    bytes.chunks_mut(4_096).for_each(|page| page[700] ^= 4);
    fs::write(&books, bytes).unwrap();
    let listed = home.claire(&["books", "list"]);
    assert!(
        listed.done().err.contains(
            "the file is damaged; to restore it from a backup, run `pecule restore-books"
        )
    );
    let then = ["restore-books", &file, "--kit", "kit.html"];
    let seen = home.claire(&then);
    assert!(seen.done().out.contains("The present file is damaged"), "{}", seen.all());
    let done = home.claire(&[&then[..], &["--restore-all"]].concat());
    assert!(done.done().out.contains("set aside"), "{}", done.all());
    assert_eq!(net(&home, "data"), before);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    let examined = home.run(&["doctor", "--data", "data"]);
    assert!(examined.out.contains(".damaged-"), "{}", examined.all());
}

#[test]
fn a_backup_that_was_unpacked_is_no_installation() {
    let home = Home::with_claire();
    fs::write(home.path("data/manifest.sig"), [0; 64]).unwrap();
    home.run(&["backup", "list", "--data", "data"]).refused(&["unpacked", "pecule restore FILE"]);
}

#[test]
fn the_configuration_says_when_and_how_long() {
    let home = household();
    let pecule = home.path("data/pecule.toml");
    for (text, words) in [
        ("backup-at = \"25:00\"\n", "line 1"),
        ("backup-quiet-hours = \"18:00\"\n", "18:00-23:00"),
        ("backup-keep-daily = 0\n", "backup-keep-daily"),
    ] {
        fs::write(&pecule, text).unwrap();
        let refused = home.run(&["status", "--data", "data"]);
        assert_ne!(refused.code, 0, "{text}");
        assert!(refused.err.contains(words), "{text}: {}", refused.err);
    }
    fs::write(
        &pecule,
        "backup-at = \"04:30\"\nbackup-quiet-hours = \"18:00-23:00\"\nbackup-keep-monthly = 24\n",
    )
    .unwrap();
    let said = home.run(&["config", "--data", "data"]);
    let said = said.done();
    let at = said.out.lines().find(|line| line.trim_start().starts_with("backup-at "));
    assert!(at.is_some_and(|line| line.contains("04:30")), "{}", said.out);
    for words in ["18:00-23:00", "backup-keep-monthly"] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
}

#[test]
fn beside_a_server_the_server_does_it() {
    let home = household();
    let served = home.serve();
    let file = made(&home, &[]);
    assert!(file.contains("/data/backups/pecule-"), "{file}");
    fs::create_dir(home.path("usb")).unwrap();
    let elsewhere = made(&home, &["--to", "usb"]);
    assert!(elsewhere.contains("/usb/pecule-"), "{elsewhere}");
    let found = home.run(&["drill", "--json", "--data", "data"]);
    assert_eq!(parsed(&found.done().out)["proven"], true);
    // A change by a command while the server runs must be in the next backup.
    home.claire(&["demo", "--remove"]).done();
    made(&home, &[]);
    let found = home.run(&["drill", "--json", "--data", "data"]);
    assert_eq!(parsed(&found.done().out)["proven"], true);
    let refused = home.run(&["drill", "nothing.age", "--data", "data"]);
    refused.refused(&["no such file"]);
    let refused = home.run(&["backup", "now", "--to", "nowhere", "--data", "data"]);
    refused.refused(&["nowhere"]);
    served.stop().done();
}

/// Returns the secret line of a kit.
fn secret_line(kit: &str) -> String {
    let (_before, rest) = kit.split_once("AGE-SECRET-KEY-1").unwrap();
    let rest: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    format!("AGE-SECRET-KEY-1{rest}")
}

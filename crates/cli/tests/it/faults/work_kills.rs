//! Tests kills of backups, restores and drills at any moment. The data opens, and no unfinished file has the
//! name of a backup.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::faults::{count, times};
use crate::home::Home;
use crate::keys::{net, wealthy};

fn spawned(home: &Home, arguments: &[&str]) -> Command {
    let mut command = crate::faults::server::program(arguments);
    command.current_dir(home.path("")).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Measures the duration of a command without a kill.
#[expect(clippy::disallowed_methods, reason = "another process is measured in real time")]
fn undisturbed(home: &Home, arguments: &[&str]) -> Duration {
    let began = Instant::now();
    assert!(spawned(home, arguments).status().unwrap().success(), "{arguments:?}");
    began.elapsed()
}

/// Returns the files named as backups.
fn backups(folder: &Path) -> BTreeSet<String> {
    let names = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
    names
        .map(|name| name.into_string().unwrap())
        .filter(|name| crate::faults::is_backup(name))
        .collect()
}

/// Makes a household with its kit and a backup.
fn backed_up() -> (Home, String) {
    let home = wealthy();
    let made = home.run(&["backup", "now", "--data", "data"]);
    let file = made.done().out.trim_end().to_owned();
    fs::copy(&file, home.path("kept.age")).unwrap();
    (home, file)
}

fn restore<'a>(into: &'a str, more: &'a [&'a str]) -> Vec<&'a str> {
    [&["restore", "kept.age", "--kit", "kit.html", "--data", into], more].concat()
}

#[test]
fn a_backup_or_a_drill_may_be_killed_at_any_moment() {
    let (home, _file) = backed_up();
    let (seen, kills) = (net(&home), times(3, 110));
    let mut counted = Vec::new();
    for (name, arguments) in [
        ("backup", ["backup", "now", "--data", "data"]),
        ("drill", ["drill", "--data", "data", "--json"]),
    ] {
        let (whole, mut ended) = (undisturbed(&home, &arguments), 0);
        for kill in 0..kills {
            let after = whole * (kill + 1) * 105 / (100 * kills);
            ended += u32::from(home.killed(&arguments, after));
            assert_eq!(net(&home), seen, "{name} killed after {after:?}");
            // Every file named as a backup must be listed and verify without the kit. Checking them all
            // after each kill would take hours.
            if kill % 10 == 9 {
                let named = backups(&home.path("data/backups"));
                let last = format!("data/backups/{}", named.last().unwrap());
                let proven = home.run(&["drill", &last, "--data", "data"]);
                assert_eq!(proven.code, 0, "{last}: {}", proven.all());
            }
        }
        home.run(&arguments).done();
        counted.push(format!("{name}: {kills} kills within {whole:?}, {ended} after the end"));
    }
    for name in backups(&home.path("data/backups")).into_iter().rev() {
        let file = format!("data/backups/{name}");
        home.run(&["drill", &file, "--data", "data"]).done();
        if times(1, 0) == 1 {
            break;
        }
    }
    let left = fs::read_dir(home.path("data/backups")).unwrap();
    assert!(
        left.map(|file| file.unwrap().file_name().into_string().unwrap())
            .all(|name| crate::faults::is_backup(&name))
    );
    count("kill -9 in backups and drills", &format!("{}; every backup proven", counted.join("; ")));
}

#[test]
fn a_restore_may_be_killed_at_any_moment() {
    let (home, _file) = backed_up();
    let (seen, kills) = (net(&home), times(3, 110));
    let (whole, mut nothing, mut there) = (undisturbed(&home, &restore("first", &[])), 0, 0);
    for kill in 0..kills {
        let after = whole * (kill + 1) * 105 / (100 * kills);
        // Restore into an empty folder and over existing data, in turn.
        if kill % 2 == 0 {
            home.killed(&restore("new", &[]), after);
            if home.path("new").exists() {
                assert_eq!(net_in(&home, "new"), seen, "killed after {after:?}");
                fs::remove_dir_all(home.path("new")).unwrap();
                there += 1;
            } else {
                nothing += 1;
                home.run(&restore("new", &[])).done();
                fs::remove_dir_all(home.path("new")).unwrap();
            }
        } else {
            home.killed(&restore("data", &["--replace"]), after);
            assert_eq!(net(&home), seen, "killed after {after:?}");
        }
        for entry in fs::read_dir(home.path("")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && !matches!(name.as_str(), "data" | "first") {
                fs::remove_dir_all(path).unwrap();
            }
        }
    }
    home.run(&restore("data", &["--replace"])).done();
    assert_eq!(net(&home), seen);
    count(
        "kill -9 in restores",
        &format!(
            "{kills} kills within {whole:?}: nothing there yet {nothing}, whole {there}, living data never lost"
        ),
    );
}

fn net_in(home: &Home, data: &str) -> String {
    let who = ["--as", "Claire", "--password-file", "password", "--data", data];
    let said = home.run(&[&["report", "summary", "--json"][..], &who].concat());
    let told: serde_json::Value = serde_json::from_str(&said.done().out).unwrap();
    told["net"].as_str().unwrap().to_owned()
}

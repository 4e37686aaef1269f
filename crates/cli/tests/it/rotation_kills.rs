//! Tests kills of key rotations at any moment. The data opens unchanged, and stray files are ignored.
//!
//! The short form runs with all tests. `just kill-rotations` runs the long form.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::home::Home;
use crate::keys::{net, status, wealthy};

/// Returns the number of kills per rotation.
#[expect(clippy::disallowed_methods, reason = "the long form is asked for from outside")]
fn kills() -> u32 {
    std::env::var("PECULE_KILLS").ok().and_then(|many| many.parse().ok()).unwrap_or(15)
}

/// A rotation, and the check that recognises an interrupted one.
struct Renewal<'a> {
    name: &'a str,
    arguments: &'a [&'a str],
    /// The moment of the first kill, in percent of the duration; no file changes before.
    from: u32,
    cut: fn(&Value, &[String]) -> bool,
}

/// Returns the files of the data folder and of the books folder.
fn files(home: &Home) -> Vec<String> {
    let mut names = Vec::new();
    for folder in ["data", "data/books"] {
        for file in fs::read_dir(home.path(folder)).unwrap() {
            let file = file.unwrap();
            if file.file_type().unwrap().is_file() {
                names.push(file.file_name().into_string().unwrap());
            }
        }
    }
    names.sort();
    names
}

/// Measures the duration of a rotation without a kill.
#[expect(clippy::disallowed_methods, reason = "another process is measured in real time")]
fn undisturbed(home: &Home, renewal: &Renewal<'_>) -> Duration {
    let began = Instant::now();
    home.run(renewal.arguments).done();
    began.elapsed()
}

/// Returns the moment of a kill, up to just after the end.
fn moment(whole: Duration, from: u32, kill: u32, wanted: u32) -> Duration {
    whole * (from * wanted + (110 - from) * kill) / (100 * wanted)
}

/// Kills a rotation repeatedly, each time a little later, and checks the remaining state.
fn torment(home: &Home, renewal: &Renewal<'_>) {
    let (seen, wanted) = (net(home), kills());
    let whole = undisturbed(home, renewal);
    let (mut ended, mut cut) = (0, 0);
    for kill in 0..wanted {
        let after = moment(whole, renewal.from, kill, wanted);
        if home.killed(renewal.arguments, after) {
            ended += 1;
        }
        let left = files(home);
        let told = status(home);
        cut += u32::from((renewal.cut)(&told, &left));
        assert_eq!(net(home), seen, "{} killed after {after:?}: {left:?}", renewal.name);
        let told = status(home);
        assert_eq!(told["books"].as_array().unwrap().len(), 1, "no stray file counts as books");
    }
    home.run(renewal.arguments).done();
    assert_eq!(net(home), seen);
    let told = status(home);
    assert_eq!(states(&told).iter().filter(|state| **state == "current").count(), 1);
    assert_eq!(told["books"][0]["pending"], false);
    let left = files(home);
    assert!(
        !left.iter().any(|name| name.contains(".rotating") || name.contains(".new")),
        "{left:?}"
    );
    println!(
        "{}: {wanted} kills within {whole:?}, {cut} in the middle, {ended} after the end",
        renewal.name
    );
}

fn states(status: &Value) -> Vec<&str> {
    let keys = status["household"].as_array().unwrap();
    keys.iter().map(|key| key["state"].as_str().unwrap()).collect()
}

#[test]
fn a_renewal_of_books_may_be_killed_at_any_moment() {
    let home = wealthy();
    torment(
        &home,
        &Renewal {
            name: "books",
            // The password hash takes the first part of the time.
            from: 40,
            arguments: &[
                "keys",
                "rotate",
                "books",
                "--data",
                "data",
                "--as",
                "Claire",
                "--password-file",
                "password",
            ],
            cut: |status, _files| status["books"][0]["pending"] == true,
        },
    );
}

#[test]
fn a_renewal_of_the_household_may_be_killed_at_any_moment() {
    let home = wealthy();
    torment(
        &home,
        &Renewal {
            name: "household",
            from: 5,
            arguments: &["keys", "rotate", "household", "--data", "data"],
            cut: |status, files| {
                states(status).contains(&"pending")
                    || files.iter().any(|name| name.starts_with("household.db.rotating"))
            },
        },
    );
}

#[test]
fn a_renewal_of_the_token_key_may_be_killed_at_any_moment() {
    let home = wealthy();
    torment(
        &home,
        &Renewal {
            name: "access-tokens",
            from: 5,
            arguments: &["keys", "rotate", "access-tokens", "--data", "data"],
            cut: |_status, files| files.iter().any(|name| name == "keyring.json.new"),
        },
    );
}

#[test]
fn a_rewrapping_may_be_killed_at_any_moment() {
    let home = wealthy();
    let renewal = |plain: bool| Renewal {
        name: if plain { "passphrase remove" } else { "passphrase set" },
        from: 5,
        arguments: if plain {
            &["keys", "passphrase", "remove", "--passphrase-file", "passphrase", "--data", "data"]
        } else {
            &["keys", "passphrase", "set", "--passphrase-file", "passphrase", "--data", "data"]
        },
        cut: |status, files| {
            status["master"]["form"] == "both" || files.iter().any(|name| name.contains(".new"))
        },
    };
    let (seen, wanted) = (net(&home), kills());
    let whole = undisturbed(&home, &renewal(false)).max(undisturbed(&home, &renewal(true)));
    let (mut cut, mut forms) = (0, std::collections::BTreeSet::new());
    for kill in 0..wanted {
        let renewal = renewal(kill % 2 == 1);
        let after = moment(whole, renewal.from, kill, wanted);
        // Alternate between both forms, so that both directions are killed.
        if status(&home)["master"]["form"] == "passphrase" && kill % 2 == 0 {
            home.run(&[
                "keys",
                "passphrase",
                "remove",
                "--passphrase-file",
                "passphrase",
                "--data",
                "data",
            ])
            .done();
        }
        home.killed(renewal.arguments, after);
        let told = status(&home);
        cut += u32::from((renewal.cut)(&told, &files(&home)));
        forms.insert(told["master"]["form"].as_str().unwrap().to_owned());
        assert_eq!(net(&home), seen, "{} killed after {after:?}", renewal.name);
    }
    home.run(renewal(true).arguments).done();
    assert_eq!(status(&home)["master"]["form"], "plain");
    assert!(!files(&home).iter().any(|name| name.contains(".new") || name.contains(".age")));
    assert_eq!(net(&home), seen);
    println!("rewrap: {wanted} kills within {whole:?}, {cut} in the middle, forms left: {forms:?}");
}

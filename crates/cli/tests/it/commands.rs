//! Tests the commands without a terminal, as scripts call them.

use std::fs;

use serde_json::{Value, json};

use crate::home::{Home, PASSWORD, samples};

#[test]
fn a_folder_that_is_not_there_is_told_and_not_made() {
    let home = Home::empty();
    assert_eq!(home.run(&["status", "--data", "data"]).done().out, "keys: no\npeople: 0\n");
    assert!(!home.path("data").exists());
    fs::create_dir(home.path("data")).unwrap();
    assert_eq!(home.run(&["status", "--data", "data"]).done().out, "keys: no\npeople: 0\n");
    let said = home.run(&["status", "--data", "data", "--json"]);
    assert_eq!(said.done().out.parse::<Value>().unwrap(), json!({ "keys": false, "people": 0 }));
}

#[test]
fn keys_are_made_once() {
    let home = Home::with_keys();
    let key = fs::read(home.path("data/master.key")).unwrap();
    let again = home.run(&["keygen", "--data", "data", "--kit", "other.html"]);
    again.refused(&["the folder has keys already", "never overwritten"]);
    assert_eq!(fs::read(home.path("data/master.key")).unwrap(), key);
    assert!(!home.path("other.html").exists());
    assert_eq!(home.mode("data"), 0o700);
    assert_eq!(home.mode("data/master.key"), 0o600);
}

#[test]
fn a_kit_is_never_written_over_another_file() {
    let home = Home::empty();
    fs::write(home.path("kit.html"), "another file").unwrap();
    let said = home.run(&["keygen", "--data", "data", "--kit", "kit.html"]);
    said.refused(&["kit.html", "never overwritten"]);
    assert_eq!(home.read("kit.html"), "another file");
    assert!(!home.path("data").exists(), "no key is made without its kit");
}

#[test]
fn the_kit_holds_the_secret_key_in_both_languages() {
    let home = Home::with_keys();
    let kit = home.read("kit.html");
    for needed in ["AGE-SECRET-KEY-1", "<svg", "Kit du foyer", "Household kit", "age -d -i kit.txt"]
    {
        assert!(kit.contains(needed), "{needed}");
    }
    assert_eq!(home.mode("kit.html"), 0o600);
}

#[test]
fn the_default_kit_lies_where_one_is() {
    let home = Home::empty();
    home.run(&["keygen", "--data", "data"]).done();
    assert!(home.read("pecule-kit.html").contains("AGE-SECRET-KEY-1"));
}

#[test]
fn the_master_key_may_lie_elsewhere() {
    let home = Home::empty();
    fs::create_dir(home.path("vault")).unwrap();
    home.set_mode("vault", 0o700);
    let key = home.path("vault/master.key");
    home.run_with("PECULE_MASTER_KEY_FILE", &key, &["keygen", "--data", "data"]).done();
    assert!(key.exists() && !home.path("data/master.key").exists());
    home.run_with("PECULE_MASTER_KEY_FILE", &key, &["status", "--data", "data"]).done();
    home.run(&["status", "--data", "data"]).refused(&["master.key"]);
}

#[test]
fn a_credential_of_systemd_is_the_master_key() {
    let home = Home::with_keys();
    fs::create_dir(home.path("credentials")).unwrap();
    fs::rename(home.path("data/master.key"), home.path("credentials/pecule-master-key")).unwrap();
    let folder = home.path("credentials");
    home.run_with("CREDENTIALS_DIRECTORY", &folder, &["status", "--data", "data"]).done();
}

#[test]
fn the_environment_names_the_folder_and_an_argument_goes_before() {
    let home = Home::with_keys();
    let said = home.run_with("PECULE_DATA", &home.path("data"), &["status"]);
    assert_eq!(said.done().out, "keys: yes\npeople: 0\n");
    let said = home.run_with("PECULE_DATA", &home.path("data"), &["status", "--data", "none"]);
    assert_eq!(said.done().out, "keys: no\npeople: 0\n");
}

#[test]
fn the_first_person_is_made_once_and_without_a_terminal() {
    let home = Home::with_claire();
    assert_eq!(home.run(&["status", "--data", "data"]).done().out, "keys: yes\npeople: 1\n");
    assert_eq!(home.mode("recovery"), 0o600);
    assert_eq!(home.read("recovery").trim().split('-').count(), 9);
    let again = ["--password-file", "password", "--recovery-file", "other"];
    let said = home.run(&[&["setup", "--data", "data", "--name", "Denis"][..], &again].concat());
    said.refused(&["the first person is there already"]);
    assert!(!home.path("other").exists());
}

#[test]
fn a_setup_that_fails_leaves_nothing_behind() {
    let home = Home::with_keys();
    fs::write(home.path("password"), "azerty").unwrap();
    home.set_up("Claire").refused(&["password", "15 characters"]);
    assert!(!home.path("recovery").exists());
    fs::write(home.path("password"), PASSWORD).unwrap();
    fs::write(home.path("recovery"), "another file").unwrap();
    home.set_up("Claire").refused(&["recovery", "never overwritten"]);
    assert_eq!(home.read("recovery"), "another file");
    assert_eq!(home.run(&["status", "--data", "data"]).done().out, "keys: yes\npeople: 0\n");
}

#[test]
fn secrets_are_never_printed_and_never_taken_as_arguments() {
    let home = Home::empty();
    let mut said = home.run(&["keygen", "--data", "data", "--kit", "kit.html"]).done().all();
    said += &home.set_up("Claire").done().all();
    said += &home.claire(&["report", "summary"]).done().all();
    said += &home.claire(&["changes", "list"]).done().all();
    let kit = home.read("kit.html");
    let key = kit.split("AGE-SECRET-KEY-1").nth(1).unwrap().get(..58).unwrap();
    let recovery = home.read("recovery");
    for secret in [key, recovery.trim(), PASSWORD] {
        assert!(!said.contains(secret));
    }
    for command in ["setup", "report assets", "demo", "serve", "keygen"] {
        let words: Vec<&str> = command.split(' ').chain(["--password", PASSWORD]).collect();
        assert_eq!(home.run(&words).code, 2, "{command}");
    }
}

#[test]
fn a_wrong_name_and_a_wrong_password_sound_the_same() {
    let home = Home::with_claire();
    fs::write(home.path("wrong"), "armoire-voltige-39-brume-ocre").unwrap();
    let ask = |name: &str, file: &str| {
        let report = ["report", "assets", "--data", "data"];
        home.run(&[&report[..], &["--as", name, "--password-file", file]].concat())
    };
    let (wrong, unknown) = (ask("Claire", "wrong"), ask("Denis", "password"));
    wrong.refused(&["this name and this password do not go together"]);
    assert_eq!(wrong.err, unknown.err);
}

#[test]
fn wrong_usage_ends_with_two() {
    let home = Home::with_claire();
    for words in [
        "frobnicate",
        "report",
        "report breakdown --as Claire --password-file password",
        "report breakdown --as Claire --password-file password --by colour",
        "report breakdown --as Claire --password-file password --by class --at yesterday",
        "report assets --password-file password",
        "report assets --as Claire",
        "serve --listen here",
        "undo nonsense --as Claire --password-file password",
        "setup --data empty",
    ] {
        let mut arguments: Vec<&str> = words.split(' ').collect();
        if words == "setup --data empty" {
            home.run(&["keygen", "--data", "empty", "--kit", "empty.html"]).done();
        } else {
            arguments.extend(["--data", "data"]);
        }
        let said = home.run(&arguments);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{words}: {}", said.err);
        assert!(!said.err.is_empty());
    }
}

#[test]
fn a_server_without_people_shows_a_one_time_code() {
    let home = Home::with_keys();
    let server = home.serve();
    let said = server.said();
    let is_code = |line: &str| {
        let groups: Vec<&str> = line.trim().split('-').collect();
        groups.len() == 4 && groups.iter().all(|group| group.len() == 4)
    };
    assert!(said.contains("one-time code") && said.contains("code à usage unique"), "{said}");
    assert_eq!(said.lines().filter(|line| is_code(line)).count(), 1, "{said}");
    let stopped = server.stop();
    stopped.done();
    home.set_up("Claire").done();
    let server = home.serve();
    assert!(!server.said().contains("code"), "{}", server.said());
    server.stop().done();
}

#[test]
fn completions_are_printed_for_shells() {
    let home = Home::empty();
    for shell in ["bash", "zsh", "fish"] {
        assert!(home.run(&["completions", shell]).done().out.contains("pecule"));
    }
    assert!(home.run(&["--version"]).done().out.starts_with("pecule "));
}

/// Returns the rows of a breakdown as key and amount.
fn rows(report: &Value) -> Vec<(&str, &str)> {
    let rows = report["rows"].as_array().unwrap();
    rows.iter().map(|row| (row["key"].as_str().unwrap(), row["amount"].as_str().unwrap())).collect()
}

#[test]
fn the_former_applications_files_make_their_known_figures() {
    let Some(samples) = samples() else {
        println!("skipped: there is no folder of samples here");
        return;
    };
    let home = Home::with_claire();
    let folder = samples.join("legacy_patrimoine_app");
    let import = ["import", "legacy", folder.to_str().unwrap()];
    let dry = home.json(&[&import[..], &["--dry-run"]].concat());
    assert_eq!((&dry["dry_run"], &dry["operation"]), (&json!(true), &Value::Null));
    assert_eq!(home.json(&["report", "breakdown", "--by", "class"])["total"], "0.00");

    let made = home.json(&import);
    assert!(made["operation"].is_string());
    let report = home.json(&["report", "breakdown", "--by", "class"]);
    assert_eq!((&report["total"], &report["currency"]), (&json!("1500.00"), &json!("EUR")));
    assert_eq!(rows(&report), [("equity", "915.00"), ("bonds", "585.00")]);
    assert_eq!(report["rows"][0]["share"], "0.61");
    let report = home.json(&["report", "breakdown", "--by", "zone"]);
    let zones = [
        ("us", "1024.20"),
        ("japan", "192.15"),
        ("europe", "137.25"),
        ("emerging", "100.65"),
        ("other", "45.75"),
    ];
    assert_eq!(rows(&report), zones);
    let report = home.json(&["report", "breakdown", "--by", "class-zone"]);
    assert!(report["rows"][0]["class"].is_string() && report["rows"][0]["zone"].is_string());

    let again = home.json(&import);
    assert_eq!(again["operation"], Value::Null, "a second import changes nothing");
    home.claire(&["changes", "undo", made["operation"].as_str().unwrap()]).done();
    assert_eq!(home.json(&["report", "breakdown", "--by", "class"])["total"], "0.00");
    home.claire(&["changes", "undo"]).refused(&["no change can be undone"]);
}

#[test]
fn a_table_says_what_the_json_says() {
    let Some(samples) = samples() else {
        println!("skipped: there is no folder of samples here");
        return;
    };
    let home = Home::with_claire();
    let folder = samples.join("legacy_patrimoine_app");
    home.claire(&["import", "legacy", folder.to_str().unwrap()]).done();
    let said = home.claire(&["report", "breakdown", "--by", "class"]);
    for word in ["equity", "915.00", "61.00 %", "585.00", "1,500.00", "EUR"] {
        assert!(said.done().out.contains(word), "{word}: {}", said.out);
    }
    for what in ["assets", "accounts", "holdings"] {
        let items = home.json(&["report", what])["items"].as_array().unwrap().len();
        assert!(items > 0, "{what}");
        let table = home.claire(&["report", what]);
        assert!(table.done().out.lines().count() > items, "{what}");
    }
    assert_eq!(home.json(&["report", "summary"])["net"], "1500.00");
    assert_eq!(home.json(&["changes", "list"])["items"][0]["kind"], "legacy-imported");
}

#[test]
fn the_invented_household_comes_and_goes() {
    let home = Home::with_claire();
    home.claire(&["demo"]).done();
    let by_class = home.json(&["report", "breakdown", "--by", "class"]);
    let total = by_class["total"].as_str().unwrap().to_owned();
    assert_ne!(total, "0.00");
    for by in ["zone", "class-zone", "bank", "account", "wrapper", "kind", "currency", "issuer"] {
        assert_eq!(home.json(&["report", "breakdown", "--by", by])["total"], total, "{by}");
    }
    assert_eq!(home.json(&["report", "summary"])["net"], total);
    home.claire(&["demo"]).refused(&["these books are not empty"]);
    home.claire(&["demo", "--remove"]).done();
    let left = home.json(&["report", "holdings"]);
    assert_eq!(left["items"], json!([]));
    home.claire(&["demo", "--remove"]).refused(&["no invented household"]);
}

#[test]
fn a_command_works_on_the_books_that_are_named() {
    let home = Home::with_claire();
    home.claire(&["demo", "--books", "Mon espace"]).done();
    let all = home.json(&["report", "accounts"]);
    assert_eq!(home.json(&["report", "accounts", "--books", "household"]), all);
    home.claire(&["report", "accounts", "--books", "Autres"]).refused(&["books", "Autres"]);
    let strange = "00000000-0000-7000-8000-000000000000";
    home.claire(&["report", "accounts", "--books", strange]).refused(&["no such thing"]);
}

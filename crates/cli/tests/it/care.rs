//! Tests `pecule doctor`, `healthcheck`, `sbom` and `man`.

use serde_json::Value;

use crate::home::Home;

fn doctor(home: &Home, more: &[&str]) -> (i32, Value) {
    let said = home.run(&[&["doctor", "--data", "data", "--json"], more].concat());
    (said.code, serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}", said.all())))
}

fn codes(answer: &Value) -> Vec<&str> {
    let findings = answer["findings"].as_array().unwrap();
    findings.iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

#[test]
fn the_doctor_says_one_thing_to_do_about_each_finding_and_ends_with_3() {
    let home = Home::with_claire();
    let (code, answer) = doctor(&home, &["--full"]);
    assert_eq!(code, 3, "there is no backup yet");
    assert!(codes(&answer).contains(&"no-backup"));
    for finding in answer["findings"].as_array().unwrap() {
        for field in ["code", "severity", "sentence", "advice"] {
            assert!(!finding[field].as_str().unwrap().is_empty(), "{finding}");
        }
    }
    home.set_mode("data/household.db", 0o640);
    let (code, answer) = doctor(&home, &[]);
    assert_eq!((code, codes(&answer)[0]), (3, "cannot-open"));
    assert!(codes(&answer).contains(&"loose-mode"));
    let said = home.run(&["doctor", "--data", "data"]);
    assert!(said.out.contains("chmod -R go-rwx"), "{}", said.out);
}

#[test]
fn the_doctor_runs_beside_a_server_and_asks_for_no_password() {
    let home = Home::with_claire();
    let served = home.serve();
    let (_code, answer) = doctor(&home, &["--full"]);
    assert!(!codes(&answer).contains(&"cannot-open"), "{answer}");
    drop(served);
}

#[test]
fn the_probe_says_whether_somebody_answers() {
    let home = Home::with_claire();
    let served = home.serve();
    let url = format!("http://{}", served.at());
    home.run(&["healthcheck", "--url", &format!("{url}/healthz")]).done();
    home.run(&["healthcheck", "--url", &format!("{url}/no-such-page")]).refused(&["404"]);
    drop(served);
    home.run(&["healthcheck", "--url", &format!("{url}/healthz")])
        .refused(&["No answer at this address"]);
    assert_eq!(home.run(&["healthcheck", "--url", "nowhere"]).code, 2);
}

#[test]
fn the_program_says_what_it_is_made_of_and_writes_its_manual() {
    let home = Home::empty();
    let said = home.run(&["sbom"]);
    let bill: Value = serde_json::from_str(&said.done().out).unwrap();
    assert_eq!(bill["bomFormat"], "CycloneDX");
    assert!(bill["components"].as_array().unwrap().len() > 100);
    let here = env!("CARGO_MANIFEST_DIR");
    assert!(
        !said.out.contains(here.trim_end_matches("/crates/cli")),
        "where it was built is nobody's business"
    );

    home.run(&["man", "--out", "man"]).done();
    for page in ["pecule.1", "pecule-doctor.1", "pecule-serve.1"] {
        assert!(home.read(&format!("man/{page}")).contains(".TH"), "{page}");
    }
}

//! Tests that a clock jump under a running server extends no session and raises an alert.

use serde_json::json;

use crate::faults::count;
use crate::faults::house::{House, PASSWORD};
use crate::faults::server::{Client, Server, program};
use crate::faults::shim::Shim;

const DAY: i64 = 86_400;
const TEN_YEARS: i64 = 3_653 * 86_400;

#[test]
fn a_clock_that_jumps_signs_nobody_in_for_longer() {
    for jump in [TEN_YEARS, -TEN_YEARS] {
        let house = House::new();
        let Some(shim) = Shim::new(house.folder(), &house.data, None) else { return };
        let server = Server::start(&house.data, Some(&shim));
        let tokens = House::sign_in(&server);
        let mut client = Client::new(&server.at, &tokens.access).unwrap();
        assert_eq!(client.get("/me").unwrap().0, 200);
        shim.shift_clock(jump);
        assert_eq!(client.get("/me").unwrap().0, 401, "{jump}");
        assert!(Client::refresh(&server.at, &tokens.refresh).is_err(), "{jump}");
        // Signing in works under the wrong clock, and that session ends once the clock is right.
        let wrong = House::sign_in(&server);
        let mut there = Client::new(&server.at, &wrong.access).unwrap();
        assert_eq!(there.get("/me").unwrap().0, 200);
        let form = json!({ "password": PASSWORD });
        assert_eq!(there.send("POST", "/tokens/reauthenticate", &form).unwrap().0, 204);
        shim.shift_clock(0);
        assert_eq!(there.get("/me").unwrap().0, 401, "{jump}");
        assert!(Client::refresh(&server.at, &wrong.refresh).is_err(), "{jump}");
        drop(server);
        // The next start must find the jump in the audit log.
        let app = crate::faults::house::open(&house.data).unwrap();
        app.watch().unwrap();
        let person = app.guest().verify_password(crate::faults::house::NAME, PASSWORD).unwrap();
        let findings = person.admin().unwrap().alerts().unwrap();
        let rules: Vec<&str> = findings.iter().map(|finding| finding.rule.as_str()).collect();
        let told = if jump > 0 { "clock-set-ahead" } else { "clock-set-back" };
        assert!(rules.contains(&told), "{rules:?}");
    }
    count(
        "clock jumps under the real program",
        "+10 and -10 years: 401 at once, a finding, no session lengthened",
    );
}

#[test]
fn eight_days_without_a_proof_turn_the_list_and_the_doctor_red() {
    let house = House::new();
    let Some(shim) = Shim::new(house.folder(), &house.data, None) else { return };
    let data = house.data.to_str().unwrap();
    let said = |arguments: &[&str]| {
        let mut command = program(&[arguments, &["--data", data]].concat());
        shim.before(&mut command);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    said(&["backup", "now"]);
    for (days, proof) in [(0, "young"), (9, "late")] {
        shim.shift_clock(days * DAY);
        assert_eq!(proof_of(&said(&["backup", "list", "--json"])), proof);
    }
    shim.shift_clock(0);
    said(&["drill"]);
    for (days, proof, word) in
        [(0, "proven", "within eight days"), (7, "proven", "."), (9, "late", "RED")]
    {
        shim.shift_clock(days * DAY);
        assert_eq!(proof_of(&said(&["backup", "list", "--json"])), proof, "after {days} days");
        let list = said(&["backup", "list"]);
        assert!(list.contains(word) && list.contains("RED") == (proof == "late"), "{list}");
        let doctor = said(&["doctor", "--json"]);
        assert_eq!(doctor.contains("\"backup-unproven\""), proof == "late", "{doctor}");
    }
}

fn proof_of(list: &str) -> String {
    let list: serde_json::Value = serde_json::from_str(list).unwrap();
    list["proof"].as_str().unwrap().to_owned()
}

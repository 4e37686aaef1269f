//! Checks notifications about alerts, their recipients, retries and content.

use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};

use pecule_app::alert::catalogue::Rule;
use pecule_app::monitoring::notifications::relay::RelayInput;
use pecule_app::monitoring::notifications::settings::AddressInput;
use pecule_app::monitoring::notifications::text::MessageText;
use pecule_app::people::registration::NewPerson;
use pecule_app::{Error, Reason};

use crate::house::{House, PASSWORD};
use crate::push_server::push_server;

const TOPIC: &str = "pecule-9fJq2LmZ";
const OTHER_TOPIC: &str = "autre-personne-71";

fn say(language: &str, rule: Option<Rule>) -> MessageText {
    let what = rule.map_or("try", |rule| rule.key());
    MessageText { subject: language.to_owned(), text: what.to_owned() }
}

/// A server like ntfy, which answers as the test says and returns what it received.
struct Server {
    url: String,
    answer: Arc<Mutex<&'static str>>,
    heard: Receiver<String>,
}

impl Server {
    fn new() -> Self {
        let answer = Arc::new(Mutex::new("200 OK"));
        let says = Arc::clone(&answer);
        let (url, heard) = push_server(move || *says.lock().unwrap());
        Self { url, answer, heard }
    }

    fn answers(&self, status: &'static str) {
        *self.answer.lock().unwrap() = status;
    }

    /// Returns the topic and the rule of each message since the last call.
    fn heard(&self) -> Vec<(String, String)> {
        let told = self.heard.try_iter().map(|request| {
            let topic = request.split(' ').nth(1).unwrap().trim_start_matches('/').to_owned();
            let body = request.split("\r\n\r\n").nth(1).unwrap();
            assert!(body.lines().count() == 3, "{body}");
            (topic, body.lines().nth(1).unwrap().to_owned())
        });
        told.collect()
    }

    fn form(&self) -> RelayInput {
        RelayInput {
            kind: "push".to_owned(),
            address: self.url.clone(),
            secret: "tk_very_secret".to_owned().into(),
            link: "https://pecule.example".to_owned(),
            ..RelayInput::default()
        }
    }
}

fn address(address: &str, severity: &str) -> AddressInput {
    AddressInput { address: address.to_owned(), severity: severity.to_owned() }
}

/// Returns a household with a relay, whose owner is notified from a severity on.
fn told_from(severity: &str) -> (House, Server) {
    let (house, server) = (House::new(), Server::new());
    house.person.admin().unwrap().set_relay(&server.form()).unwrap();
    house.person.subscribe(&address(TOPIC, severity)).unwrap();
    (house, server)
}

/// Causes five wrong passwords, which raise a warning about one person.
fn fail_to_sign_in(house: &House, name: &str) {
    for _ in 0..6 {
        let _refused = house.app.guest().verify_password(name, "pas le bon mot de passe du tout");
        house.clock.forward(40);
    }
    house.app.watch().unwrap();
}

fn one(topic: &str, rule: &str) -> Vec<(String, String)> {
    vec![(topic.to_owned(), rule.to_owned())]
}

#[test]
fn nothing_is_sent_before_somebody_asked_for_it() {
    let house = House::new();
    assert_eq!(house.person.notification_address().unwrap().kind, None);
    assert!(matches!(house.person.subscribe(&address(TOPIC, "notice")), Err(Error::NotFound)));
    assert!(matches!(house.person.test_notification(say), Err(Error::NotFound)));
    let server = Server::new();
    house.person.admin().unwrap().set_relay(&server.form()).unwrap();
    fail_to_sign_in(&house, "Propriétaire");
    house.app.send_notifications(say).unwrap();
    assert_eq!(server.heard(), [], "nobody said where to");
    // Earlier alerts are not sent afterwards.
    house.person.subscribe(&address(TOPIC, "notice")).unwrap();
    house.app.send_notifications(say).unwrap();
    assert_eq!(server.heard(), []);
    assert_eq!(house.person.test_notification(say).unwrap(), Ok(()));
    assert_eq!(server.heard(), one(TOPIC, "try"));
}

#[test]
fn a_finding_is_told_once() {
    let (house, server) = told_from("warning");
    fail_to_sign_in(&house, "Propriétaire");
    for _ in 0..3 {
        house.app.send_notifications(say).unwrap();
        house.clock.forward(3_600);
    }
    assert_eq!(server.heard(), one(TOPIC, "sign-in-failures"));
    let sent = house.person.admin().unwrap().relay().unwrap().unwrap();
    assert!(sent.succeeded_at.is_some() && sent.has_credentials && sent.addressees == 1);
}

#[test]
fn only_what_is_grave_enough_is_told() {
    let (house, server) = told_from("serious");
    fail_to_sign_in(&house, "Propriétaire");
    house.app.send_notifications(say).unwrap();
    assert_eq!(server.heard(), [], "a warning is less than serious");
}

#[test]
fn each_is_told_what_concerns_them() {
    let (house, server) = told_from("warning");
    let token = house.person.admin().unwrap().invite().unwrap().token;
    let newcomer =
        NewPerson { name: "Autre", password: PASSWORD, language: "en", recovery_kept: true };
    let other = house.app.guest().accept(token.as_str(), &newcomer).unwrap().person;
    other.subscribe(&address(OTHER_TOPIC, "warning")).unwrap();
    fail_to_sign_in(&house, "Propriétaire");
    house.app.send_notifications(say).unwrap();
    assert_eq!(server.heard(), one(TOPIC, "sign-in-failures"), "it is not the other's affair");
    fail_to_sign_in(&house, "Autre");
    house.app.send_notifications(say).unwrap();
    let mut heard = server.heard();
    heard.sort();
    let both = [one(OTHER_TOPIC, "sign-in-failures"), one(TOPIC, "sign-in-failures")].concat();
    assert_eq!(heard, both, "whoever runs the household sees what concerns accesses");
    // Neither disabled nor unsubscribed people are notified.
    let id = other.id();
    house.person.admin().unwrap().disable(id).unwrap();
    house.person.unsubscribe().unwrap();
    house.clock.forward(3_600);
    fail_to_sign_in(&house, "Propriétaire");
    house.app.send_notifications(say).unwrap();
    assert_eq!(server.heard(), []);
}

#[test]
fn what_could_not_be_sent_is_tried_again_and_becomes_a_finding() {
    let (house, server) = told_from("warning");
    server.answers("503 Unavailable");
    fail_to_sign_in(&house, "Propriétaire");
    house.app.send_notifications(say).unwrap();
    house.app.send_notifications(say).unwrap();
    assert_eq!(server.heard().len(), 1, "a server that fails is left alone for a while");
    for _ in 0..2 {
        house.clock.forward(3_600);
        house.app.send_notifications(say).unwrap();
    }
    assert_eq!(server.heard().len(), 2);
    house.app.watch().unwrap();
    let findings = house.person.admin().unwrap().alerts().unwrap();
    let failing =
        |line: &&pecule_app::monitoring::alerts::list::FindingView| line.rule == "messages-failed";
    assert_eq!(findings.iter().filter(failing).count(), 1);
    let line = house.person.admin().unwrap().relay().unwrap().unwrap();
    assert_eq!(line.failure.as_deref(), Some("unreachable"));
    server.answers("200 OK");
    house.clock.forward(6 * 3_600 + 1);
    house.app.send_notifications(say).unwrap();
    let heard = server.heard();
    assert!(heard.iter().any(|(_, rule)| rule == "sign-in-failures"), "{heard:?}");
    assert!(heard.iter().all(|(_, rule)| rule != "messages-failed"), "{heard:?}");
    assert_eq!(house.person.admin().unwrap().relay().unwrap().unwrap().failure, None);
}

#[test]
fn one_wrong_address_holds_up_nobody_else() {
    let (house, server) = told_from("warning");
    server.answers("404 Not Found");
    fail_to_sign_in(&house, "Propriétaire");
    house.app.send_notifications(say).unwrap();
    assert_eq!(server.heard().len(), 1);
    assert_eq!(house.person.admin().unwrap().relay().unwrap().unwrap().failure, None);
    server.answers("200 OK");
    house.app.send_notifications(say).unwrap();
    assert_eq!(server.heard(), [], "the address rests for a minute");
    house.clock.forward(61);
    house.app.send_notifications(say).unwrap();
    assert_eq!(server.heard(), one(TOPIC, "sign-in-failures"));
}

#[test]
fn the_secret_stays_with_its_server() {
    let (house, server) = told_from("warning");
    let admin = house.person.admin().unwrap();
    let form = RelayInput { secret: String::new().into(), ..server.form() };
    assert!(admin.set_relay(&form).unwrap().has_credentials, "the same server keeps it");
    let elsewhere = RelayInput { address: "https://elsewhere.example".to_owned(), ..form };
    assert!(!admin.set_relay(&elsewhere).unwrap().has_credentials, "another never gets it");
    let told = format!("{:?}", admin.relay().unwrap());
    assert!(!told.contains("tk_very_secret"));
    for (field, form) in [
        ("link", RelayInput { link: "javascript:alert(1)".to_owned(), ..server.form() }),
        ("address", RelayInput { address: "http://nas.example".to_owned(), ..server.form() }),
        ("kind", RelayInput { kind: "fax".to_owned(), ..server.form() }),
    ] {
        match admin.set_relay(&form) {
            Err(Error::Invalid(problems)) => assert_eq!(problems.first().unwrap().field, field),
            other => panic!("{field}: {other:?}"),
        }
    }
    admin.set_relay(&server.form()).unwrap();
    match house.person.subscribe(&address("court", "notice")) {
        Err(Error::Invalid(problems)) => {
            assert_eq!(problems.first().unwrap().reason, Reason::Guessable);
        }
        other => panic!("{other:?}"),
    }
    admin.remove_relay().unwrap();
    assert!(admin.relay().unwrap().is_none());
    fail_to_sign_in(&house, "Propriétaire");
    house.app.send_notifications(say).unwrap();
    assert_eq!(server.heard(), []);
}

#[test]
fn the_doctor_names_every_machine_that_was_ever_called() {
    let (house, server) = told_from("warning");
    let hosts = |house: &House| {
        let report = house.person.admin().unwrap().examine(false).unwrap();
        report.facts.iter().find(|fact| fact.code == "hosts").unwrap().value.clone()
    };
    assert_eq!(hosts(&house), "–", "naming a server calls nobody");
    house.person.test_notification(say).unwrap().unwrap();
    house.person.admin().unwrap().remove_relay().unwrap();
    let host = server.url.trim_start_matches("http://").to_owned();
    assert_eq!(hosts(&house), format!("{host} (2026-03-15)"), "it stays though it was removed");
}

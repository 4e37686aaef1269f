//! Runs a server on a failing disk, records its answers, and checks that it recovers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::json;

use crate::faults::house::{House, NAME, PASSWORD, open};
use crate::faults::server::{Client, Server};
use crate::faults::shim::Shim;

/// A server with a failing disk, and its answered writes.
pub(super) struct Trial<'a> {
    shim: &'a Shim,
    pub(super) server: Server,
    client: Client,
    promised: BTreeSet<String>,
    /// The identifier of other books of the same person.
    others: String,
    label: String,
    pub(super) written: u32,
    /// The number of answers by status and code.
    pub(super) answers: BTreeMap<String, u32>,
}

/// Makes a household with two sets of books, and returns the identifier of the second.
pub(super) fn two_books() -> (House, String) {
    let house = House::new();
    let server = Server::start(&house.data, None);
    let tokens = House::sign_in(&server);
    let mut client = Client::new(&server.at, &tokens.access).unwrap();
    let (status, _) =
        client.send("POST", "/tokens/reauthenticate", &json!({ "password": PASSWORD })).unwrap();
    assert_eq!(status, 204);
    let (status, made) = client.send("POST", "/books", &json!({ "title": "Autres" })).unwrap();
    assert_eq!(status, 201, "{made}");
    assert!(server.stop());
    (house, made["id"].as_str().unwrap().to_owned())
}

impl<'a> Trial<'a> {
    pub(super) fn new(data: &Path, shim: &'a Shim, others: &str, label: &str) -> Self {
        let server = Server::start(data, Some(shim));
        let tokens = House::sign_in(&server);
        let client = Client::new(&server.at, &tokens.access).unwrap();
        let (others, label) = (others.to_owned(), label.to_owned());
        let (promised, answers) = (BTreeSet::new(), BTreeMap::new());
        let mut trial = Self { shim, server, client, promised, others, label, written: 0, answers };
        // Opening books writes a marker, so only reads of already open books work on a failing disk.
        trial.goes_on("at first");
        trial
    }

    pub(super) fn restarted(mut self, data: &Path) -> Self {
        drop(self.server);
        self.server = Server::start(data, Some(self.shim));
        let tokens = House::sign_in(&self.server);
        self.client = Client::new(&self.server.at, &tokens.access).unwrap();
        self.goes_on("after a new start");
        self
    }

    /// Records an answer. A refusal must contain a sentence, and must not be an internal error.
    pub(super) fn note(&mut self, status: u16, said: &serde_json::Value) {
        let code = said["code"].as_str().unwrap_or_default();
        if status >= 300 {
            let title = said["title"].as_str().unwrap_or_default();
            assert!(matches!(status, 503 | 507) && title.contains(' '), "{status}: {said}");
        }
        *self.answers.entry(format!("{status} {code}").trim_end().to_owned()).or_default() += 1;
    }

    pub(super) fn write(&mut self, books: Option<&str>) -> u16 {
        self.written += 1;
        let name = format!("{} {}", self.label, self.written);
        let query = books.map(|id| format!("?books={id}")).unwrap_or_default();
        let (status, said) =
            self.client.send("POST", &format!("/banks{query}"), &json!({ "name": name })).unwrap();
        self.note(status, &said);
        if status == 201 && books.is_none() {
            self.promised.insert(name);
        }
        status
    }

    pub(super) fn read(&mut self) -> u16 {
        let (status, said) = self.client.get("/wealth").unwrap();
        self.note(status, &said);
        status
    }

    /// Writes until calls have failed, at most `most` times.
    pub(super) fn work(&mut self, most: u32) {
        for turn in 0..most {
            self.write(None);
            if turn % 5 == 4 {
                self.read();
            }
            if self.shim.failed() > 0 {
                break;
            }
        }
    }

    /// Checks that everything works again with the disk, without a restart.
    pub(super) fn goes_on(&mut self, what: &str) {
        assert!(self.server.is_up(), "{what}");
        let others = self.others.clone();
        assert_eq!(self.write(Some(&others)), 201, "{what}: other books");
        assert_eq!(self.write(None), 201, "{what}: the same books");
        assert_eq!(self.read(), 200, "{what}");
    }

    pub(super) fn check(&mut self) {
        let banks = self.client.all("/banks");
        let banks: BTreeSet<_> =
            banks.iter().map(|bank| bank["name"].as_str().unwrap().to_owned()).collect();
        let lost: Vec<_> = self.promised.difference(&banks).collect();
        assert!(lost.is_empty(), "lost: {lost:?}");
        let (status, said) = self.client.send("POST", "/audit/verify", &json!({})).unwrap();
        assert_eq!((status, &said["whole"]), (200, &true.into()), "{said}");
    }

    pub(super) fn answers(&self) -> String {
        told(&self.answers)
    }
}

pub(super) fn told(answers: &BTreeMap<String, u32>) -> String {
    let each = answers.iter().map(|(answer, times)| format!("{answer} × {times}"));
    each.collect::<Vec<_>>().join(", ")
}

/// Checks that the log contains no panic, and that the files verify.
pub(super) fn sound(data: &Path) {
    let said = fs::read_to_string(data.with_extension("said")).unwrap();
    assert!(!said.contains("panicked"), "{said}");
    let app = open(data).unwrap();
    assert!(app.verify_household_audit_log(&[]).unwrap().whole);
    let person = app.guest().verify_password(NAME, PASSWORD).unwrap();
    for check in person.verify_books_audit_logs(&[]).unwrap() {
        assert!(check.whole, "{check:?}");
    }
    drop(person);
    app.settle_all().unwrap();
}

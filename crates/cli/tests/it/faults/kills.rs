//! Tests that answered writes survive kills of the server, and that an operation of several rows is atomic.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::faults::house::House;
use crate::faults::server::{Client, Server, Tokens};
use crate::faults::{Dice, count, times};

/// The number of concurrent writers.
const WRITERS: usize = 4;
/// The number of kills per household.
const KILLS_OF_ONE: u32 = 50;
/// The number of rows of an import of rates.
const ROWS: usize = 6;

/// An answered write: a bank, or an import of rates as one operation.
pub(crate) enum Done {
    Bank(String),
    Rates(u32),
}

/// The answered writes so far.
#[derive(Default)]
pub(crate) struct Promised {
    pub(crate) banks: BTreeSet<String>,
    pub(crate) rates: BTreeSet<u32>,
}

impl Promised {
    pub(crate) fn note(&mut self, done: Done) {
        match done {
            Done::Bank(name) => self.banks.insert(name),
            Done::Rates(group) => self.rates.insert(group),
        };
    }
}

/// Returns the CSV of an import, one currency pair per row.
pub(crate) fn rates(group: u32) -> String {
    let (year, day) = (1990 + group / 336, group % 336);
    let on = format!("{year}-{:02}-{:02}", day / 28 + 1, day % 28 + 1);
    let line = |currency: &str| format!("{on};{currency};EUR;0.8642\n");
    let lines: String = ["USD", "GBP", "CHF", "JPY", "SEK", "NOK"].map(line).concat();
    format!("date;base;counter;rate\n{lines}")
}

/// Writes until the server no longer answers.
pub(crate) fn write(server: &str, token: &str, name: &str, first: u32, done: &Sender<Done>) {
    let Ok(mut client) = Client::new(server, token) else { return };
    for number in 0_u32.. {
        let answer = if number % 8 == 7 {
            let group = first + number / 8;
            let path = "/imports/exchange-rates?file=rates.csv";
            client
                .bring(path, &rates(group))
                .map(|(status, said)| (status, said, Done::Rates(group)))
        } else {
            let bank = format!("{name}-{number}");
            let form = json!({ "name": bank });
            client
                .send("POST", "/banks", &form)
                .map(|(status, said)| (status, said, Done::Bank(bank)))
        };
        match answer {
            Ok((200 | 201, _said, write)) => done.send(write).unwrap(),
            Ok((status, said, _write)) => panic!("{status}: {said}"),
            Err(_gone) => return,
        }
    }
}

/// Checks that all answered writes are present, that no operation is partial, and that audit logs verify.
fn check(client: &mut Client, promised: &Promised) {
    let banks: BTreeSet<String> =
        client.all("/banks").iter().map(|bank| bank["name"].as_str().unwrap().to_owned()).collect();
    let lost: Vec<_> = promised.banks.difference(&banks).collect();
    assert!(lost.is_empty(), "{} writes are lost: {lost:?}", lost.len());
    let mut days: BTreeMap<String, usize> = BTreeMap::new();
    for rate in client.all("/exchange-rates") {
        *days.entry(rate["on"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert!(days.values().all(|rows| *rows == ROWS), "half an operation: {days:?}");
    for group in &promised.rates {
        let file = rates(*group);
        let day = file.lines().nth(1).unwrap().split(';').next().unwrap();
        assert!(days.contains_key(day), "the rates of {day} are lost");
    }
    let (status, said) = client.send("POST", "/audit/verify", &json!({})).unwrap();
    assert_eq!((status, &said["whole"]), (200, &true.into()), "{said}");
}

/// Starts the server after a kill, and measures the time to the first good answer.
#[expect(clippy::disallowed_methods, reason = "a start is measured in real time")]
fn recovered(house: &House, tokens: Option<&Tokens>) -> (Server, Tokens, Client, Duration) {
    let began = Instant::now();
    let server = Server::start(&house.data, None);
    let tokens = match tokens {
        Some(tokens) => Client::refresh(&server.at, &tokens.refresh).unwrap(),
        None => House::sign_in(&server),
    };
    let mut client = Client::new(&server.at, &tokens.access).unwrap();
    let (status, said) = client.get("/banks?limit=1").unwrap();
    assert_eq!(status, 200, "{said}");
    (server, tokens, client, began.elapsed())
}

#[expect(clippy::disallowed_methods, reason = "another process is killed in real time")]
fn load_and_kill(server: Server, token: &str, cycle: u32, dice: &mut Dice) -> Vec<Done> {
    let (done, answered) = channel();
    let at = server.at.clone();
    std::thread::scope(|writers| {
        for writer in 0..WRITERS {
            let (at, done) = (at.as_str(), done.clone());
            let first = (cycle * 4 + u32::try_from(writer).unwrap()) * 60;
            writers.spawn(move || write(at, token, &format!("{cycle}-{writer}"), first, &done));
        }
        let longest = usize::try_from(times(300, 700)).unwrap();
        std::thread::sleep(Duration::from_millis(5 + u64::try_from(dice.below(longest)).unwrap()));
        server.kill();
    });
    drop(done);
    answered.into_iter().collect()
}

#[test]
fn a_server_may_be_killed_while_others_write() {
    let (kills, template) = (times(6, 520), House::new());
    let (mut dice, mut recoveries, mut acknowledged) = (Dice(0x5eed_0001), Vec::new(), 0);
    let mut cycle = 0;
    while cycle < kills {
        let (house, mut promised, mut tokens) = (template.again(), Promised::default(), None);
        for turn in 0..KILLS_OF_ONE.min(kills - cycle) {
            let (server, next, mut client, took) = recovered(&house, tokens.as_ref());
            recoveries.push(took);
            check(&mut client, &promised);
            let done = load_and_kill(server, &next.access, turn, &mut dice);
            acknowledged += done.len();
            for write in done {
                promised.note(write);
            }
            tokens = Some(next);
            cycle += 1;
        }
        let (server, _tokens, mut client, took) = recovered(&house, tokens.as_ref());
        recoveries.push(took);
        check(&mut client, &promised);
        // Closing books runs both integrity checks.
        assert!(server.stop());
    }
    recoveries.sort();
    let at = |percent: usize| recoveries[(recoveries.len() - 1) * percent / 100].as_millis();
    count(
        "kill -9 under load",
        &format!(
            "{kills} kills, {acknowledged} acknowledged writes of {WRITERS} clients, 0 lost, 0 half; \
             recovery p50 {} ms, p99 {} ms",
            at(50),
            at(99)
        ),
    );
    assert!(at(99) < 2_000 || kills < 100, "recovery takes too long");
}

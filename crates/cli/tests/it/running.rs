//! Tests a running server, with its log, its end, its metrics, its notifications and the precautions.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::home::{Home, PASSWORD};
use crate::push_server::push_server;

const WRONG: &str = "pas-du-tout-le-bon-mot-de-passe-58";

/// Sends a request and returns the raw answer. The first line of `head` is the request line.
fn ask(at: &str, head: &str, body: &str) -> String {
    let (line, headers) = head.split_once('\n').unwrap_or((head, "x-none: 1"));
    let kind = if body.starts_with('{') { "json" } else { "x-www-form-urlencoded" };
    let length = body.len();
    let mut stream = TcpStream::connect(at).unwrap();
    let request = format!(
        "{line} HTTP/1.1\r\nhost: {at}\r\norigin: http://{at}\r\nconnection: close\r\n{headers}\r\n\
         content-type: application/{kind}\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut said = Vec::new();
    let _cut = stream.read_to_end(&mut said);
    String::from_utf8_lossy(&said).into_owned()
}

fn body(answer: &str) -> Value {
    let json = answer.split_once("\r\n\r\n").unwrap().1;
    serde_json::from_str(json).unwrap_or_else(|_| panic!("{answer}"))
}

/// Signs in as a browser, and returns the cookie.
fn signed_in(at: &str) -> String {
    let answer = ask(at, "POST /sign-in", &format!("name=Claire&password={PASSWORD}"));
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: "));
    let cookie = cookie.unwrap_or_else(|| panic!("{answer}"));
    cookie.split(';').next().unwrap().to_owned()
}

/// Collects every long text of an answer.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text.len() > 20 => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn a_whole_walk_at_the_finest_level_leaves_no_secret_in_the_log() {
    let home = Home::with_claire();
    fs::write(home.path("data/pecule.toml"), "log = \"trace\"\n").unwrap();
    let served = home.serve();
    let at = served.at();
    let cookie = signed_in(&at);
    let mut secrets = vec![PASSWORD.to_owned(), WRONG.to_owned()];
    secrets.push(cookie.split_once('=').unwrap().1.to_owned());
    // The secrets of the kit and of the account.
    let kit = home.read("kit.html");
    let key = kit.split("AGE-SECRET-KEY-").nth(1).unwrap();
    secrets.push(key.chars().take_while(char::is_ascii_alphanumeric).collect());
    secrets.push(home.read("recovery").trim().to_owned());
    // Access, refresh and personal tokens.
    let given = json!({ "name": "Claire", "password": PASSWORD }).to_string();
    let tokens = body(&ask(&at, "POST /api/v1/tokens", &given));
    texts(&tokens, &mut secrets);
    let access = tokens["access_token"].as_str().unwrap();
    let head = format!("POST /api/v1/personal-tokens\nauthorization: Bearer {access}");
    texts(
        &body(&ask(&at, &head, &json!({ "name": "essai", "days": 30 }).to_string())),
        &mut secrets,
    );
    let again = json!({ "refresh_token": tokens["refresh_token"] }).to_string();
    texts(&body(&ask(&at, "POST /api/v1/tokens/refresh", &again)), &mut secrets);
    // A notification server with a secret, which does not answer.
    let secret = "tk_que_personne_ne_lit";
    secrets.push(secret.to_owned());
    let relay = json!({ "kind": "push", "address": "http://127.0.0.1:9", "secret": secret,
        "link": format!("http://{at}") });
    let head = format!("PUT /api/v1/household/notification-relay\nauthorization: Bearer {access}");
    let named = ask(&at, &head, &relay.to_string());
    assert!(named.starts_with("HTTP/1.1 200"), "{named}");
    let topic = "sujet-que-personne-ne-devine";
    secrets.push(topic.to_owned());
    let head = format!("PUT /api/v1/notification-address\nauthorization: Bearer {access}");
    ask(&at, &head, &json!({ "address": topic, "severity": "notice" }).to_string());
    let head = format!("POST /api/v1/notification-address/test\nauthorization: Bearer {access}");
    assert_eq!(body(&ask(&at, &head, "{}"))["failure"], "unreachable");
    let head = format!("GET /household\ncookie: {cookie}");
    assert!(ask(&at, &head, "").starts_with("HTTP/1.1 200"));
    ask(&at, "POST /sign-in", &format!("name=Claire&password={WRONG}"));
    ask(&at, "GET /api/v1/wealth\nauthorization: Bearer eyJmb3JnZWQiOjF9.not-made-here.xyz", "");
    secrets.push("eyJmb3JnZWQiOjF9".to_owned());
    let said = served.stop();
    said.done();
    assert!(said.err.contains("TRACE") || said.err.contains("DEBUG"), "nothing was logged");
    secrets
        .retain(|secret| secret.len() >= 12 && !secret.starts_with("20") && !secret.contains(' '));
    assert!(secrets.len() >= 9, "{}", secrets.len());
    for secret in &secrets {
        assert!(!said.all().contains(secret.as_str()), "a secret of {} characters", secret.len());
    }
}

#[test]
fn a_server_told_to_stop_answers_what_is_under_way() {
    let home = Home::with_claire();
    let mut served = home.serve();
    let at = served.at();
    let form = format!("name=Claire&password={PASSWORD}");
    let (first, rest) = form.split_at(8);
    let mut stream = TcpStream::connect(&at).unwrap();
    let length = form.len();
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nhost: {at}\r\norigin: http://{at}\r\ncontent-length: {length}\r\n\
         content-type: application/x-www-form-urlencoded\r\n\r\n{first}"
    );
    stream.write_all(head.as_bytes()).unwrap();
    wait(300);
    served.signal("TERM");
    let told = now();
    wait(300);
    assert!(TcpStream::connect(&at).is_err(), "nobody else is let in");
    stream.write_all(rest.as_bytes()).unwrap();
    let mut answer = [0_u8; 12];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 303");
    drop(stream);
    served.ended();
    let took = told.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert!(served.said().contains("Pécule has stopped."), "{}", served.said());
}

#[expect(clippy::disallowed_methods, reason = "another process is waited for in real time")]
fn wait(millis: u64) {
    thread::sleep(Duration::from_millis(millis));
}

#[expect(clippy::disallowed_methods, reason = "another process is timed in real time")]
fn now() -> Instant {
    Instant::now()
}

fn free() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

#[test]
fn metrics_are_there_only_where_somebody_asked_for_them() {
    let home = Home::with_claire();
    home.claire(&["demo"]).done();
    let served = home.serve();
    assert!(ask(&served.at(), "GET /metrics", "").starts_with("HTTP/1.1 404"));
    served.stop().done();
    let open = ["--listen", "127.0.0.1:0", "--metrics"];
    let elsewhere = home.serve_with(&[&open[..], &["0.0.0.0:9017"]].concat());
    elsewhere.stop().refused(&["other machines", "127.0.0.1:9017"]);

    let door = free();
    let served = home.serve_with(&[&open[..], &[&door]].concat());
    let at = served.at();
    let cookie = signed_in(&at);
    for page in ["/", "/wealth", "/household", "/no-such-page", "/accounts/Livret-de-Claire"] {
        ask(&at, &format!("GET {page}\ncookie: {cookie}"), "");
    }
    assert!(ask(&at, "GET /metrics", "").starts_with("HTTP/1.1 404"), "not among the pages");
    let told = ask(&door, "GET /metrics", "");
    assert!(told.starts_with("HTTP/1.1 200"), "{told}");
    for name in [
        "pecule_build_info",
        "pecule_uptime_seconds",
        "pecule_answer_seconds_count{kind=\"page\",status=\"2xx\"}",
        "pecule_open_alerts{severity=\"critical\"}",
    ] {
        assert!(told.contains(name), "{name}: {told}");
    }
    // Labels come from a fixed list, without names, addresses or amounts.
    let known: BTreeSet<&str> = [
        "page", "api", "asset", "health", "2xx", "3xx", "4xx", "5xx", "done", "failed", "tidying",
        "requests", "backups", "messages", "notice", "warning", "serious", "critical", "+Inf",
    ]
    .into();
    let labels = told.lines().filter(|line| !line.starts_with('#'));
    for (place, label) in labels.flat_map(|line| line.split('"').enumerate()) {
        let number = label.chars().all(|c| c.is_ascii_digit() || c == '.');
        assert!(place % 2 == 0 || number || known.contains(label), "{label}");
    }
    assert!(!told.contains("Claire") && !told.contains("Livret"), "{told}");
    let mut stream = TcpStream::connect(&door).unwrap();
    stream
        .write_all(b"GET /metrics HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n")
        .unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).unwrap();
    assert!(said.starts_with("HTTP/1.1 421"), "{said}");
    served.stop().done();
}

#[test]
fn commands_name_a_server_for_messages_and_try_it() {
    let home = Home::with_claire();
    let (url, heard) = push_server(|| "200 OK");
    assert!(
        home.claire(&["notifications", "show"]).done().out.contains("No notifications are sent")
    );
    assert_eq!(home.json(&["notifications", "show"]), Value::Null);
    home.claire(&["notifications", "test"]).refused(&[]);
    fs::write(home.path("token"), "tk_very_secret\n").unwrap();
    let through = ["notifications", "set-relay", "--push", &url, "--secret-file", "token"];
    let link = ["--link", "https://pecule.example"];
    home.claire(&[&through[..], &link].concat()).done();
    assert_eq!(home.json(&["notifications", "show"])["has_credentials"], true);
    home.claire(&["notifications", "subscribe", "court"]).refused(&["12 letters"]);
    home.claire(&["notifications", "subscribe", "pecule-9fJq2LmZ", "--from", "critical"]).done();
    home.claire(&["notifications", "test"]).done();
    let message = heard.recv().unwrap();
    assert!(message.contains("Bearer tk_very_secret"), "{message}");
    home.claire(&["notifications", "unsubscribe"]).done();
    home.claire(&["notifications", "remove-relay"]).done();
    assert_eq!(home.json(&["notifications", "show"]), Value::Null);
}

#[test]
fn commands_take_precautions_and_choose_reminders() {
    let home = Home::with_claire();
    let lines = |home: &Home| home.json(&["precautions", "list"])["items"].clone();
    let ups = |home: &Home| {
        let lines = lines(home);
        lines.as_array().unwrap().iter().find(|line| line["precaution"] == "ups").unwrap().clone()
    };
    assert_eq!(ups(&home)["done_on"], Value::Null);
    home.claire(&["precautions", "done", "ups"]).done();
    assert!(ups(&home)["done_on"].is_string() && ups(&home)["remind_on"].is_string());
    home.claire(&["precautions", "remind", "ups", "--on", "2999-01-01"]).done();
    assert_eq!(ups(&home)["remind_on"], "2999-01-01");
    home.claire(&["precautions", "remind", "ups", "--on", "2001-01-01"]).refused(&["remind_on"]);
    home.claire(&["precautions", "reopen", "ups"]).done();
    assert_eq!(ups(&home)["done_on"], Value::Null);
    home.claire(&["precautions", "done", "nothing"]).refused(&[]);
    assert!(home.claire(&["precautions", "list"]).done().out.contains("encrypted-disk"));
}

#[test]
fn completions_and_the_manual_know_every_command() {
    let home = Home::empty();
    let help = home.run(&["--help"]);
    let commands = help.done().out.split("Commands:").nth(1).unwrap();
    let commands = commands.split("Options:").next().unwrap().lines();
    let commands: Vec<&str> = commands
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() > 20 && commands.contains(&"notifications"), "{commands:?}");
    assert!(commands.contains(&"man") && commands.contains(&"completions"), "{commands:?}");
    home.run(&["man", "--out", "man"]).done();
    for shell in ["bash", "zsh", "fish"] {
        let completions = home.run(&["completions", shell]).done().out.clone();
        for name in &commands {
            assert!(completions.contains(name), "{shell}: {name}");
        }
        assert_eq!(home.unread(&["completions", shell]), String::new());
    }
    for name in &commands {
        assert!(home.path(&format!("man/pecule-{name}.1")).is_file(), "{name}");
    }
}

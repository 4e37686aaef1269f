//! Tests TLS, proxies, host names, the locked server and the settings.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use pecule_app::SystemClock;
use pecule_app::config::data_location::DataLocation;
use pecule_app::installation::passphrase::MasterKeyProtection;
use serde_json::Value;

use crate::home::{Home, Said};

const PASSPHRASE: &str = "hublot cerise volcan tramway 18";

/// Returns the value and the source of a setting.
fn set(said: &Said, name: &str) -> (Value, String) {
    let answer: Value = serde_json::from_str(&said.done().out).unwrap();
    let rows = answer["settings"].as_array().unwrap();
    let row = rows.iter().find(|row| row["name"] == name).unwrap();
    (row["value"].clone(), row["from"].as_str().unwrap().to_owned())
}

/// Sends bytes to a server and reads the answer.
fn say(at: &str, bytes: &str) -> String {
    let mut stream = TcpStream::connect(at).unwrap();
    stream.write_all(bytes.as_bytes()).unwrap();
    let mut said = String::new();
    let _cut = stream.read_to_string(&mut said);
    said
}

fn get(at: &str, path: &str) -> String {
    say(at, &format!("GET {path} HTTP/1.1\r\nhost: {at}\r\nconnection: close\r\n\r\n"))
}

/// Makes a household whose master key is protected by a passphrase.
fn wrapped() -> Home {
    let home = Home::with_claire();
    let wrapping = MasterKeyProtection::Passphrase(PASSPHRASE.to_owned().into());
    DataLocation::new(home.path("data")).rewrap(&wrapping, Arc::new(SystemClock)).unwrap();
    fs::write(home.path("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
    home
}

#[test]
fn nothing_is_served_to_other_machines_in_the_clear_unless_asked_by_name() {
    let home = Home::with_keys();
    let open = ["--listen", "0.0.0.0:0"];
    let words =
        ["would not be encrypted", "--allow-plain-http", "pecule tls init", "--trusted-proxy"];
    home.serve_with(&open).stop().refused(&words);
    let plain = home.serve_with(&[&open[..], &["--allow-plain-http"]].concat());
    assert!(plain.said().contains("others on this network can read"), "{}", plain.said());
    plain.stop().done();
    let behind = home.serve_with(&[&open[..], &["--trusted-proxy", "192.0.2.1"]].concat());
    assert!(behind.said().contains("http://0.0.0.0:"));
    behind.stop().done();
}

#[test]
fn own_certificates_are_made_told_and_served() {
    let home = Home::with_keys();
    home.run(&["tls", "status", "--data", "data"]).refused(&["no certificates", "pecule tls init"]);
    assert_eq!(home.run(&["tls", "init", "--data", "data"]).code, 2);
    home.run(&["tls", "init", "--data", "data", "--name", "a b"]).refused(&["no host name"]);
    let made =
        home.run(&["tls", "init", "--data", "data", "--name", "nas.local", "--ip", "192.168.1.20"]);
    assert!(made.done().out.contains("https://nas.local:8017/trust"), "{}", made.out);
    assert!(made.out.contains('█') || made.out.contains('▀'), "a code to scan: {}", made.out);
    let status = home.run(&["tls", "status", "--data", "data", "--json"]);
    let status: Value = serde_json::from_str(&status.done().out).unwrap();
    let fingerprint = status["authority"]["fingerprint"].as_str().unwrap().to_owned();
    for line in fingerprint.split(':').collect::<Vec<_>>().chunks(8) {
        assert!(made.out.contains(&line.join(" ")), "{}", made.out);
    }
    let days = status["days_left"].as_i64().unwrap();
    assert!((395..=396).contains(&days), "{days}");
    let names: Vec<&str> = status["certificate"]["names"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(names, ["localhost", "nas.local", "127.0.0.1", "192.168.1.20", "::1"]);

    let served = home.serve_with(&["--listen", "0.0.0.0:0"]);
    assert!(served.said().contains("https://0.0.0.0:"), "{}", served.said());
    served.stop().done();

    let again = home.run(&["tls", "init", "--data", "data"]);
    assert!(again.done().out.contains("need nothing new"), "{}", again.out);
    let anew = home.run(&["tls", "init", "--data", "data", "--new-authority"]);
    assert!(!anew.done().out.contains(fingerprint.get(..23).unwrap().replace(':', " ").as_str()));
}

#[test]
fn a_certificate_is_read_again_on_a_hang_up_and_the_server_goes_on() {
    let home = Home::with_keys();
    let init = ["tls", "init", "--data", "data", "--name", "nas.local"];
    home.run(&init).done();
    let pem = home.path("data/tls/server.pem");
    fs::copy(&pem, home.path("mine.pem")).unwrap();
    home.set_mode("mine.pem", 0o640);
    let own = ["--listen", "127.0.0.1:0", "--tls-cert", "mine.pem", "--tls-key", "mine.pem"];
    home.serve_with(&own).stop().refused(&["mine.pem", "chmod 600"]);
    home.set_mode("mine.pem", 0o600);
    let mut served = home.serve_with(&own);
    served.signal("HUP");
    served.logged("the certificate was read again");
    fs::write(home.path("mine.pem"), "broken").unwrap();
    served.signal("HUP");
    served.logged("the one before stays");
    served.stop().done();
}

#[test]
fn curl_trusts_the_authority_and_old_versions_are_not_spoken() {
    if ["curl", "openssl"].iter().any(|tool| Command::new(tool).arg("version").output().is_err()) {
        println!("skipped: curl and openssl are not installed here");
        return;
    }
    let home = Home::with_keys();
    home.run(&["tls", "init", "--data", "data", "--name", "nas.local"]).done();
    let served = home.serve();
    let at = served.at();
    let curl = |more: &[&str]| {
        let url = format!("https://{at}/healthz");
        let authority = home.path("data/tls/authority.crt");
        let output = Command::new("curl")
            .args(["-sS", "-o", "/dev/null", "-w", "%{http_code} %{ssl_verify_result}"])
            .arg("--cacert")
            .arg(authority)
            .args(more)
            .arg(url)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(curl(&[]), "200 0");
    assert_eq!(curl(&["--tls-max", "1.2"]), "200 0");
    assert_ne!(curl(&["--tls-max", "1.1", "--ciphers", "DEFAULT:@SECLEVEL=0"]), "200 0");
    let port = at.rsplit_once(':').unwrap().1;
    let named = format!("nas.local:{port}:127.0.0.1");
    let url = format!("https://nas.local:{port}/healthz");
    let output = Command::new("curl")
        .args(["-sS", "-o", "/dev/null", "-w", "%{http_code}", "--resolve", &named, "--cacert"])
        .arg(home.path("data/tls/authority.crt"))
        .arg(url)
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "200",
        "a name of the certificate is a host"
    );
    served.stop().done();
}

#[test]
fn a_server_without_its_passphrase_waits_locked() {
    let home = wrapped();
    let served = home.serve();
    assert!(served.said().contains("Locked: type the passphrase"), "{}", served.said());
    let at = served.at();
    assert!(get(&at, "/healthz").starts_with("HTTP/1.1 200"));
    assert!(get(&at, "/readyz").starts_with("HTTP/1.1 503"));
    assert!(get(&at, "/").contains("name=\"passphrase\""));
    let second = home.serve_with(&["--listen", "127.0.0.1:0"]);
    drop(second);
    let form = format!("passphrase={}", PASSPHRASE.replace(' ', "+"));
    let opened = say(
        &at,
        &format!(
            "POST /unlock HTTP/1.1\r\nhost: {at}\r\nconnection: close\r\ncontent-length: {}\r\n\
         content-type: application/x-www-form-urlencoded\r\n\r\n{form}",
            form.len()
        ),
    );
    assert!(opened.starts_with("HTTP/1.1 303"), "{opened}");
    assert!(get(&at, "/readyz").starts_with("HTTP/1.1 200"));
    assert!(get(&at, "/sign-in").contains("name=\"password\""));
    served.stop().done();
}

#[test]
fn commands_take_the_passphrase_from_a_file_and_never_from_the_environment() {
    let home = wrapped();
    assert_eq!(home.run(&["status", "--data", "data"]).done().out, "keys: yes\npeople: unknown\n");
    home.claire(&["report", "assets"]).refused(&["master.key.age", "--passphrase-file"]);
    home.claire(&["report", "assets", "--passphrase-file", "passphrase"]).done();
    let file = home.path("passphrase");
    home.run_with("PECULE_PASSPHRASE_FILE", &file, &["status", "--data", "data"]).done();
    home.claire(&["report", "assets", "--passphrase-file", "password"])
        .refused(&["does not open the master key"]);
    for name in ["PECULE_PASSPHRASE", "PECULE_MASTER_KEY"] {
        home.run_with(name, Path::new("secret"), &["status", "--data", "data"])
            .refused(&[name, "_FILE"]);
    }
    let served = home.serve_with(&["--listen", "127.0.0.1:0", "--passphrase-file", "passphrase"]);
    assert!(!served.said().contains("Locked"));
    assert!(get(&served.at(), "/readyz").starts_with("HTTP/1.1 200"));
    served.stop().done();
}

#[test]
fn a_flag_goes_before_the_environment_the_file_and_the_default() {
    let home = Home::with_keys();
    let config = ["config", "--data", "data", "--json"];
    let said = home.run(&config);
    assert_eq!(set(&said, "hsts"), ("no".into(), "default".into()));
    assert_eq!(set(&said, "data"), ("data".into(), "flag".into()));
    assert_eq!(set(&said, "master-key-file"), (Value::Null, "default".into()));

    fs::write(
        home.path("data/pecule.toml"),
        "allowed-hosts = [\"nas\", \"nas.local\"]\ntls-cert = \"c.pem\"\n",
    )
    .unwrap();
    let said = home.run(&config);
    assert_eq!(set(&said, "allowed-hosts"), ("nas, nas.local".into(), "file".into()));
    assert_eq!(set(&said, "tls-cert"), ("data/c.pem".into(), "file".into()), "beside the file");
    let said = home.run_with("PECULE_ALLOWED_HOSTS", Path::new("box"), &config);
    assert_eq!(
        set(&said, "allowed-hosts"),
        ("box".into(), "environment: PECULE_ALLOWED_HOSTS".into())
    );

    fs::write(home.path("other.toml"), "data = \"data\"\nlisten = \"127.0.0.1:0\"\n").unwrap();
    let said = home.run_with("PECULE_CONFIG", &home.path("other.toml"), &["config", "--json"]);
    assert_eq!(set(&said, "listen"), ("127.0.0.1:0".into(), "file".into()));
    assert_eq!(set(&said, "data").1, "file");
    let table = home.run(&["config", "--data", "data"]);
    assert!(table.done().out.contains("max-connections-per-address"), "{}", table.out);
}

#[test]
fn what_is_set_wrongly_is_refused_with_its_place() {
    let home = Home::with_keys();
    for (text, words) in [
        ("hsts = true\nlisen = \"x\"\n", ["data/pecule.toml: line 2", "lisen"]),
        ("listen = \"nowhere\"\n", ["data/pecule.toml: line 1", "socket address"]),
        ("max-connections = 0\n", ["data/pecule.toml", "every client"]),
    ] {
        fs::write(home.path("data/pecule.toml"), text).unwrap();
        home.run(&["status", "--data", "data"]).refused(&words);
    }
    fs::remove_file(home.path("data/pecule.toml")).unwrap();
    for (name, value) in
        [("PECULE_LISTEN", "nowhere"), ("PECULE_HSTS", "perhaps"), ("PECULE_MAX_CONNECTIONS", "0")]
    {
        let said = home.run_with(name, Path::new(value), &["status", "--data", "data"]);
        assert_eq!(said.code, 2);
        assert!(said.err.contains(name) && said.err.contains(value), "{}", said.err);
    }
    home.run_with("PECULE_CONFIG", Path::new("missing"), &["status"]).refused(&["no such file"]);
}

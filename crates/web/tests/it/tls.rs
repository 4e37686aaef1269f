//! Tests issuing, serving, reloading, renewing and trusting certificates.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use base64ct::{Base64, Encoding as _};
use jiff::{Timestamp, ToSpan as _};
use pecule_app::app::App;
use pecule_app::config::data_location::DataLocation;
use pecule_app::{Clock as _, FixedClock, SystemClock};
use pecule_web::HttpOptions;
use pecule_web::server::tls::authority::CertificateNames;
use pecule_web::server::tls::own::HouseholdTls;
use pecule_web::server::tls::{Pair, TlsFilesError};
use rustls::version::{TLS12, TLS13};

use crate::socket::{Listening, Wish, der};

const BOTH: &[&rustls::SupportedProtocolVersion] = &[&TLS13, &TLS12];

/// An installation with its own certificates, at a given time.
struct Household {
    app: App,
    own: HouseholdTls,
    _folder: tempfile::TempDir,
}

impl Household {
    fn at(now: Timestamp) -> Self {
        let private = fs::Permissions::from_mode(0o700);
        let folder = tempfile::Builder::new().permissions(private).tempdir().unwrap();
        let place = DataLocation::new(folder.path().join("data"));
        let clock = Arc::new(FixedClock(now));
        place.make_keys(clock.as_ref()).unwrap();
        let app = place.open_cheaply(clock).unwrap();
        let own = HouseholdTls::of(app.data());
        own.issue(&app, &names(&["nas.local"]), false).unwrap();
        Self { app, own, _folder: folder }
    }

    fn now() -> Self {
        Self::at(SystemClock.now())
    }

    /// Opens the same folder at another time.
    fn later(&self, now: Timestamp) -> App {
        DataLocation::new(self.app.data()).open_cheaply(Arc::new(FixedClock(now))).unwrap()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.app.data().join("tls").join(name)
    }

    fn served(&self) -> Listening {
        let reach = HttpOptions {
            hosts: vec!["nas.local".to_owned()],
            own: Some(self.own.clone()),
            hsts: true,
            ..HttpOptions::default()
        };
        let certificate = Some(self.own.pair());
        Listening::open(&self.app, Wish { reach, certificate, ..Wish::default() })
    }

    async fn get(&self, at: &Listening, name: &'static str, path: &str) -> Result<String, String> {
        at.get_sealed(der(&self.file("authority.crt")), name, BOTH, head(name, path)).await
    }
}

fn names(names: &[&str]) -> CertificateNames {
    CertificateNames::new(names.iter().map(|name| (*name).to_owned()), []).unwrap()
}

fn head(name: &str, path: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nhost: {name}\r\nconnection: close\r\naccept-language: fr\r\n\r\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn phones_that_trust_the_authority_reach_the_pages() {
    let household = Household::now();
    let at = household.served();
    for name in ["nas.local", "localhost", "127.0.0.1"] {
        let page = household.get(&at, name, "/setup").await.unwrap();
        assert!(page.starts_with("HTTP/1.1 200"), "{name}: {page}");
        assert!(page.contains("strict-transport-security: max-age=31536000\r\n"), "asked for");
    }
    let stranger = Household::now();
    assert!(stranger.get(&at, "nas.local", "/setup").await.is_err(), "another household's phone");
    assert!(household.get(&at, "other.local", "/setup").await.is_err(), "a name it has not");
    assert!(!at.get("/setup").await.contains("200"), "nothing is said in the clear");
    at.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_versions_of_today_are_spoken_and_one_protocol() {
    let household = Household::now();
    let at = household.served();
    for versions in [&[&TLS12][..], &[&TLS13]] {
        let versions: &'static [&'static rustls::SupportedProtocolVersion] =
            Box::leak(versions.to_vec().into_boxed_slice());
        let authority = der(&household.file("authority.crt"));
        let said = at.get_sealed(authority, "nas.local", versions, head("nas.local", "/healthz"));
        assert!(said.await.unwrap().starts_with("HTTP/1.1 200"));
    }
    assert_eq!(household.own.pair().load().unwrap().alpn_protocols, [b"http/1.1"]);
    at.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_to_trust_is_handed_out_before_anybody_signs_in() {
    let household = Household::now();
    let at = household.served();
    let page = household.get(&at, "nas.local", "/trust").await.unwrap();
    let fingerprint = household.own.standing().unwrap().authority.fingerprint;
    for line in fingerprint.split(':').collect::<Vec<_>>().chunks(8) {
        assert!(page.contains(&line.join(" ")), "{line:?}");
    }
    let authority = household.get(&at, "nas.local", "/trust/ca.crt").await.unwrap();
    assert!(authority.contains("content-type: application/x-x509-ca-cert"), "{authority}");
    let profile = household.get(&at, "nas.local", "/trust/pecule.mobileconfig").await.unwrap();
    assert!(profile.contains("content-type: application/x-apple-aspen-config"), "{profile}");
    let data = profile.split("<data>").nth(1).unwrap().split("</data>").next().unwrap();
    assert_eq!(Base64::decode_vec(data).unwrap(), der(&household.file("authority.crt")));
    assert!(
        household
            .get(&at, "nas.local", "/trust?lang=en")
            .await
            .unwrap()
            .contains("once for each device")
    );
    at.stop().await;
    // Without the household's own authority there is nothing to trust.
    let bare = crate::site::Site::new();
    for path in ["/trust", "/trust/ca.crt", "/trust/pecule.mobileconfig"] {
        assert_eq!(bare.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn new_files_are_served_and_broken_ones_change_nothing() {
    let household = Household::now();
    let at = household.served();
    let seen = || async { household.get(&at, "nas.local", "/healthz").await };
    assert!(seen().await.is_ok());
    fs::write(household.file("server.pem"), "nothing of use").unwrap();
    at.look_again.notify_one();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(seen().await.is_ok(), "the one before stays");

    let other = Household::now();
    fs::copy(other.file("server.pem"), household.file("server.pem")).unwrap();
    at.look_again.notify_one();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(seen().await.is_err(), "the new one is another authority's");
    assert!(other.get(&at, "nas.local", "/healthz").await.is_ok());
    at.stop().await;
}

#[test]
fn a_certificate_that_cannot_be_used_is_refused_with_a_sentence() {
    let (one, two) = (Household::now(), Household::now());
    let pair = |certificate: &Path, key: &Path| Pair {
        certificate: certificate.to_owned(),
        key: key.to_owned(),
    };
    let (own, other) = (one.file("server.pem"), two.file("server.pem"));
    assert!(pair(&own, &own).load().is_ok());
    let crossed = pair(&own, &other).load();
    assert!(matches!(crossed, Err(TlsFilesError::Mismatch { .. })), "{crossed:?}");
    let without = pair(&own, &one.file("authority.crt")).load();
    assert!(
        matches!(without, Err(TlsFilesError::Empty { what: "private key", .. })),
        "{without:?}"
    );
    let missing = pair(&one.file("missing"), &own).load();
    assert!(matches!(missing, Err(TlsFilesError::Unreadable { .. })), "{missing:?}");
    fs::set_permissions(&own, fs::Permissions::from_mode(0o640)).unwrap();
    let loose = pair(&own, &own).load().unwrap_err().to_string();
    assert!(loose.contains("chmod 600") && loose.contains("640"), "{loose}");
}

#[test]
fn the_certificate_is_renewed_in_its_last_month_and_not_before() {
    let made = "2026-11-22T10:00:00Z".parse::<Timestamp>().unwrap();
    let household = Household::at(made);
    let first = household.own.standing().unwrap();
    let after = |days: i64| household.later(made + (days * 24).hours());
    assert!(!household.own.renew_if_due(&household.app).unwrap());
    assert!(!household.own.renew_if_due(&after(365)).unwrap());
    let late = after(370);
    assert!(household.own.renew_if_due(&late).unwrap());
    let second = household.own.standing().unwrap();
    assert_eq!(second.authority, first.authority, "phones need nothing new");
    assert_eq!(second.certificate.names, first.certificate.names);
    assert!(second.days_left(late.clock().now()) > 390);
    assert!(!household.own.renew_if_due(&late).unwrap());
    // An unusable certificate is replaced, regardless of its age.
    fs::write(household.file("server.pem"), "cut").unwrap();
    assert!(household.own.renew_if_due(&late).unwrap());
    assert!(household.own.pair().load().is_ok());
}

#[test]
fn the_authoritys_key_lies_sealed() {
    let household = Household::now();
    for entry in fs::read_dir(household.app.data().join("tls")).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{path:?}");
        let text = fs::read_to_string(&path).unwrap();
        let holds_key = text.contains("PRIVATE KEY");
        assert_eq!(holds_key, path.ends_with("server.pem"), "{path:?}");
    }
    let folder = fs::metadata(household.app.data().join("tls")).unwrap();
    assert_eq!(folder.permissions().mode() & 0o777, 0o700);
    // The master key of another installation does not decrypt it.
    let thief = Household::now();
    fs::copy(household.file("authority.key.sealed"), thief.file("authority.key.sealed")).unwrap();
    let refused = thief.own.issue(&thief.app, &names(&["nas.local"]), false).unwrap_err();
    assert!(refused.to_string().contains("--new-authority"), "{refused}");
}

#[test]
fn a_name_beyond_the_authority_asks_for_a_new_one() {
    let household = Household::now();
    let before = household.own.standing().unwrap();
    let asked = names(&["nas.local", "pecule.example.org"]);
    let refused = household.own.issue(&household.app, &asked, false).unwrap_err().to_string();
    assert!(
        refused.contains("pecule.example.org") && refused.contains("--new-authority"),
        "{refused}"
    );
    assert_eq!(household.own.standing().unwrap(), before);
    let after = household.own.issue(&household.app, &asked, true).unwrap();
    assert_ne!(after.authority.fingerprint, before.authority.fingerprint);
    let more =
        household.own.issue(&household.app, &names(&["other.lan", "10.0.0.7"]), false).unwrap();
    assert_eq!(more.authority, after.authority, "names of a home need no new authority");
}

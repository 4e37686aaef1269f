use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use crate::server::tls::authority::{CertificateError, CertificateNames, found, issue};
use crate::server::tls::certificate::CertificateInfo;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

const TODAY: Date = date(2026, 11, 22);

fn names(names: &[&str]) -> Result<CertificateNames, CertificateError> {
    CertificateNames::new(names.iter().map(|name| (*name).to_owned()), [])
}

fn now(day: Date) -> jiff::Timestamp {
    day.to_zoned(TimeZone::UTC).unwrap().timestamp()
}

#[test]
fn a_certificate_stands_for_its_names_for_397_days() {
    let names = names(&["NAS.local", "192.168.1.20", "fd00::20"]).unwrap();
    let authority = found(TODAY, &names).unwrap();
    let issued = issue(now(TODAY), TODAY, &authority, &names).unwrap();
    assert_eq!(issued.matches("-----BEGIN CERTIFICATE-----").count(), 2);
    assert_eq!(issued.matches("-----BEGIN PRIVATE KEY-----").count(), 1);
    let seen =
        CertificateInfo::of(&CertificateDer::from_pem_slice(issued.as_bytes()).unwrap()).unwrap();
    let expected = ["localhost", "nas.local", "127.0.0.1", "192.168.1.20", "::1", "fd00::20"];
    assert_eq!(seen.names, expected);
    assert_eq!(seen.not_after.duration_since(seen.not_before).as_hours(), 397 * 24);
    assert_eq!(seen.days_left(now(TODAY)), 396);
    assert_eq!((seen.fingerprint.len(), seen.fingerprint.matches(':').count()), (95, 31));
}

#[test]
fn an_authority_stands_for_a_home_and_for_nothing_else() {
    let own = names(&["nas", "pecule.example.org"]).unwrap();
    let authority = found(TODAY, &own).unwrap();
    for fits in
        ["nas", "other.local", "box.lan", "pecule.example.org", "10.1.2.3", "172.31.0.1", "fe80::7"]
    {
        let asked = names(&[fits]).unwrap();
        assert!(issue(now(TODAY), TODAY, &authority, &asked).is_ok(), "{fits}");
    }
    for beyond in
        ["bank.example", "example.org", "evilnas", "203.0.113.9", "172.32.0.1", "2001:db8::1"]
    {
        let asked = names(&[beyond]).unwrap();
        let refused = issue(now(TODAY), TODAY, &authority, &asked);
        assert!(
            matches!(&refused, Err(CertificateError::Beyond(name)) if name == beyond),
            "{beyond}"
        );
    }
}

#[test]
fn what_is_no_host_name_is_refused() {
    for bad in ["", "a b", "-a", "a-", "a..b", "é.local", "a/b", &"a".repeat(64), &"a.".repeat(130)]
    {
        assert!(matches!(names(&[bad]), Err(CertificateError::Name(_))), "{bad:?}");
    }
    assert!(names(&["nas.local."]).is_ok());
}

#[test]
fn two_authorities_of_one_day_have_two_names() {
    let names = names(&["nas"]).unwrap();
    let [one, two] = [(); 2].map(|()| found(TODAY, &names).unwrap().certificate);
    let subject = |pem: &str| {
        let der = CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
        let (_, parsed) = x509_parser::parse_x509_certificate(&der).unwrap();
        assert!(parsed.is_ca());
        parsed.subject().to_string()
    };
    assert_ne!(subject(&one), subject(&two));
}

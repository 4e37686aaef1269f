//! Certificate authority restricted to home names, and the certificates it issues.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::{Span, Timestamp, ToSpan as _};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SanType,
};
use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};

/// Lifetime of an authority. Long, because each phone has to trust it by hand.
const AUTHORITY_YEARS: i64 = 10;
/// Lifetime of a certificate in days; browsers accept 398 at most.
const CERTIFICATE_DAYS: i64 = 397;
/// Domain suffixes that do not exist on the Internet.
const HOME: [&str; 6] = ["localhost", "local", "lan", "home", "internal", "home.arpa"];
/// Address ranges that are not routed on the Internet.
const HOME_NETWORKS: [(&str, u8); 7] = [
    ("127.0.0.0", 8),
    ("10.0.0.0", 8),
    ("172.16.0.0", 12),
    ("192.168.0.0", 16),
    ("::1", 128),
    ("fc00::", 7),
    ("fe80::", 10),
];

/// Names and addresses of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateNames {
    names: BTreeSet<String>,
    addresses: BTreeSet<IpAddr>,
}

/// Error while issuing a certificate.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A name is not valid in a certificate.
    #[error("{0} is no host name: letters, digits, hyphens and dots make one")]
    Name(String),
    /// The authority's name constraints exclude a name.
    #[error(
        "the authority that phones trust cannot stand for {0}: make a new one with \
         `pecule tls init --new-authority`, and trust it on every phone"
    )]
    Beyond(String),
    #[error("the certificate cannot be made: {0}")]
    Unmade(String),
}

/// An authority: certificate and private key, both PEM.
pub struct Authority {
    pub(crate) certificate: String,
    pub(crate) key: String,
}

impl CertificateNames {
    /// Parses names and addresses. Adds `localhost` and the loopback addresses.
    pub fn new(
        names: impl IntoIterator<Item = String>,
        addresses: impl IntoIterator<Item = IpAddr>,
    ) -> Result<Self, CertificateError> {
        let mut all = Self { names: BTreeSet::new(), addresses: BTreeSet::new() };
        for name in names {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            match name.parse::<IpAddr>() {
                Ok(address) => drop(all.addresses.insert(address.to_canonical())),
                Err(_) if is_host(&name) => drop(all.names.insert(name)),
                Err(_) => return Err(CertificateError::Name(name)),
            }
        }
        all.names.insert("localhost".to_owned());
        all.addresses.extend(addresses.into_iter().map(|address| address.to_canonical()));
        all.addresses.extend([IpAddr::from([127, 0, 0, 1]), IpAddr::from(1_u128.to_be_bytes())]);
        Ok(all)
    }

    /// Returns the host names.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    fn all(&self) -> impl Iterator<Item = String> {
        self.names.iter().cloned().chain(self.addresses.iter().map(ToString::to_string))
    }

    fn alternatives(&self) -> Result<Vec<SanType>, CertificateError> {
        let names = self.names.iter().map(|name| {
            let text = name
                .clone()
                .try_into()
                .map_err(|_not_ascii| CertificateError::Name(name.clone()))?;
            Ok(SanType::DnsName(text))
        });
        names.chain(self.addresses.iter().map(|address| Ok(SanType::IpAddress(*address)))).collect()
    }
}

fn is_host(name: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.len() <= 253 && name.split('.').all(label)
}

/// Creates an authority for home names and the given ones.
pub(crate) fn found(today: Date, names: &CertificateNames) -> Result<Authority, CertificateError> {
    let key = KeyPair::generate().map_err(unmade)?;
    let mut about = dated(today, AUTHORITY_YEARS.years())?;
    about.distinguished_name.push(DnType::OrganizationName, "Pécule");
    about.distinguished_name.push(DnType::CommonName, format!("Pécule {today}, {}", mark(&key)));
    about.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    about.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    about.name_constraints = Some(NameConstraints {
        permitted_subtrees: permitted(names),
        excluded_subtrees: Vec::new(),
    });
    let certificate = about.self_signed(&key).map_err(unmade)?;
    Ok(Authority { certificate: certificate.pem(), key: key.serialize_pem() })
}

/// Issues a certificate. Returns private key, certificate and the authority's certificate in one
/// PEM text.
pub(crate) fn issue(
    now: Timestamp,
    today: Date,
    authority: &Authority,
    names: &CertificateNames,
) -> Result<String, CertificateError> {
    let signer = KeyPair::from_pem(&authority.key).map_err(unmade)?;
    let issuer = Issuer::from_ca_cert_pem(&authority.certificate, signer).map_err(unmade)?;
    let key = KeyPair::generate().map_err(unmade)?;
    let mut about = dated(today, CERTIFICATE_DAYS.days())?;
    let title = names.hosts().find(|name| *name != "localhost").unwrap_or("localhost");
    about.distinguished_name.push(DnType::CommonName, title.chars().take(64).collect::<String>());
    about.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    about.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    about.use_authority_key_identifier_extension = true;
    // One excluded name invalidates the certificate without being reported, so each is checked
    // alone.
    let asks = Browser::trusting(&authority.certificate, now)?;
    for (name, alternative) in names.all().zip(names.alternatives()?) {
        about.subject_alt_names = vec![alternative];
        let alone = about.signed_by(&key, &issuer).map_err(unmade)?;
        asks.for_name(alone.der(), name)?;
    }
    about.subject_alt_names = names.alternatives()?;
    let made = about.signed_by(&key, &issuer).map_err(unmade)?;
    for name in names.all() {
        asks.for_name(made.der(), name)?;
    }
    Ok(format!("{}{}{}", key.serialize_pem(), made.pem(), authority.certificate))
}

/// Verifies certificates as a browser does.
struct Browser {
    verifier: Arc<WebPkiServerVerifier>,
    moment: UnixTime,
}

impl Browser {
    fn trusting(authority: &str, now: Timestamp) -> Result<Self, CertificateError> {
        let root = CertificateDer::from_pem_slice(authority.as_bytes()).map_err(unmade)?;
        let mut roots = RootCertStore::empty();
        roots.add(root).map_err(unmade)?;
        let provider = Arc::new(aws_lc_rs::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
            .build()
            .map_err(unmade)?;
        let since = Duration::from_secs(u64::try_from(now.as_second()).unwrap_or_default());
        Ok(Self { verifier, moment: UnixTime::since_unix_epoch(since) })
    }

    /// Checks a certificate for one name.
    fn for_name(
        &self,
        certificate: &CertificateDer<'_>,
        name: String,
    ) -> Result<(), CertificateError> {
        let server = ServerName::try_from(name.clone()).map_err(unmade)?;
        let asked = self.verifier.verify_server_cert(certificate, &[], &server, &[], self.moment);
        asked.map(drop).map_err(|_refused| CertificateError::Beyond(name))
    }
}

/// Starts yesterday, to tolerate wrong clocks.
fn dated(today: Date, life: Span) -> Result<CertificateParams, CertificateError> {
    let mut about = CertificateParams::default();
    about.distinguished_name = rcgen::DistinguishedName::new();
    let from = today.checked_sub(1.day()).map_err(unmade)?;
    let until = from.checked_add(life).map_err(unmade)?;
    let part = |part: i8| u8::try_from(part).map_err(unmade);
    let moment = |day: Date| {
        Ok(rcgen::date_time_ymd(i32::from(day.year()), part(day.month())?, part(day.day())?))
    };
    about.not_before = moment(from)?;
    about.not_after = moment(until)?;
    Ok(about)
}

fn permitted(names: &CertificateNames) -> Vec<GeneralSubtree> {
    let hosts: BTreeSet<&str> = HOME.into_iter().chain(names.hosts()).collect();
    let mut permitted: Vec<GeneralSubtree> =
        hosts.into_iter().map(|host| GeneralSubtree::DnsName(host.to_owned())).collect();
    let networks = HOME_NETWORKS.iter().filter_map(|(network, bits)| {
        network.parse().ok().map(|network| CidrSubnet::from_addr_prefix(network, *bits))
    });
    let alone = names.addresses.iter().map(|address| {
        CidrSubnet::from_addr_prefix(*address, if address.is_ipv4() { 32 } else { 128 })
    });
    permitted.extend(networks.chain(alone).map(GeneralSubtree::IpAddress));
    permitted
}

/// Four bytes of the public key, which distinguish two authorities of the same day.
fn mark(key: &KeyPair) -> String {
    let last = key.public_key_raw().iter().rev().take(4);
    let mark = last.fold(0_u32, |mark, byte| mark.rotate_left(8) ^ u32::from(*byte));
    format!("{mark:08x}")
}

fn unmade(error: impl std::fmt::Display) -> CertificateError {
    CertificateError::Unmade(error.to_string())
}

#[cfg(test)]
mod tests;

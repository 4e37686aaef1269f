use std::net::SocketAddr;

use axum::http::HeaderMap;
use axum::http::header::HeaderName;

use crate::options::HttpOptions;
use crate::request::proxy::{ClientAddress, Scheme};

/// Returns the client for a peer and headers.
fn asker(
    peer: &str,
    trusted: &[&str],
    tls: bool,
    headers: &[(&'static str, &str)],
) -> ClientAddress {
    let trusted_proxies = trusted.iter().map(|proxy| proxy.parse().unwrap()).collect();
    let reach = HttpOptions { trusted_proxies, tls, ..HttpOptions::default() };
    let mut sent = HeaderMap::new();
    for (name, value) in headers {
        sent.append(HeaderName::from_static(name), value.parse().unwrap());
    }
    ClientAddress::of(&reach, &sent, Some(peer.parse::<SocketAddr>().unwrap()))
}

fn seen(asker: ClientAddress) -> (String, Scheme) {
    (asker.address.to_string(), asker.channel)
}

#[test]
fn whoever_is_not_named_is_not_believed() {
    let claims: [&[(&'static str, &str)]; 4] = [
        &[("x-forwarded-for", "127.0.0.1")],
        &[("x-forwarded-proto", "https")],
        &[("x-forwarded-for", "127.0.0.1"), ("x-forwarded-proto", "https")],
        &[("forwarded", "for=127.0.0.1;proto=https"), ("x-real-ip", "127.0.0.1")],
    ];
    for claim in claims {
        for trusted in [&[][..], &["192.168.1.3"], &["127.0.0.1", "::1"]] {
            let elsewhere = seen(asker("192.168.1.20:40000", trusted, false, claim));
            assert_eq!(elsewhere, ("192.168.1.20".to_owned(), Scheme::Clear), "{claim:?}");
        }
        let here = seen(asker("127.0.0.1:40000", &[], false, claim));
        assert_eq!(here, ("127.0.0.1".to_owned(), Scheme::Here), "{claim:?}");
        let sealed = seen(asker("192.168.1.20:40000", &[], true, claim));
        assert_eq!(sealed, ("192.168.1.20".to_owned(), Scheme::Sealed), "{claim:?}");
    }
}

#[test]
fn a_trusted_proxy_speaks_for_the_last_hop_alone() {
    let https = ("x-forwarded-proto", "https");
    for (sent, address) in [
        ("203.0.113.9", "203.0.113.9"),
        ("127.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9:52100", "203.0.113.9"),
        ("[2001:db8::7]:52100", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("unknown", "10.0.0.2"),
        ("", "10.0.0.2"),
    ] {
        let asked =
            asker("10.0.0.2:443", &["10.0.0.2"], false, &[("x-forwarded-for", sent), https]);
        assert_eq!(seen(asked), (address.to_owned(), Scheme::Sealed), "{sent:?}");
    }
    let lines = [("x-forwarded-for", "127.0.0.1"), ("x-forwarded-for", "203.0.113.9"), https];
    assert_eq!(
        asker("10.0.0.2:443", &["10.0.0.2"], false, &lines).address.to_string(),
        "203.0.113.9"
    );
    let mapped = asker("[::ffff:10.0.0.2]:443", &["10.0.0.2"], false, &lines);
    assert_eq!(mapped.address.to_string(), "203.0.113.9", "the same machine, written as IPv6");
}

#[test]
fn what_a_trusted_proxy_took_in_the_clear_stays_in_the_clear() {
    let from = ("x-forwarded-for", "203.0.113.9");
    for proto in
        [&[][..], &[("x-forwarded-proto", "http")], &[("x-forwarded-proto", "https, http")]]
    {
        let sent = [&[from][..], proto].concat();
        assert_eq!(asker("127.0.0.1:9", &["127.0.0.1"], false, &sent).channel, Scheme::Clear);
    }
    assert_eq!(asker("127.0.0.1:9", &["127.0.0.1"], false, &[]).channel, Scheme::Here);
}

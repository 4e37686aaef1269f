use super::*;

const FILE: &str = r#"```toml
[advisory]
id = "RUSTSEC-2999-0001"
package = "strongbox"
date = "2999-04-01"
url = "https://example.org/strongbox"
cvss = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
aliases = ["CVE-2999-1"]

[affected]
functions = { "strongbox::open" = ["< 0.10.55, >=0.10.0"] }

[versions]
patched = ["^0.9.7", ">= 0.10.55"]
unaffected = ["< 0.8.0"]
```

# The lid does not close

It stays open.
"#;

fn advisory(patched: &[&str], unaffected: &[&str]) -> Advisory {
    let own = |ranges: &[&str]| ranges.iter().map(|range| (*range).to_owned()).collect();
    Advisory {
        patched: own(patched),
        unaffected: own(unaffected),
        ..read(FILE.as_bytes()).unwrap().unwrap()
    }
}

#[test]
fn a_file_says_what_where_when_and_how_bad() {
    let found = read(FILE.as_bytes()).unwrap().unwrap();
    assert_eq!(found.id, "RUSTSEC-2999-0001");
    assert_eq!(found.package, "strongbox");
    assert_eq!(found.date, "2999-04-01".parse::<Date>().unwrap());
    assert_eq!(found.title, "The lid does not close");
    assert_eq!((found.kind, found.severity), (Kind::Vulnerability, Severity::Critical));
    for (version, concerned) in [
        ("0.7.9", false),
        ("0.8.0", true),
        ("0.9.6", true),
        ("0.9.7", false),
        ("0.9.99", false),
        ("0.10.0", true),
        ("0.10.54", true),
        ("0.10.55", false),
        ("0.10.55+built.on.sunday", false),
        ("1.0.0", false),
    ] {
        assert_eq!(found.concerns(version), concerned, "{version}");
    }
    let windows = FILE.replace('\n', "\r\n");
    assert_eq!(read(windows.as_bytes()).unwrap().unwrap(), found);
}

#[test]
fn kinds_and_severities_are_told_apart() {
    let said = |line: &str| {
        let file = FILE.replace("aliases = [\"CVE-2999-1\"]", line);
        read(file.as_bytes()).unwrap()
    };
    assert_eq!(said("informational = \"unmaintained\"").unwrap().kind, Kind::Unmaintained);
    assert_eq!(said("informational = \"unsound\"").unwrap().kind, Kind::Unsound);
    assert_eq!(said("informational = \"notice\"").unwrap().kind, Kind::Notice);
    assert_eq!(said("withdrawn = \"2999-05-01\""), None);
    let judged = |vector: &str| {
        let file = FILE.replace("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", vector);
        read(file.as_bytes()).unwrap().unwrap().severity
    };
    assert_eq!(judged("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"), Severity::High);
    assert_eq!(judged("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H"), Severity::Medium);
    assert_eq!(judged("not judged by anybody"), Severity::High);
}

#[test]
fn every_way_to_write_a_range_is_read() {
    for (range, inside, outside) in [
        (">= 1.2.3", &["1.2.3", "1.2.4-rc.1", "2.0.0"][..], &["1.2.2", "1.2.3-rc.1"][..]),
        ("> 1.2.3", &["1.2.4"], &["1.2.3", "1.0.0"]),
        ("> 1.2", &["1.3.0"], &["1.2.9"]),
        ("< 1.2.3", &["1.2.2", "1.2.3-rc.1"], &["1.2.3"]),
        ("<= 1.2.3", &["1.2.3"], &["1.2.4"]),
        ("<= 1.2", &["1.2.9"], &["1.3.0"]),
        ("= 1.2.3", &["1.2.3"], &["1.2.4"]),
        ("=1.2", &["1.2.0", "1.2.9"], &["1.3.0", "1.1.9"]),
        ("^1.2.3", &["1.2.3", "1.9.0"], &["1.2.2", "2.0.0", "2.0.0-rc.1"]),
        ("^0.3.1", &["0.3.9"], &["0.4.0", "0.3.0"]),
        ("^0.0.3", &["0.0.3"], &["0.0.4"]),
        ("1.2.3", &["1.3.0"], &["2.0.0"]),
        ("~1.2.3", &["1.2.9"], &["1.3.0"]),
        ("1.2.*", &["1.2.0", "1.2.9"], &["1.3.0"]),
        ("*", &["0.0.1", "9.9.9"], &[]),
        (">= 1.2.3, < 1.4.0", &["1.3.9"], &["1.4.0", "1.2.2"]),
    ] {
        for version in inside {
            assert!(!advisory(&[range], &[]).concerns(version), "{version} lies in {range}");
            assert!(!advisory(&[], &[range]).concerns(version), "{version} lies in {range}");
        }
        for version in outside {
            assert!(advisory(&[range], &[]).concerns(version), "{version} is not in {range}");
        }
    }
}

#[test]
fn what_cannot_be_read_excuses_nothing() {
    assert!(advisory(&["soon"], &[""]).concerns("1.0.0"));
    assert!(advisory(&[">= 1.0.0"], &[]).concerns("one"));
    assert!(advisory(&[], &[]).concerns("1.0.0"));
    for bytes in [&b""[..], b"# no head", b"```toml\n[advisory]\n```\n", b"\xff\xfe"] {
        assert!(read(bytes).is_err());
        assert!(Digest::read(bytes).is_err());
    }
}

#[test]
fn a_digest_comes_back_as_it_was_written() {
    assert_eq!(Digest::of(Vec::new()), None);
    let older = Advisory {
        id: "RUSTSEC-2998-0009".to_owned(),
        date: "2998-01-01".parse().unwrap(),
        ..advisory(&[], &[])
    };
    let digest = Digest::of(vec![advisory(&["*"], &[]), older]).unwrap();
    assert_eq!(digest.as_of, "2999-04-01".parse::<Date>().unwrap());
    assert_eq!(digest.advisories.first().unwrap().id, "RUSTSEC-2998-0009");
    let written = digest.write().unwrap();
    assert_eq!(written.lines().count(), 4);
    assert_eq!(Digest::read(written.as_bytes()).unwrap(), digest);
}

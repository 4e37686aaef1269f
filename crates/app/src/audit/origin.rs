//! From where somebody came, as the journal keeps it: the device, and a coarse place in the network.

use std::net::IpAddr;

use serde_json::{Value, json};

use crate::App;
use crate::auth::throttle::Device;

/// The device and the place of a sign-in, as the details of its entry.
pub(crate) struct Origin;

impl Origin {
    /// Of a sign-in that succeeded; `known` where the browser showed the secret that it was given at an earlier one.
    pub(crate) fn of(device: &Device, known: bool) -> String {
        let told = json!({ "device": shortened(&device.label), "place": place(&device.address) });
        marked(told, known)
    }

    /// Of one that failed: a name is told apart from others and is not written down, since somebody may
    /// have typed their password in its place.
    pub(crate) fn of_failure(app: &App, name: &str, device: &Device, known: bool) -> String {
        let told = json!({
            "device": shortened(&device.label),
            "place": place(&device.address),
            "name": tag(app, "name", name),
            "address": tag(app, "address", &device.address),
        });
        marked(told, known)
    }
}

/// With the mark of a browser that showed its secret.
fn marked(mut told: Value, known: bool) -> String {
    if let (true, Some(told)) = (known, told.as_object_mut()) {
        told.insert("known".to_owned(), true.into());
    }
    told.to_string()
}

/// A short mark that is the same for the same text, and from which nobody without the journal's key finds it.
fn tag(app: &App, sort: &str, text: &str) -> String {
    let code = app.inner().journal.chain(&[0; 32], &[b"tag", sort.as_bytes(), text.as_bytes()]);
    crate::audit::anchors::hex(code.first_chunk::<6>().unwrap_or(&[0; 6]))
}

fn shortened(label: &str) -> String {
    label.chars().filter(|letter| !letter.is_control()).take(120).collect()
}

/// A coarse place: enough to tell a café from one's home, and no more.
fn place(address: &str) -> String {
    let Ok(address) = address.parse::<IpAddr>() else { return String::new() };
    match address.to_canonical() {
        IpAddr::V4(address) if address.is_loopback() => "this-machine".to_owned(),
        IpAddr::V6(address) if address.is_loopback() => "this-machine".to_owned(),
        IpAddr::V4(address) if address.is_private() || address.is_link_local() => {
            "local-network".to_owned()
        }
        IpAddr::V6(address) if address.is_unique_local() || address.is_unicast_link_local() => {
            "local-network".to_owned()
        }
        IpAddr::V4(address) => {
            let [one, two, ..] = address.octets();
            format!("{one}.{two}.*.*")
        }
        IpAddr::V6(address) => {
            let [one, two, ..] = address.segments();
            format!("{one:x}:{two:x}:*")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_place_is_coarse() {
        for (address, coarse) in [
            ("127.0.0.1", "this-machine"),
            ("::1", "this-machine"),
            ("::ffff:127.0.0.1", "this-machine"),
            ("192.168.1.23", "local-network"),
            ("fd00::1", "local-network"),
            ("fe80::1", "local-network"),
            ("203.0.113.77", "203.0.*.*"),
            ("2001:db8:1:2::3", "2001:db8:*"),
            ("", ""),
            ("not an address", ""),
        ] {
            assert_eq!(place(address), coarse, "{address}");
        }
    }
}

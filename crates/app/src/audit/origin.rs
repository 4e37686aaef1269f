//! Describes the device and the coarse network location of a sign-in for the audit log.

use std::net::IpAddr;

use serde_json::{Value, json};

use crate::actors::device::Device;
use crate::app::App;

/// Builds the details of a sign-in event.
pub(crate) struct Origin;

impl Origin {
    /// Details of a successful sign-in; `known` if the browser presented the token of an earlier one.
    pub(crate) fn of(device: &Device, known: bool) -> String {
        let told = json!({ "device": shortened(&device.label), "place": place(&device.address) });
        marked(told, known)
    }

    /// Details of a failed sign-in.
    ///
    /// The name is stored as a keyed mark only, since the person may have typed the password in its
    /// place.
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

/// Adds the mark of a known device.
fn marked(mut told: Value, known: bool) -> String {
    if let (true, Some(told)) = (known, told.as_object_mut()) {
        told.insert("known".to_owned(), true.into());
    }
    told.to_string()
}

/// A keyed mark of 6 bytes: equal texts have equal marks, and only the audit key can compute it.
fn tag(app: &App, sort: &str, text: &str) -> String {
    let code = app.inner().journal.chain(&[0; 32], &[b"tag", sort.as_bytes(), text.as_bytes()]);
    crate::audit::hex::hex(code.first_chunk::<6>().unwrap_or(&[0; 6]))
}

fn shortened(label: &str) -> String {
    label.chars().filter(|letter| !letter.is_control()).take(120).collect()
}

/// The coarse location: enough to tell a café from home, and no more.
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

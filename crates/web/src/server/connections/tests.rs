use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use crate::server::limits::{ConnectionLimits, Limits};

fn hall(connections: usize, per_address: usize, exempt: &[&str]) -> Arc<ConnectionLimits> {
    let limits = Limits { connections, per_address, ..Limits::default() };
    let exempt = exempt.iter().map(|address| address.parse().unwrap()).collect();
    Arc::new(ConnectionLimits { limits, exempt, inside: Mutex::default() })
}

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

#[test]
fn one_address_does_not_take_every_seat() {
    let hall = hall(10, 3, &["10.0.0.2"]);
    let mut seats: Vec<_> = (0..3).map(|_| hall.seat(address("192.0.2.7")).unwrap()).collect();
    assert!(hall.seat(address("192.0.2.7")).is_none());
    assert!(hall.seat(address("::ffff:192.0.2.7")).is_none(), "the same, written as IPv6");
    let other = hall.seat(address("192.0.2.8")).unwrap();
    seats.pop();
    let again = hall.seat(address("192.0.2.7")).unwrap();
    assert!(hall.seat(address("192.0.2.7")).is_none());
    drop((other, again, seats));
    assert!(hall.inside.lock().unwrap().is_empty(), "nothing is kept of those who left");
}

#[test]
fn an_ipv6_household_is_one_machine() {
    let hall = hall(10, 2, &[]);
    let _seats =
        [hall.seat(address("2001:db8:1:2::1")), hall.seat(address("2001:db8:1:2:ffff::9"))];
    assert!(hall.seat(address("2001:db8:1:2:a:b:c:d")).is_none());
    assert!(hall.seat(address("2001:db8:1:3::1")).is_some());
}

#[test]
fn a_trusted_proxy_and_this_machine_count_in_all_alone() {
    let hall = hall(6, 1, &["10.0.0.2"]);
    let _seats: Vec<_> = ["10.0.0.2", "10.0.0.2", "127.0.0.1", "127.0.0.1", "::1", "::1"]
        .map(|from| hall.seat(address(from)).unwrap())
        .into();
    assert!(hall.seat(address("10.0.0.2")).is_none());
    assert!(hall.seat(address("192.0.2.7")).is_none());
}

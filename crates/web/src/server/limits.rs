//! Limits of simultaneous connections, in all and per address.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::net::Ipv6Addr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

/// Limits on connections.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Maximum number of connections.
    pub connections: usize,
    /// Maximum per address. Trusted proxies and loopback are exempt.
    pub per_address: usize,
    /// Time limit for a request's head and for the TLS handshake.
    pub head: Duration,
    /// Time limit of an idle connection.
    pub idle: Duration,
    /// Time limit for running requests at shutdown.
    pub last_answers: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 256,
            per_address: 32,
            head: Duration::from_secs(5),
            idle: Duration::from_mins(1),
            last_answers: Duration::from_secs(20),
        }
    }
}

/// Open connections by address.
#[derive(Debug)]
pub(crate) struct ConnectionLimits {
    pub(crate) limits: Limits,
    pub(crate) exempt: Vec<IpAddr>,
    pub(crate) inside: Mutex<BTreeMap<IpAddr, usize>>,
}

/// Permit of one connection, returned on drop.
#[derive(Debug)]
pub(crate) struct ConnectionPermit {
    hall: Arc<ConnectionLimits>,
    address: IpAddr,
}

impl ConnectionLimits {
    /// Takes a permit, or returns `None` at the limit.
    pub(crate) fn seat(self: &Arc<Self>, address: IpAddr) -> Option<ConnectionPermit> {
        let address = household_of(address.to_canonical());
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        if inside.values().sum::<usize>() >= self.limits.connections {
            return None;
        }
        let own = inside.entry(address).or_default();
        if *own >= self.limits.per_address && !self.is_exempt(address) {
            return None;
        }
        *own += 1;
        Some(ConnectionPermit { hall: Arc::clone(self), address })
    }

    fn is_exempt(&self, address: IpAddr) -> bool {
        address.is_loopback()
            || self.exempt.iter().any(|exempt| household_of(exempt.to_canonical()) == address)
    }
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        let mut inside = self.hall.inside.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = inside.get_mut(&self.address) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                inside.remove(&self.address);
            }
        }
    }
}

/// Returns the network of one client: an IPv4 address, or the /64 prefix of an IPv6 address.
fn household_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) if six.is_loopback() => address,
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

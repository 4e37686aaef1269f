//! Defines the cost of one password guess as parameters of Argon2id.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The parameters of Argon2id (RFC 9106), stored in each password slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Default for Cost {
    /// Returns 64 MiB, three passes and one lane, about 0.3 s on a small machine.
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 }
    }
}

impl Cost {
    /// Returns the lowest cost that Argon2 accepts, which is only fit for tests.
    pub const fn for_tests() -> Self {
        Self { memory_kib: 8, passes: 1, lanes: 1 }
    }

    /// Returns whether the cost is at most 256 MiB, 10 passes and 4 lanes. An altered slot could ask for
    /// more to exhaust the machine.
    pub(crate) const fn is_bearable(self) -> bool {
        self.memory_kib <= 256 * 1024
            && self.passes >= 1
            && self.passes <= 10
            && self.lanes >= 1
            && self.lanes <= 4
            && self.memory_kib >= 8 * self.lanes
    }

    pub(crate) const fn is_cheaper_than(self, other: Self) -> bool {
        self.memory_kib < other.memory_kib || self.passes < other.passes
    }

    /// Stretches a password; `None` when the memory is not available.
    pub(crate) fn stretch(self, password: &str, salt: &[u8; 16]) -> Option<Zeroizing<[u8; 32]>> {
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).ok()?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password.as_bytes(), salt, key.as_mut_slice())
            .ok()?;
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::Cost;

    #[test]
    fn the_default_is_what_we_promise_and_bearable() {
        let cost = Cost::default();
        assert_eq!((cost.memory_kib, cost.passes, cost.lanes), (65_536, 3, 1));
        assert!(cost.is_bearable() && Cost::for_tests().is_bearable());
        assert!(Cost::for_tests().is_cheaper_than(cost) && !cost.is_cheaper_than(cost));
        for unbearable in [
            Cost { memory_kib: 256 * 1024 + 1, ..cost },
            Cost { memory_kib: 7, ..cost },
            Cost { passes: 0, ..cost },
            Cost { passes: 11, ..cost },
            Cost { lanes: 0, ..cost },
            Cost { lanes: 5, ..cost },
        ] {
            assert!(!unbearable.is_bearable(), "{unbearable:?}");
        }
    }

    #[test]
    fn each_byte_of_the_password_and_the_salt_counts() {
        let stretch = |password, salt| Cost::for_tests().stretch(password, salt).unwrap();
        let key = stretch("mot de passe", &[1; 16]);
        assert_eq!(key, stretch("mot de passe", &[1; 16]));
        assert_ne!(key, stretch("mot de passE", &[1; 16]));
        assert_ne!(key, stretch("mot de passe", &[2; 16]));
        // Composed and decomposed accents are different passwords: nothing is normalised.
        assert_ne!(stretch("é", &[1; 16]), stretch("e\u{301}", &[1; 16]));
    }
}

//! Defines the keys of the encrypted database files (`HouseholdKey` and `BooksKey`).

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::crypto::hkdf::tag;
use crate::crypto::random;
use crate::crypto::random::NoRandomness;
use crate::installation::installation_id::Install;

macro_rules! file_key {
    ($(#[$doc:meta])* $name:ident, $label:literal) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(Zeroizing<[u8; 32]>);

        impl $name {
            /// Draws a new key.
            pub fn generate() -> Result<Self, NoRandomness> {
                random::secret().map(Self)
            }

            /// Returns the raw key, to open the file.
            pub fn bytes(&self) -> &[u8; 32] {
                &self.0
            }

            /// Computes a value to store beside the file, which tells a wrong key from a damaged file.
            pub fn check_value(&self, install: &Install) -> [u8; 32] {
                tag(&self.0, &[b"pecule/key-check/v1", $label, install.as_bytes()])
            }

            /// Returns whether a stored check value belongs to this key.
            pub fn proves(&self, install: &Install, kept: &[u8]) -> bool {
                self.check_value(install).ct_eq(kept).into()
            }

            pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
                let mut key = Zeroizing::new([0; 32]);
                if bytes.len() != key.len() {
                    return None;
                }
                key.copy_from_slice(bytes);
                Some(Self(key))
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.ct_eq(other.0.as_slice()).into()
            }
        }

        impl Eq for $name {}

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(secret)"))
            }
        }
    };
}

file_key!(
    /// The key of household.db, stored wrapped in the keyring.
    HouseholdKey,
    b"household"
);
file_key!(
    /// The key of one set of books, stored sealed in the grants of the people who may open them.
    BooksKey,
    b"books"
);

#[cfg(test)]
mod tests {
    use super::{BooksKey, HouseholdKey};
    use crate::installation::installation_id::Install;

    #[test]
    fn a_check_value_belongs_to_one_key_one_installation_and_one_kind() {
        let (here, there) = (Install::generate().unwrap(), Install::generate().unwrap());
        let key = BooksKey::generate().unwrap();
        let value = key.check_value(&here);
        assert!(key.proves(&here, &value));
        assert!(!key.proves(&there, &value));
        assert!(!key.proves(&here, &value[..31]));
        assert!(!BooksKey::generate().unwrap().proves(&here, &value));
        let household = HouseholdKey::from_slice(key.bytes()).unwrap();
        assert!(!household.proves(&here, &value));
        assert_ne!(&value, key.bytes());
    }

    #[test]
    fn only_32_bytes_make_a_key() {
        assert!(BooksKey::from_slice(&[1; 31]).is_none());
        assert!(BooksKey::from_slice(&[1; 33]).is_none());
        assert_eq!(BooksKey::from_slice(&[1; 32]).unwrap().bytes(), &[1; 32]);
    }
}

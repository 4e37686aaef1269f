//! Defines enumerations with a stable English key per member, used in files, URLs and JSON.

/// The error for a key that is not in its enumeration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {list}: {given:?}")]
pub struct UnknownKey {
    /// The name of the enumeration.
    pub list: &'static str,
    /// The unknown key.
    pub given: String,
}

/// Defines an enumeration with stable keys in a fixed order.
macro_rules! keyed {
    ($(#[$doc:meta])* $list:literal $name:ident { $($(#[$member_doc:meta])* $member:ident = $key:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$member_doc])* $member,)*
        }

        impl $name {
            /// Every member, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$member,)*];

            /// Returns the index in the list, from 0.
            pub fn place(self) -> usize {
                Self::ALL.iter().position(|member| *member == self).unwrap_or_default()
            }

            /// Returns the stable English key.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$member => $key,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.key())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::stable_words::UnknownKey;

            fn from_str(key: &str) -> Result<Self, Self::Err> {
                match key {
                    $($key => Ok(Self::$member),)*
                    _ => Err($crate::stable_words::UnknownKey { list: $list, given: key.to_owned() }),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.key())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let key = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                key.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use keyed;

//! Parses a kit from its saved page, or from any text that contains its secret key.

use std::fmt;

use zeroize::Zeroizing;

use crate::crypto::signing::VerifyingKey;
use crate::identity::{Identity, NotAKey};

/// The keys found in the text of a kit.
#[derive(Clone)]
pub struct KitText {
    /// The identity that opens the backups.
    pub identity: Identity,
    /// The key that verifies manifests; `None` where the text does not contain it.
    pub verifying_key: Option<VerifyingKey>,
}

impl KitText {
    /// Finds the secret key and the optional verifying key in a text.
    pub fn find(text: &str) -> Result<Self, NotAKey> {
        let words = || {
            text.split(|letter: char| !(letter.is_ascii_alphanumeric() || "-_".contains(letter)))
        };
        let identity =
            words().find_map(|word| Identity::parse(word).ok()).ok_or(NotAKey::Secret)?;
        let verifying_key = words().find_map(|word| word.parse().ok());
        Ok(Self { identity, verifying_key })
    }

    /// Finds the keys like [`KitText::find`], and accepts a typed key in groups and in lowercase.
    pub fn find_typed(text: &str) -> Result<Self, NotAKey> {
        Self::find(text).or_else(|unclear| {
            let typed: Zeroizing<String> = Zeroizing::new(
                text.chars()
                    .filter(|letter| !letter.is_whitespace())
                    .map(|letter| letter.to_ascii_uppercase())
                    .collect(),
            );
            // Report the error of the original text.
            Self::find(&typed).map_err(|_still| unclear)
        })
    }
}

impl fmt::Debug for KitText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KitText")
            .field("recipient", &self.identity.public())
            .field("verifying_key", &self.verifying_key)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::KitText;
    use crate::crypto::signing::SigningKey;
    use crate::identity::Identity;

    #[test]
    fn a_key_is_found_among_markup_or_alone() {
        let identity = Identity::generate().unwrap();
        let signer = SigningKey::generate().unwrap().public();
        let secret = identity.secret_text();
        let page = format!("<b>AGE-SECRET-KEY-1</b><p class=\"x\">{}</p><i>{signer}</i>", *secret);
        let found = KitText::find(&page).unwrap();
        assert_eq!(found.identity.public(), identity.public());
        assert!(found.verifying_key == Some(signer));
        let alone = KitText::find(&format!("# created: today\r\n{}\r\n", *secret)).unwrap();
        assert_eq!(alone.identity.public(), identity.public());
        assert!(alone.verifying_key.is_none());
        let (prefix, rest) = secret.split_at(16);
        let groups: Vec<String> = rest
            .as_bytes()
            .chunks(5)
            .map(|five| String::from_utf8_lossy(five).into_owned())
            .collect();
        let typed = format!("{prefix} {}", groups.join(" ")).to_lowercase();
        assert!(KitText::find(&typed).is_err());
        assert_eq!(KitText::find_typed(&typed).unwrap().identity.public(), identity.public());
        for text in ["", "AGE-SECRET-KEY-1", "age1", secret.get(..60).unwrap()] {
            assert!(KitText::find(text).is_err(), "{text}");
        }
    }
}

//! Translates the interface into French and English. Each message is a key in
//! `i18n/<lang>/<subject>.ftl`.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _};

#[expect(clippy::disallowed_types, reason = "the macro keeps its catalogues in maps of its own")]
mod sentences {
    //! Messages, embedded at build time.
    fluent_templates::static_loader! {
        pub(crate) static SENTENCES = {
            locales: "./i18n",
            fallback_language: "fr",
            // Unicode isolation marks would end up in copied text.
            customise: |bundle| bundle.set_use_isolating(false),
        };
    }
}

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Lang {
    #[default]
    Fr,
    En,
}

impl Lang {
    /// All languages, in the order of the menus.
    pub const ALL: &'static [Self] = &[Self::Fr, Self::En];

    /// Returns the language tag, as in `<html lang>`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// Finds the language of a tag such as "fr" or "en-GB".
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.iter().copied().find(|lang| lang.tag().eq_ignore_ascii_case(primary.trim()))
    }

    /// Returns the first supported language of an `Accept-Language` header, or French.
    pub fn from_accept_language(header: &str) -> Self {
        header
            .split(',')
            .filter_map(|wish| wish.split(';').next())
            .find_map(Self::from_tag)
            .unwrap_or_default()
    }

    fn id(self) -> &'static LanguageIdentifier {
        static FRENCH: LazyLock<LanguageIdentifier> =
            LazyLock::new(|| Lang::Fr.tag().parse().unwrap_or_default());
        static ENGLISH: LazyLock<LanguageIdentifier> =
            LazyLock::new(|| Lang::En.tag().parse().unwrap_or_default());
        match self {
            Self::Fr => &FRENCH,
            Self::En => &ENGLISH,
        }
    }
}

/// Argument of a message. A number also selects the plural form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    Text(String),
    Count(i64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<&&str> for Arg {
    fn from(text: &&str) -> Self {
        Self::Text((*text).to_owned())
    }
}
impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
/// Templates pass references, code passes values.
macro_rules! counts {
    ($($kind:ty)*) => {$(
        impl From<$kind> for Arg {
            fn from(count: $kind) -> Self {
                i64::try_from(count).map_or_else(|_| Self::Text(count.to_string()), Self::Count)
            }
        }
        impl From<&$kind> for Arg {
            fn from(count: &$kind) -> Self {
                Self::from(*count)
            }
        }
    )*};
}
counts!(i32 u16 u32 u64 usize);
impl From<i64> for Arg {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}
impl From<&i64> for Arg {
    fn from(count: &i64) -> Self {
        Self::Count(*count)
    }
}

/// Translates a key. An unknown key is returned as it is; a test finds such keys.
pub fn t(lang: Lang, key: &str) -> String {
    sentences::SENTENCES.try_lookup(lang.id(), key).unwrap_or_else(|| key.to_owned())
}

/// Translates a key with arguments.
pub fn t_args(lang: Lang, key: &str, args: &[(&str, Arg)]) -> String {
    #[expect(
        clippy::disallowed_types,
        reason = "fluent takes its arguments in this map, whose order plays no part"
    )]
    let map: std::collections::HashMap<Cow<'static, str>, FluentValue<'_>> = args
        .iter()
        .map(|(name, value)| {
            let value = match value {
                Arg::Text(text) => FluentValue::from(text.as_str()),
                Arg::Count(count) => FluentValue::from(*count),
            };
            (Cow::Owned((*name).to_owned()), value)
        })
        .collect();
    sentences::SENTENCES
        .try_lookup_with_args(lang.id(), key, &map)
        .unwrap_or_else(|| key.to_owned())
}

#[cfg(test)]
mod tests;

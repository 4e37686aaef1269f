//! The language of a page at the door: the one chosen on it, or that of the browser.

use axum::http::HeaderMap;

use crate::request::guard::language;
use crate::text::i18n::{Lang, t};

/// A language to choose, as the page offers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tongue {
    /// The page in that language.
    pub(crate) address: String,
    /// Its tag, for `lang`.
    pub(crate) tag: &'static str,
    /// What it is called by those who speak it.
    pub(crate) name: String,
    /// Whether the page is in it.
    pub(crate) current: bool,
}

/// The language that was asked for by its tag; otherwise that of the browser.
pub(crate) fn spoken(tag: &str, headers: &HeaderMap) -> Lang {
    Lang::from_tag(tag).unwrap_or_else(|| language(headers))
}

/// The languages to choose from; `address` takes the tag at its end.
pub(crate) fn tongues(lang: Lang, address: &str) -> Vec<Tongue> {
    let tongue = |other: &Lang| Tongue {
        address: format!("{address}{}", other.tag()),
        tag: other.tag(),
        name: t(lang, &format!("lang-{}", other.tag())),
        current: *other == lang,
    };
    Lang::ALL.iter().map(tongue).collect()
}

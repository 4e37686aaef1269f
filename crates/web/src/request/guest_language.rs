//! Determines the language of a guest's page, chosen by link or sent by the browser.

use axum::http::HeaderMap;

use crate::text::i18n::{Lang, t};
use axum::http::header;

/// A link to the page in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LanguageChoice {
    pub(crate) address: String,
    /// For the `lang` attribute.
    pub(crate) tag: &'static str,
    /// Name of the language in that language.
    pub(crate) name: String,
    /// Whether the page is in this language.
    pub(crate) current: bool,
}

/// Returns the language of a tag, or that of the browser.
pub(crate) fn spoken(tag: &str, headers: &HeaderMap) -> Lang {
    Lang::from_tag(tag).unwrap_or_else(|| language(headers))
}

/// Returns the language links; the tag is appended to `address`.
pub(crate) fn tongues(lang: Lang, address: &str) -> Vec<LanguageChoice> {
    let tongue = |other: &Lang| LanguageChoice {
        address: format!("{address}{}", other.tag()),
        tag: other.tag(),
        name: t(lang, &format!("lang-{}", other.tag())),
        current: *other == lang,
    };
    Lang::ALL.iter().map(tongue).collect()
}

/// Returns the language of a guest, from `Accept-Language`.
pub(crate) fn language(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    accepted.map_or_else(Lang::default, Lang::from_accept_language)
}

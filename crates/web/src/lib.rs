//! The browser's side: routes, pages, JSON API, templates, scripts and styles.

pub mod assets;
pub mod i18n;
pub mod view;

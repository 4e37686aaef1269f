//! The browser's side: routes, pages, JSON API, templates, scripts and styles.
//!
//! | module | subject |
//! |---|---|
//! | [`routes`] | every address on one screen |
//! | [`guard`] | what every request must pass, what every answer carries |
//! | [`visit`] | who asks, and how an answer is made for them |
//! | [`pages`] | a struct and a handler for each page |
//! | [`api`] | the JSON API and its description |
//! | [`view`] | how values look |
//! | [`i18n`] | what is said, in French and English |

pub mod api;
pub mod assets;
pub mod error;
pub mod form;
pub mod guard;
pub mod i18n;
pub mod kit;
pub mod map;
pub mod pages;
pub mod routes;
pub mod site;
mod upload;
pub mod view;
pub mod visit;

pub use site::{Options, serve};

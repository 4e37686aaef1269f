//! The browser's side: routes, pages, JSON API, templates, scripts and styles.
//!
//! | module | subject |
//! |---|---|
//! | [`routes`] | every address on one screen |
//! | [`guard`] | what every request must pass, what every answer carries |
//! | [`proxy`] | who really asks, and over what |
//! | [`serving`], [`tls`] | the socket and its limits, certificates |
//! | `locked` | the gate, closed until the passphrase is typed |
//! | [`visit`] | who asks, and how an answer is made for them |
//! | [`pages`] | a struct and a handler for each page |
//! | [`api`] | the JSON API and its description |
//! | [`view`] | how values look |
//! | [`health`] | what the doctor found, in words |
//! | [`messages`] | what messages about findings say |
//! | [`metrics`] | counts and durations, where somebody asked for them |
//! | [`i18n`] | what is said, in French and English |

pub mod api;
pub mod assets;
pub mod error;
pub mod pages;
pub mod request;
pub mod route_table;
pub mod routes;
pub mod server;
pub mod text;
pub mod view;

pub use crate::server::serve::{Ended, Options, Reach, Start, serve};

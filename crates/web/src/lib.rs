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
pub mod cookies;
pub mod error;
pub mod form;
pub mod guard;
pub mod health;
pub mod i18n;
pub mod kit;
mod locked;
pub mod map;
pub mod messages;
pub mod metrics;
mod named;
pub mod pace;
pub mod pages;
pub mod proxy;
mod reception;
pub mod routes;
pub mod serving;
pub mod site;
pub mod tls;
mod upload;
pub mod view;
pub mod visit;
mod watch;
pub mod way;

pub use site::{Ended, Options, Reach, Start, serve};

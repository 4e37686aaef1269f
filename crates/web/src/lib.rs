//! The web server with its routes, pages, JSON API, templates, scripts and styles.
//!
//! | module | subject |
//! |---|---|
//! | [`routes`] | every route |
//! | [`guard`] | middleware around every route |
//! | [`proxy`] | client address and channel |
//! | [`serving`], [`tls`] | connections and their limits, certificates |
//! | `locked` | the page that unlocks the installation |
//! | [`visit`] | signed-in requests and their responses |
//! | [`pages`] | a struct and a handler for each page |
//! | [`api`] | the JSON API and its description |
//! | [`view`] | formatting of values |
//! | [`health`] | messages of the doctor |
//! | [`messages`] | texts of notifications |
//! | [`metrics`] | Prometheus metrics, if configured |
//! | [`i18n`] | translations into French and English |

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

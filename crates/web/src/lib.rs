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
pub mod error;
pub mod options;
pub mod pages;
pub mod request;
pub mod route_table;
pub mod routes;
pub mod server;
pub mod state;
pub mod text;
pub mod view;

pub use crate::options::HttpOptions;
pub use crate::server::serve::{Ended, Options, Start, serve};

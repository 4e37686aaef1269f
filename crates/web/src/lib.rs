//! The web server with its routes, pages, JSON API, templates, scripts and styles.
//!
//! | module | subject |
//! |---|---|
//! | [`routes`] | every route |
//! | [`server`] | listening, TLS, connection limits, background jobs, metrics |
//! | [`request`] | middleware and extractors |
//! | [`pages`] | a struct and a handler for each page |
//! | [`api`] | the JSON API and its description |
//! | [`view`] | formatting of values, charts, fields |
//! | [`text`] | translations, texts of the doctor and of notifications |

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

//! The HTTP server: listening, TLS, connection limits, background jobs.

pub mod background;
pub mod connections;
pub mod limits;
pub mod metrics;
pub mod serve;
pub(crate) mod slow_clients;
pub mod tls;
pub(crate) mod unlock_gate;

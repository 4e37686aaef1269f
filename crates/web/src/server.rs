//! The HTTP server: listening, TLS, connection limits, background jobs.

pub mod connections;
pub mod metrics;
pub mod serve;
pub(crate) mod slow_clients;
pub mod tls;
pub(crate) mod unlock_gate;

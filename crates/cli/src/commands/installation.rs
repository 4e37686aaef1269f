//! Commands of the installation.

pub(crate) mod config;
pub(crate) mod keygen;
pub(crate) mod keys;
pub(crate) mod tls;

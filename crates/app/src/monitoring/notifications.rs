//! Notifies members outside the application: relay settings, texts, sending.

pub(crate) mod send;
pub mod settings;

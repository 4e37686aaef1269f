//! Notifies members outside the application: relay settings, texts, sending.

pub mod relay;
pub(crate) mod send;
pub mod settings;
pub mod text;

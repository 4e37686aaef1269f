//! Evaluates alert rules over events and over the state of the installation.

pub mod books_alerts;
pub(crate) mod event_rules;
pub(crate) mod events;
pub mod list;
pub(crate) mod state_rules;
pub(crate) mod watch;

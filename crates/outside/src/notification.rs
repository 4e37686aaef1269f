//! Notifications by e-mail or push relay.

pub mod message;
pub mod relay;

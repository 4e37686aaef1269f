//! Alerts and notifications.

pub mod alerts;
pub mod notifications;

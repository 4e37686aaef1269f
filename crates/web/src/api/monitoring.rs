//! Doctor and notifications.

pub(crate) mod doctor;
pub(crate) mod notifications;

//! Pages of alerts, doctor, notifications, precautions.

pub mod alerts;
pub mod doctor;
pub mod my_notifications;
pub mod notifications;
pub mod precautions;

//! Alerts, notifications, doctor, precautions, metrics, SBOM.

pub mod alerts;
pub mod doctor;
pub(crate) mod event_counter;
pub mod metrics;
pub mod notifications;
pub mod precautions;
pub mod sbom;

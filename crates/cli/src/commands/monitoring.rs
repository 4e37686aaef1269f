//! Commands of monitoring.

pub(crate) mod doctor;
pub(crate) mod healthcheck;
pub(crate) mod notifications;
pub(crate) mod precautions;
pub(crate) mod status;

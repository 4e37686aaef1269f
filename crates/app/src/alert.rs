//! Security alerts: what one says, and the catalogue of rules that raise them.

pub mod catalogue;
pub mod raised_alert;

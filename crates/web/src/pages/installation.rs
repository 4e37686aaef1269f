//! Pages of the installation: unlock, kit, certificate.

pub mod kit_page;
pub mod trust_certificate;
pub mod unlock;

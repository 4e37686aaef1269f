//! Texts in the reader's language.

pub mod doctor;
pub mod i18n;
pub mod notification;

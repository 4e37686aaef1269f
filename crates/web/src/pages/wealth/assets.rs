//! Pages of assets.

pub mod allocation;
pub mod charts;
pub mod composition;
pub mod composition_form;
pub mod details;
pub mod form;
pub mod list;
pub mod sheet;
pub mod taxonomies;
pub mod zones;

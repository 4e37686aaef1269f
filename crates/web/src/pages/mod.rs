//! Pages: beside each handler the struct that its template is filled from.

pub mod account_sheet;
pub mod accounts;
pub mod allocation;
pub mod asset;
pub mod asset_beside;
pub mod asset_drawing;
pub mod asset_form;
pub mod asset_zones;
pub mod assets;
pub mod assignment;
pub mod banks;
pub mod composing;
pub mod composition;
pub mod holding_form;
pub mod holdings;
pub mod home;
pub mod lines;
pub mod passwords;
pub mod record;
pub mod recovery;
pub mod refused;
pub mod scoped;
pub mod session;
pub mod setup;
pub mod typed_shares;
pub mod wealth;

//! Language, theme and other choices of a person.

use serde::Deserialize;
use serde::Serialize;

/// Preferences of a person, the same on every device.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the settings page"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Whether amounts are left out of every page.
    pub hide_amounts: bool,
    /// Whether shortcuts of a single key are off.
    pub no_shortcuts: bool,
    /// Whether the person typed the recovery code back.
    pub recovery_confirmed: bool,
    /// Whether the person dismissed the proposal of a second factor.
    pub second_factor_declined: bool,
    /// Whether the password is too short to be used without a second factor.
    pub short_password: bool,
    /// Minutes without use until a browser is locked; 0 for the default.
    pub lock_minutes: u16,
}

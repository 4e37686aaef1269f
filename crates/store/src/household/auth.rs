//! Sessions, password slots, second factors, throttling.

pub mod account_notices;
pub mod devices;
pub mod one_time_codes;
pub mod personal_tokens;
pub mod second_factor;
pub mod sessions;
pub mod slots;
pub mod throttle;

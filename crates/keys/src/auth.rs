//! Passwords, slots, sessions, tokens, second factors.

pub mod jwt;
pub mod one_time_code;
pub mod password;
pub mod personal_token;
pub mod recovery_code;
pub mod session;
pub mod slots;
pub mod totp;

//! Sign-in, sessions, throttling, second factor, passwords, tokens.

pub(crate) mod access_tokens;
pub mod account_notices;
pub mod compromised_password;
pub mod passwords;
pub mod pending_sign_in;
pub mod personal_tokens;
pub mod reauthentication;
pub mod recovery_code;
pub mod required_step;
pub mod second_factor;
pub mod session_expiry;
pub mod session_lock;
pub mod sessions;
pub mod sign_in;
pub mod sign_in_history;
pub mod throttle;

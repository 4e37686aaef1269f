//! Pages of sign-in, lock, passwords, second factor.

pub(crate) mod password_form;
pub mod passwords;
pub mod personal_tokens;
pub mod reauthentication;
pub mod recovery_code;
pub mod second_factor;
pub mod session_lock;
pub mod sign_in;
pub mod sign_in_code;

//! Sign-in, sessions, tokens, second factor.

pub(crate) mod personal_tokens;
pub(crate) mod second_factor;
pub(crate) mod sessions;
pub(crate) mod tokens;

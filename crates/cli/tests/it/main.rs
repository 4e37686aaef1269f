#![cfg(test)]
//! What the command promises, and what the source tree promises.

#[cfg(unix)]
mod commands;
#[cfg(unix)]
mod home;
#[cfg(unix)]
mod refusals;
#[cfg(unix)]
mod start;
mod tidy;

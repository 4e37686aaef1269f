//! Implements the use cases, one method for each operation of a guest, person, member or administrator.
//!
//! | type | obtained by | operations |
//! |---|---|---|
//! | [`Guest`](app::Guest) | [`App::guest`](app::App::guest) | create the first person, accept an invitation, sign in |
//! | [`Person`] | [`App::resume`](app::App::resume), [`App::bearer`](app::App::bearer) | own account: language, sessions, second factor |
//! | a read-only [`Person`] | [`App::read_with`](app::App::read_with) | the books of one personal token, no account |
//! | [`Admin`] | [`Person::admin`] | the people of the household; never wealth, no books needed |
//! | [`Member`] | [`Person::member`] | the wealth in the books that the person may open |
//!
//! Holding a [`Member`] proves the right and defines the scope of the data: there is no other access to
//! wealth. A method loads, computes, and saves with its audit event in one transaction.

pub mod actors;
pub mod alert;
pub mod app;
pub mod audit;
pub(crate) mod audit_event;
pub mod auth;
pub mod backup;
pub mod books;
pub mod clock;
pub mod config;
mod csv;
pub mod error;
pub mod installation;
pub mod monitoring;
pub mod people;
pub mod retry;
pub mod startup;
pub mod state;
pub mod uploaded_file;
pub mod validate;
pub mod wealth;

pub use crate::actors::admin::Admin;
pub use crate::actors::device::Device;
pub use crate::actors::member::Member;
pub use crate::actors::person::Person;
pub use crate::clock::{Clock, FixedClock, SystemClock};
pub use crate::error::conflict::Conflict;
pub use crate::error::unavailable::Unavailable;
pub use crate::error::{Error, Problem, Reason, Refusal, Result};
pub use crate::installation::kit::KitPage;
pub use crate::startup::open::Status;
pub use pecule_formats::legacy::LegacyFiles;

//! Middleware and extractors of requests.

pub(crate) mod abuse_detection;
pub mod cookies;
pub mod form;
pub mod guard;
pub(crate) mod guest_language;
pub(crate) mod multipart;
pub(crate) mod multipart_file;
pub mod outcome;
pub(crate) mod page_frame;
pub mod proxy;
pub mod rate_limit;
pub(crate) mod record_ids;
pub mod redirect;
pub mod refused;
pub mod return_to;
pub mod visit;

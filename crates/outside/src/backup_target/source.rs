//! The file that is uploaded.

use std::path::Path;

/// The content of an upload.
pub(crate) enum Source<'a> {
    /// A file, and a callback that receives the number of bytes sent.
    File { path: &'a Path, told: &'a (dyn Fn(u64) + Sync) },
    /// A few bytes.
    Bytes(&'a [u8]),
}

//! Sentences on standard error.

use std::io;
use std::io::Write as _;

/// Prints a line on the standard error.
pub(crate) fn complain(line: &str) {
    let _gone = writeln!(io::stderr().lock(), "{line}");
}

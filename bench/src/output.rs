//! Sentences on standard output.

use std::io::Write as _;

/// Prints a line to the standard output.
pub(crate) fn say(line: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

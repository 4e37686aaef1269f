//! Texts of notifications in the recipient's language.

use crate::alert::catalogue::Rule;

/// The text of a notification in one language.
#[derive(Debug, Clone)]
pub struct MessageText {
    /// Subject in one line.
    pub subject: String,
    /// A few lines.
    pub text: String,
}

/// Writes the text of an alert, or of a test message for `None`, in the given language.
pub type TextRenderer = fn(&str, Option<Rule>) -> MessageText;

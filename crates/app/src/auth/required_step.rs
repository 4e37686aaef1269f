//! What a signed-in person must do before anything else.

/// A step that a person has to complete before anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequiredStep {
    /// Enrol the second factor that the household requires.
    Enrol,
    /// Set a longer password or enrol a second factor, because the password is too short alone.
    Lengthen,
}

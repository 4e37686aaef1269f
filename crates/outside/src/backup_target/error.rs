//! Defines the errors of backup targets.

use std::io;

use opendal::ErrorKind;

/// The reason why a request to a target failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// The folder or its marker is missing, for example because the disk is not connected.
    #[error("this disk is not there: plug it in, or see that it is mounted at this place")]
    Absent,
    /// The target did not respond in time.
    #[error(
        "this place does not answer: see that it is switched on and that the network reaches it"
    )]
    Unreachable,
    /// The target rejected the credentials or the write.
    #[error("this place refuses: see the name, the secret and the right to write there")]
    Refused,
    /// The file does not exist at the target.
    #[error("this place answers, but there is no such bucket, folder or file")]
    Missing,
    /// The target is full.
    #[error("this place is full: free some room there")]
    Full,
    /// A file with this name exists; files are never overwritten.
    #[error("a file of this name is there already, and it is not written over")]
    Exists,
    /// The file read back differs from the one written.
    #[error("what was read back is not what was written: do not rely on this place")]
    Different,
    /// The location or its credentials are incomplete or malformed.
    #[error("this place is not described well enough to be reached")]
    Unclear,
    /// The local file cannot be read.
    #[error("the file that was to be sent cannot be read on this machine")]
    Source,
    /// The target contains newer backups of this household that this machine does not know.
    #[error(
        "newer backups of this household lie there that this machine does not know: it was put back to an earlier day, or another one goes on in its place"
    )]
    Ahead,
    /// The response is not one that this program understands.
    #[error("this place answered something that was not understood")]
    Strange,
}

impl TargetError {
    /// Every reason, in a fixed order.
    pub const ALL: [Self; 11] = [
        Self::Absent,
        Self::Unreachable,
        Self::Refused,
        Self::Missing,
        Self::Full,
        Self::Exists,
        Self::Different,
        Self::Unclear,
        Self::Source,
        Self::Ahead,
        Self::Strange,
    ];

    /// Returns the stable word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Unreachable => "unreachable",
            Self::Refused => "refused",
            Self::Missing => "missing",
            Self::Full => "full",
            Self::Exists => "exists",
            Self::Different => "different",
            Self::Unclear => "unclear",
            Self::Source => "source",
            Self::Ahead => "ahead",
            Self::Strange => "strange",
        }
    }

    /// Maps an error of a file system.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the system may name more than these")]
    pub(crate) fn of_file(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Absent,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Refused,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::AlreadyExists => Self::Exists,
            _ => Self::Unreachable,
        }
    }

    /// Maps an HTTP status; `None` for success.
    pub(crate) const fn of_status(status: u16) -> Option<Self> {
        Some(match status {
            200..300 => return None,
            401 | 403 => Self::Refused,
            404 | 409 => Self::Missing,
            412 => Self::Exists,
            413 | 507 => Self::Full,
            408 | 423 | 429 | 500..600 => Self::Unreachable,
            _ => Self::Strange,
        })
    }
}

impl From<opendal::Error> for TargetError {
    #[expect(clippy::wildcard_enum_match_arm, reason = "opendal may name more than these")]
    fn from(error: opendal::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            ErrorKind::PermissionDenied => Self::Refused,
            ErrorKind::AlreadyExists | ErrorKind::ConditionNotMatch => Self::Exists,
            ErrorKind::ConfigInvalid => Self::Unclear,
            ErrorKind::RateLimited => Self::Unreachable,
            _ => of_unexpected(&error),
        }
    }
}

/// Examines the cause of an unclassified error for an I/O error or an HTTP status.
fn of_unexpected(error: &opendal::Error) -> TargetError {
    let mut cause = std::error::Error::source(error);
    while let Some(beneath) = cause {
        if let Some(file) = beneath.downcast_ref::<io::Error>() {
            return TargetError::of_file(file);
        }
        cause = beneath.source();
    }
    let told = error.to_string();
    let number = told.split_once("status: ").and_then(|(_, rest)| rest.get(..3)?.parse().ok());
    match number.and_then(TargetError::of_status) {
        Some(trouble) => trouble,
        None if error.is_temporary() || error.is_persistent() => TargetError::Unreachable,
        None => TargetError::Strange,
    }
}

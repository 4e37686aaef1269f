//! Stable words of refused backups, and store errors as refusals.

use crate::error::Error;
use crate::error::bad_backup::BadBackup;
use crate::state::restore::RestoreFailure;

impl BadBackup {
    /// The stable word of the refusal.
    pub const fn word(&self) -> RestoreFailure {
        match self {
            Self::NotOne => RestoreFailure::NotABackup,
            Self::OtherKey => RestoreFailure::OtherKit,
            Self::Damaged(_) | Self::Altered(_) => RestoreFailure::Damaged,
            Self::Newer(_) | Self::NewerSchema => RestoreFailure::Newer,
            Self::OtherSigner => RestoreFailure::Forged,
            Self::Unsound(_) | Self::Without | Self::KeyOfThen => RestoreFailure::Unsound,
            Self::KeyElsewhere(_) => RestoreFailure::KeyElsewhere,
        }
    }

    /// Converts a store error; a newer schema becomes [`BadBackup::NewerSchema`].
    pub(crate) fn of_store(error: pecule_store::Error) -> Error {
        if matches!(error, pecule_store::Error::Newer { .. }) {
            return Self::NewerSchema.into();
        }
        error.into()
    }
}

#[cfg(test)]
mod tests {
    use crate::error::Error;
    use crate::error::bad_backup::BadBackup;
    use crate::state::restore::RestoreFailure;

    #[test]
    fn every_refusal_has_its_word() {
        for (bad, word) in [
            (BadBackup::NotOne, RestoreFailure::NotABackup),
            (BadBackup::OtherKey, RestoreFailure::OtherKit),
            (BadBackup::Damaged("x"), RestoreFailure::Damaged),
            (BadBackup::Altered("x".to_owned()), RestoreFailure::Damaged),
            (BadBackup::Newer(9), RestoreFailure::Newer),
            (BadBackup::NewerSchema, RestoreFailure::Newer),
            (BadBackup::OtherSigner, RestoreFailure::Forged),
            (BadBackup::Unsound("x".to_owned()), RestoreFailure::Unsound),
            (BadBackup::Without, RestoreFailure::Unsound),
            (BadBackup::KeyOfThen, RestoreFailure::Unsound),
            (BadBackup::KeyElsewhere("x".to_owned()), RestoreFailure::KeyElsewhere),
        ] {
            assert_eq!(RestoreFailure::of(&bad.clone().into()), word, "{bad}");
        }
        let other = Error::Installation("the disk is full".to_owned());
        assert_eq!(RestoreFailure::of(&other), RestoreFailure::Other);
    }
}

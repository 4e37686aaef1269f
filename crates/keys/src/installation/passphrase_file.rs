//! The master key at rest, in the clear or under a passphrase: one form takes the other's place.
//!
//! The new form is written beside, read back, named, and only then is the other removed: a power cut leaves
//! one form that works, or both, and then the plain one counts.

use std::fs;
use std::path::Path;

use subtle::ConstantTimeEq;

use crate::files;
use crate::files::{FileProblem, Place, draft_of};
use crate::installation::master_key::MasterKey;
use crate::installation::passphrase::PassphraseError;

/// Where the two forms of a master key lie.
#[derive(Debug, Clone, Copy)]
pub struct Forms<'a> {
    /// The key itself.
    pub plain: &'a Path,
    /// The key under a passphrase.
    pub wrapped: &'a Path,
}

impl Forms<'_> {
    /// Keeps the key under a passphrase alone.
    pub fn wrap(&self, master: &MasterKey, passphrase: &str) -> Result<(), PassphraseError> {
        let sealed = master.wrap(passphrase)?;
        self.put_wrapped(master, passphrase, &sealed)
    }

    /// As [`Forms::wrap`], at next to no cost: for tests alone.
    pub fn wrap_cheaply(
        &self,
        master: &MasterKey,
        passphrase: &str,
    ) -> Result<(), PassphraseError> {
        let sealed = master.wrap_cheaply(passphrase)?;
        self.put_wrapped(master, passphrase, &sealed)
    }

    fn put_wrapped(
        &self,
        master: &MasterKey,
        passphrase: &str,
        sealed: &[u8],
    ) -> Result<(), PassphraseError> {
        put(self.wrapped, sealed, |written| {
            Ok(same(&MasterKey::unwrap(written, passphrase)?, master))
        })?;
        self.leave_only(self.wrapped)
    }

    /// Keeps the key in the clear alone, for its owner's eyes.
    pub fn unwrap(&self, master: &MasterKey) -> Result<(), PassphraseError> {
        put(self.plain, master.bytes(), |written| {
            Ok(same(&MasterKey::from_slice(written)?, master))
        })?;
        self.leave_only(self.plain)
    }

    /// Removes the other form, and what a change that was cut short left of either: it may be the key in the clear.
    fn leave_only(&self, kept: &Path) -> Result<(), PassphraseError> {
        for form in [self.plain, self.wrapped] {
            if form != kept {
                remove(form)?;
            }
            remove(&draft_of(form))?;
        }
        Ok(())
    }
}

/// Writes a file beside its place, looks at what was written, and gives it its name.
fn put(
    path: &Path,
    bytes: &[u8],
    proves: impl FnOnce(&[u8]) -> Result<bool, PassphraseError>,
) -> Result<(), PassphraseError> {
    let beside = draft_of(path);
    remove(&beside)?;
    files::write_new(&beside, bytes)?;
    if !proves(&files::read(&beside, Place::Private)?)? {
        remove(&beside)?;
        return Err(PassphraseError::NotWrapped);
    }
    fs::rename(&beside, path).map_err(|source| FileProblem::from_io(path, source))?;
    Ok(files::sync_folder(path)?)
}

fn remove(path: &Path) -> Result<(), FileProblem> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(FileProblem::from_io(path, error))
        }
        Ok(()) => files::sync_folder(path),
        Err(_) => Ok(()),
    }
}

fn same(one: &MasterKey, other: &MasterKey) -> bool {
    one.bytes().ct_eq(other.bytes()).into()
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::Forms;
    use crate::installation::master_key::MasterKey;
    use crate::test_dir::private_folder;

    #[test]
    fn one_form_takes_the_place_of_the_other_and_a_cut_leaves_one_that_works() {
        let folder = private_folder();
        let (plain, wrapped) = (folder.path().join("master.key"), folder.path().join("wrapped"));
        let forms = Forms { plain: &plain, wrapped: &wrapped };
        let master = MasterKey::generate().unwrap();
        master.write_new(&plain).unwrap();
        // What a power cut left of an earlier try is in nobody's way.
        fs::write(folder.path().join("wrapped.new"), "cut").unwrap();
        // And what it left of the way back is the key in the clear.
        fs::write(folder.path().join("master.key.new"), master.bytes()).unwrap();
        forms.wrap_cheaply(&master, "first").unwrap();
        let names = || {
            let entries = fs::read_dir(folder.path()).unwrap();
            entries.map(|one| one.unwrap().file_name()).collect::<Vec<_>>()
        };
        assert_eq!(names(), ["wrapped"]);
        assert_eq!(fs::metadata(&wrapped).unwrap().permissions().mode() & 0o777, 0o600);
        let opened = MasterKey::unwrap(&fs::read(&wrapped).unwrap(), "first").unwrap();
        assert_eq!(opened.bytes(), master.bytes());

        forms.wrap_cheaply(&master, "second").unwrap();
        let sealed = fs::read(&wrapped).unwrap();
        assert!(MasterKey::unwrap(&sealed, "first").is_err());
        assert_eq!(MasterKey::unwrap(&sealed, "second").unwrap().bytes(), master.bytes());

        // As a cut between naming the one and removing the other leaves it: both.
        master.write_new(&plain).unwrap();
        fs::write(folder.path().join("wrapped.new"), "cut").unwrap();
        forms.unwrap(&master).unwrap();
        assert_eq!(names(), ["master.key"]);
        assert_eq!(MasterKey::read(&plain).unwrap().bytes(), master.bytes());
    }
}

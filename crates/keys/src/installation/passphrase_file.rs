//! Converts the master key file between its plain form and its form under a passphrase.
//!
//! The new form is written to a temporary file, verified and renamed before the other form is removed.
//! After a power cut, at least one form works; if both exist, the program uses the plain one.

use std::fs;
use std::path::Path;

use subtle::ConstantTimeEq;

use crate::files;
use crate::files::draft_of;
use crate::files::problem::{FileProblem, KeyFileOrigin};
use crate::installation::master_key::MasterKey;
use crate::installation::passphrase::PassphraseError;

/// The paths of the two forms of a master key.
#[derive(Debug, Clone, Copy)]
pub struct MasterKeyFiles<'a> {
    /// The path of the unencrypted key.
    pub plain: &'a Path,
    /// The path of the key under a passphrase.
    pub wrapped: &'a Path,
}

impl MasterKeyFiles<'_> {
    /// Stores the key under a passphrase, and removes the plain form.
    pub fn wrap(&self, master: &MasterKey, passphrase: &str) -> Result<(), PassphraseError> {
        let sealed = master.wrap(passphrase)?;
        self.put_wrapped(master, passphrase, &sealed)
    }

    /// Wraps like [`MasterKeyFiles::wrap`], with a work factor that is only fit for tests.
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

    /// Stores the key unencrypted, and removes the form under a passphrase.
    pub fn unwrap(&self, master: &MasterKey) -> Result<(), PassphraseError> {
        put(self.plain, master.bytes(), |written| {
            Ok(same(&MasterKey::from_slice(written)?, master))
        })?;
        self.leave_only(self.plain)
    }

    /// Removes the other form, and temporary files of interrupted changes, which may hold the plain key.
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

/// Writes a temporary file, verifies its content with `proves`, and renames it to `path`.
fn put(
    path: &Path,
    bytes: &[u8],
    proves: impl FnOnce(&[u8]) -> Result<bool, PassphraseError>,
) -> Result<(), PassphraseError> {
    let beside = draft_of(path);
    remove(&beside)?;
    files::write_new(&beside, bytes)?;
    if !proves(&files::read(&beside, KeyFileOrigin::Private)?)? {
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

    use super::MasterKeyFiles;
    use crate::installation::master_key::MasterKey;
    use crate::test_dir::private_folder;

    #[test]
    fn one_form_takes_the_place_of_the_other_and_a_cut_leaves_one_that_works() {
        let folder = private_folder();
        let (plain, wrapped) = (folder.path().join("master.key"), folder.path().join("wrapped"));
        let forms = MasterKeyFiles { plain: &plain, wrapped: &wrapped };
        let master = MasterKey::generate().unwrap();
        master.write_new(&plain).unwrap();
        // Temporary files of an earlier attempt that a power cut interrupted must not be in the way.
        fs::write(folder.path().join("wrapped.new"), "cut").unwrap();
        // The temporary file of the opposite change holds the plain key.
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

        // A power cut between the rename and the removal leaves both forms.
        master.write_new(&plain).unwrap();
        fs::write(folder.path().join("wrapped.new"), "cut").unwrap();
        forms.unwrap(&master).unwrap();
        assert_eq!(names(), ["master.key"]);
        assert_eq!(MasterKey::read(&plain).unwrap().bytes(), master.bytes());
    }
}

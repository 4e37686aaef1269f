//! Checks the mode and the owner of files and folders.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::files::problem::{FileProblem, KeyFileOrigin};

const ROOT: u32 = 0;

pub(super) fn check_file(
    path: &Path,
    metadata: &Metadata,
    place: KeyFileOrigin,
) -> Result<(), FileProblem> {
    let mode = metadata.mode() & 0o777;
    // systemd grants the user access to root's file with an ACL, which appears as the group's read bit.
    let by_list = place == KeyFileOrigin::Mounted && metadata.uid() == ROOT;
    let loose = if by_list { 0o037 } else { 0o077 };
    if mode & loose != 0 {
        return Err(FileProblem::LooseMode { path: path.to_owned(), mode });
    }
    check_owner(path, metadata, place == KeyFileOrigin::Mounted)
}

pub(super) fn check_folder(
    folder: &Path,
    metadata: &Metadata,
    place: KeyFileOrigin,
) -> Result<(), FileProblem> {
    let mode = metadata.mode() & 0o777;
    let loose = match place {
        KeyFileOrigin::Private => 0o066,
        KeyFileOrigin::Mounted => 0o022,
    };
    if mode & loose != 0 {
        return Err(FileProblem::LooseFolder { folder: folder.to_owned(), mode });
    }
    // Root can read everything anyway, so a folder that belongs to root adds no risk.
    check_owner(folder, metadata, true)
}

fn check_owner(path: &Path, metadata: &Metadata, root_too: bool) -> Result<(), FileProblem> {
    let (owner, me) = (metadata.uid(), rustix::process::geteuid().as_raw());
    if owner == me || (root_too && owner == ROOT) {
        Ok(())
    } else {
        Err(FileProblem::ForeignOwner { path: path.to_owned(), owner })
    }
}

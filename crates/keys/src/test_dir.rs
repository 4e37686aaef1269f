//! Makes temporary folders for tests, with mode 700 like the data folder.

use tempfile::{Builder, TempDir};

pub(crate) fn private_folder() -> TempDir {
    let mut builder = Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir().expect("a temporary folder can be made")
}

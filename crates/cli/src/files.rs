//! Reads the input files of commands, and writes files that only the user can read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::error::{Failure, Outcome};

/// 256 MiB: larger input files are cut here.
const LONGEST: u64 = 256 << 20;
/// 4 KiB: larger password files are cut here.
const LONGEST_SECRET: u64 = 4 << 10;

/// A new file of mode 600, created empty before its content exists.
///
/// Commands create the file first, so that they never make keys or codes that cannot be written down.
/// Dropping a file that was not written removes it.
pub(crate) struct NewFile {
    path: PathBuf,
    file: Option<File>,
}

impl NewFile {
    /// Creates the file. Fails where the path already exists.
    pub(crate) fn take(path: &Path) -> Outcome<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let file = options.open(path).map_err(|error| cannot("written", path, &error))?;
        Ok(Self { path: path.to_owned(), file: Some(file) })
    }

    /// Writes the whole content and flushes it to the disk.
    pub(crate) fn write(mut self, content: &(impl AsRef<[u8]> + ?Sized)) -> Outcome {
        let Some(mut file) = self.file.take() else { return Ok(()) };
        file.write_all(content.as_ref())
            .and_then(|()| file.sync_all())
            .map_err(|error| cannot("written", &self.path, &error))
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            let _stays_empty = fs::remove_file(&self.path);
        }
    }
}

/// Reads a password file. Fails unless it holds exactly one line that is not empty.
pub(crate) fn password(path: &Path) -> Outcome<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    File::open(path)
        .and_then(|file| file.take(LONGEST_SECRET).read_to_string(&mut text))
        .map_err(|error| cannot("read", path, &error))?;
    let password = text.strip_suffix('\n').unwrap_or(&text);
    let password = password.strip_suffix('\r').unwrap_or(password);
    if password.is_empty() || password.contains('\n') {
        return Err(Failure::said(
            format!("{}: a password file holds one line, the password", path.display()),
            "Nothing was changed.",
        ));
    }
    Ok(Zeroizing::new(password.to_owned()))
}

/// Reads an input file.
pub(crate) fn content(path: &Path) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LONGEST).read_to_end(&mut bytes))
        .map_err(|error| cannot("read", path, &error))?;
    Ok(bytes)
}

/// Reads an input file, or returns `None` where the path does not exist.
pub(crate) fn find_content(path: &Path) -> Outcome<Option<Vec<u8>>> {
    if path.exists() { content(path).map(Some) } else { Ok(None) }
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return Failure::said(
            format!("{} exists already and is never overwritten", path.display()),
            "Nothing was changed. Name another file, or move this one away.",
        );
    }
    Failure::said(format!("{} cannot be {what}: {error}", path.display()), "Nothing was changed.")
}

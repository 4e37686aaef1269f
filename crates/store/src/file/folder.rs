//! Manages the data folder, with the paths and access modes of its files and the locks between
//! processes.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use pecule_domain::id::BooksId;

use crate::error::{Error, Result};
use crate::file::fs::FILE_MODE;
use crate::file::fs::closed_to_others;
use crate::file::fs::private;

#[cfg(test)]
mod tests;

/// The mode of every folder of the program.
pub const FOLDER_MODE: u32 = 0o700;

/// The data folder of one installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    root: PathBuf,
}

/// An exclusive lock on the data folder; dropping it releases the lock.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

impl Folder {
    /// Creates missing folders with mode 0700.
    pub fn create(root: impl Into<PathBuf>) -> Result<Self> {
        let folder = Self { root: root.into() };
        for path in [folder.root.clone(), folder.books_folder(), folder.backups()] {
            make_folder(&path)?;
        }
        Self::open(folder.root)
    }

    /// Opens an existing folder. Fails if other users may enter it, or if it is on a network disk.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self> {
        let folder = Self { root: root.into() };
        for path in [&folder.root, &folder.books_folder(), &folder.backups()] {
            closed_to_others(path, FOLDER_MODE)?;
        }
        refuse_network_disk(&folder.root)?;
        Ok(folder)
    }

    /// Returns a folder that is still being assembled, without checking it.
    pub fn half_way(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Returns the path of the folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the path of `household.db`.
    pub fn household(&self) -> PathBuf {
        self.root.join("household.db")
    }

    /// Returns the folder of the books files.
    pub fn books_folder(&self) -> PathBuf {
        self.root.join("books")
    }

    /// Returns the path of a books file.
    pub fn books(&self, id: BooksId) -> PathBuf {
        self.books_folder().join(format!("{id}.db"))
    }

    /// Returns the default folder of backups.
    pub fn backups(&self) -> PathBuf {
        self.root.join("backups")
    }

    /// Returns the path of the keyring, which this crate does not read.
    pub fn keyring(&self) -> PathBuf {
        self.root.join("keyring.json")
    }

    /// Returns the default path of the master key, which this crate does not read.
    pub fn master_key(&self) -> PathBuf {
        self.root.join("master.key")
    }

    /// Creates and returns the private folder for uploads that are being processed.
    pub fn reception(&self) -> Result<PathBuf> {
        let path = self.reception_folder();
        make_folder(&path)?;
        closed_to_others(&path, FOLDER_MODE)?;
        Ok(path)
    }

    /// Returns the path of that folder, whether or not it exists.
    pub fn reception_folder(&self) -> PathBuf {
        self.root.join(".received")
    }

    /// Returns the path of the lock file.
    pub fn lock_file(&self) -> PathBuf {
        self.root.join("lock")
    }

    /// Locks the folder for this process; fails with `Locked` if another process holds it.
    pub fn lock(&self) -> Result<FolderLock> {
        self.claim(self.lock_file())
    }

    /// Locks backup work. Across processes, only one backup, verification or key rotation runs at a
    /// time.
    pub fn turn(&self) -> Result<FolderLock> {
        self.claim(self.root.join("backup.lock"))
    }

    fn claim(&self, path: PathBuf) -> Result<FolderLock> {
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false);
        private(&mut options);
        let file = options.open(&path).map_err(Error::io(&path))?;
        closed_to_others(&path, FILE_MODE)?;
        match file.try_lock() {
            Ok(()) => Ok(FolderLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::Locked(self.root.clone())),
            Err(TryLockError::Error(source)) => Err(Error::Io { path, source }),
        }
    }
}

/// Creates one folder with mode 0700.
pub(crate) fn make_folder(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(FOLDER_MODE);
    }
    builder.create(path).map_err(Error::io(path))
}

/// Removes a file, if it exists.
pub(crate) fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io(path)(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Swaps two folders on one disk, in a single step where the system supports it.
pub fn exchange(one: &Path, other: &Path) -> Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)
            .map_err(|errno| Error::Io { path: other.to_owned(), source: errno.into() })?;
    }
    #[cfg(not(target_os = "linux"))]
    {
        // After a power cut in between, both folders exist and only one of the two paths is missing.
        let between = crate::file::paths::beside(other, ".swapping");
        fs::rename(other, &between).map_err(Error::io(other))?;
        if let Err(error) = fs::rename(one, other) {
            let _ = fs::rename(&between, other);
            return Err(Error::io(one)(error));
        }
        fs::rename(&between, one).map_err(Error::io(one))?;
    }
    Ok(())
}

/// Fails on NFS and SMB, whose locks and flushes do not meet SQLite's requirements.
fn refuse_network_disk(path: &Path) -> Result<()> {
    #[cfg(target_os = "linux")]
    {
        const NFS: i128 = 0x6969;
        const SMB: i128 = 0x517b;
        const CIFS: i128 = 0xff53_4d42;
        const SMB2: i128 = 0xfe53_4d42;
        let answer = rustix::fs::statfs(path)
            .map_err(|errno| Error::Io { path: path.to_owned(), source: errno.into() })?;
        if [NFS, SMB, CIFS, SMB2].contains(&(i128::from(answer.f_type) & 0xffff_ffff)) {
            return Err(Error::NetworkDisk(path.to_owned()));
        }
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = path;
    }
    Ok(())
}

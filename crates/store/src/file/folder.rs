//! The data folder: where each file lies, who may reach it, and who works on it now.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use pecule_domain::id::BooksId;

use crate::error::{Error, Result};

#[cfg(test)]
mod tests;

/// The mode of a folder of ours.
pub const FOLDER_MODE: u32 = 0o700;
/// The mode of a file of ours.
pub const FILE_MODE: u32 = 0o600;

/// The folder that holds everything of one installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    root: PathBuf,
}

/// Held while this process alone may serve, restore or rotate; let go when dropped.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

impl Folder {
    /// Makes the folder and its parts where they are missing, closed to others.
    pub fn create(root: impl Into<PathBuf>) -> Result<Self> {
        let folder = Self { root: root.into() };
        for path in [folder.root.clone(), folder.books_folder(), folder.backups()] {
            make_folder(&path)?;
        }
        Self::open(folder.root)
    }

    /// Takes an existing folder, refusing one that others may enter or that lies on a network disk.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self> {
        let folder = Self { root: root.into() };
        for path in [&folder.root, &folder.books_folder(), &folder.backups()] {
            closed_to_others(path, FOLDER_MODE)?;
        }
        refuse_network_disk(&folder.root)?;
        Ok(folder)
    }

    /// Takes a folder whose parts are being put in their places, without looking at them.
    pub fn half_way(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The household's file.
    pub fn household(&self) -> PathBuf {
        self.root.join("household.db")
    }

    /// The folder of the sealed books.
    pub fn books_folder(&self) -> PathBuf {
        self.root.join("books")
    }

    /// The file of one set of books.
    pub fn books(&self, id: BooksId) -> PathBuf {
        self.books_folder().join(format!("{id}.db"))
    }

    /// The default place of backups.
    pub fn backups(&self) -> PathBuf {
        self.root.join("backups")
    }

    /// The keyring, which is not ours to read.
    pub fn keyring(&self) -> PathBuf {
        self.root.join("keyring.json")
    }

    /// The master key's default place, which is not ours to read.
    pub fn master_key(&self) -> PathBuf {
        self.root.join("master.key")
    }

    /// A private folder for what browsers send, until it has been read; made where it is missing.
    pub fn reception(&self) -> Result<PathBuf> {
        let path = self.reception_folder();
        make_folder(&path)?;
        closed_to_others(&path, FOLDER_MODE)?;
        Ok(path)
    }

    /// Where that folder is, there or not.
    pub fn reception_folder(&self) -> PathBuf {
        self.root.join(".received")
    }

    /// The file that the lock is taken on.
    pub fn lock_file(&self) -> PathBuf {
        self.root.join("lock")
    }

    /// Claims the folder for this process alone.
    pub fn lock(&self) -> Result<FolderLock> {
        self.claim(self.lock_file())
    }

    /// Takes the turn of making a backup, proving one, or swapping files under new keys: whichever
    /// process it is, only one of these goes on at a time.
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

/// Makes one folder, closed to others from its first moment.
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

/// Makes a file that is about to be created reachable by its owner only.
pub(crate) fn private(options: &mut fs::OpenOptions) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(FILE_MODE);
    }
    #[cfg(not(unix))]
    {
        // Elsewhere the profile's folder is the owner's alone by default.
        let _ = options;
    }
}

/// Refuses a path that group or others may reach; answers its length.
pub(crate) fn closed_to_others(path: &Path, wanted: u32) -> Result<u64> {
    let metadata = fs::metadata(path).map_err(Error::io(path))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = metadata.permissions().mode() & 0o7777;
        if mode & 0o077 != 0 {
            return Err(Error::LooseMode { path: path.to_owned(), mode, wanted });
        }
    }
    #[cfg(not(unix))]
    {
        let _ = wanted;
    }
    Ok(metadata.len())
}

/// Makes the names in a folder survive a power cut.
pub fn sync_folder(path: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        File::open(path).and_then(|folder| folder.sync_all()).map_err(Error::io(path))?;
    }
    #[cfg(not(unix))]
    {
        let _ = path;
    }
    Ok(())
}

/// Removes a file, where it is there.
pub(crate) fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io(path)(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Swaps two folders on one disk in a single step, where the system can.
pub fn exchange(one: &Path, other: &Path) -> Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)
            .map_err(|errno| Error::Io { path: other.to_owned(), source: errno.into() })?;
    }
    #[cfg(not(target_os = "linux"))]
    {
        // A power cut in between leaves both beside each other, and the place in question free.
        let between = crate::file::open::beside(other, ".swapping");
        fs::rename(other, &between).map_err(Error::io(other))?;
        if let Err(error) = fs::rename(one, other) {
            let _ = fs::rename(&between, other);
            return Err(Error::io(one)(error));
        }
        fs::rename(&between, one).map_err(Error::io(one))?;
    }
    Ok(())
}

/// Refuses NFS and SMB, whose locks and flushes do not keep the promises that SQLite needs.
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

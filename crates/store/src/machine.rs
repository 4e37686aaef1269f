//! What the files stand on: the libraries compiled in, the schemas they bring files to, the room on the disk.

use std::path::Path;

use rusqlite::Connection;

use crate::error::Result;
use crate::open::Kind;

/// The libraries that read and write the files, each by its own word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Libraries {
    /// SQLite.
    pub sqlite: String,
    /// SQLCipher.
    pub sqlcipher: String,
    /// What encrypts and authenticates for it: AWS-LC, with its version.
    pub cryptography: String,
}

/// Asks the libraries who they are.
pub fn libraries() -> Result<Libraries> {
    let connection = Connection::open_in_memory()?;
    // Only a connection that has a key says what encrypts for it; this one holds nothing.
    connection.execute_batch("PRAGMA cipher_log_level=NONE; PRAGMA key='nothing to hide';")?;
    let ask = |sql| connection.query_row(sql, [], |row| row.get::<_, String>(0));
    Ok(Libraries {
        sqlite: rusqlite::version().to_owned(),
        sqlcipher: ask("PRAGMA cipher_version")?,
        cryptography: ask("PRAGMA cipher_provider_version")?,
    })
}

/// The schemas of `household.db` and of books, as numbers of steps.
pub fn schemas() -> (usize, usize) {
    (Kind::Household.steps().len(), Kind::Books.steps().len())
}

/// How many bytes this user may still write beside a path; none where the system does not say.
pub fn free_space(path: &Path) -> Option<u64> {
    #[cfg(target_os = "linux")]
    {
        let disk = rustix::fs::statvfs(path).ok()?;
        Some(disk.f_bavail.saturating_mul(disk.f_frsize))
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = path;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_libraries_say_who_they_are() {
        let known = libraries().unwrap();
        assert!(known.sqlite.starts_with("3."), "{known:?}");
        assert!(known.sqlcipher.starts_with("4."), "{known:?}");
        assert!(known.cryptography.starts_with("AWS-LC "), "{known:?}");
        assert!(schemas().0 > 0 && schemas().1 > 0);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_disk_says_how_much_room_there_is() {
        assert!(free_space(Path::new("/")).is_some());
        assert_eq!(free_space(Path::new("/no such folder")), None);
    }
}

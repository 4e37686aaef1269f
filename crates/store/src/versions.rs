//! Reports the linked libraries, the schemas they support and the free disk space.

use std::path::Path;

use rusqlite::Connection;

use crate::error::Result;
use crate::file::connect::Kind;

/// The versions that the database libraries report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Libraries {
    pub sqlite: String,
    pub sqlcipher: String,
    /// The name and version of SQLCipher's cryptographic library, AWS-LC.
    pub cryptography: String,
}

/// Asks the libraries for their versions.
pub fn libraries() -> Result<Libraries> {
    let connection = Connection::open_in_memory()?;
    // SQLCipher reports its provider only on a connection with a key.
    connection.execute_batch("PRAGMA cipher_log_level=NONE; PRAGMA key='nothing to hide';")?;
    let ask = |sql| connection.query_row(sql, [], |row| row.get::<_, String>(0));
    Ok(Libraries {
        sqlite: rusqlite::version().to_owned(),
        sqlcipher: ask("PRAGMA cipher_version")?,
        cryptography: ask("PRAGMA cipher_provider_version")?,
    })
}

/// Returns the newest schemas of `household.db` and of books, as numbers of migrations.
pub fn schemas() -> (usize, usize) {
    (Kind::Household.steps().len(), Kind::Books.steps().len())
}

/// Returns the free bytes for this user at a path; `None` if the system does not report them.
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

//! Encrypted SQLite files: opening, migration, copies, durability.

pub mod bytes;
pub mod connect;
pub mod copy;
pub mod database;
pub mod folder;
pub mod fs;
pub mod key;
pub(crate) mod migrate;
pub(crate) mod open;
pub mod paths;
pub mod replace_damaged;
pub(crate) mod row;
pub(crate) mod sql;
pub(crate) mod steps;
pub mod temp_dir;
pub(crate) mod wal_check;

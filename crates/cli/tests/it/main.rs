#![cfg(test)]
//! Tests the command line with the real program, and the rules of the source tree.

mod asvs;
#[cfg(unix)]
mod backups;
#[cfg(unix)]
mod books;
#[cfg(unix)]
mod care;
#[cfg(unix)]
mod commands;
#[cfg(unix)]
mod doors;
#[cfg(target_os = "linux")]
mod faults;
#[cfg(unix)]
mod home;
#[cfg(unix)]
mod journal;
#[cfg(unix)]
mod journal_tampered;
#[cfg(unix)]
mod keys;
#[cfg(target_os = "linux")]
mod no_way_out;
mod packaging;
#[cfg(unix)]
mod people;
#[path = "../../../app/tests/it/push_server.rs"]
mod push_server;
#[cfg(unix)]
mod refusals;
#[cfg(unix)]
mod rights;
#[cfg(unix)]
mod rights_table;
#[cfg(unix)]
mod rotation_kills;
#[cfg(unix)]
mod running;
#[cfg(unix)]
mod start;
mod tidy;

//! The store on real encrypted files.
#![cfg(test)]

mod bench;
mod concurrency;
mod journal;
mod opening;
mod people;
mod place;
mod undo;
mod wealth;

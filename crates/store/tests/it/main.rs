//! The store on real encrypted files.
#![cfg(test)]

mod concurrency;
mod journal;
mod opening;
mod people;
mod place;
mod sample;
mod scale;
mod undo;
mod wealth;

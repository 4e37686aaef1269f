//! The store on real encrypted files.
#![cfg(test)]

mod concurrency;
mod journal;
mod opening;
mod people;
mod place;
mod rotation;
mod sample;
mod scale;
mod tampering;
mod targets;
mod undo;
mod wealth;

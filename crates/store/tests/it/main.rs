//! Tests the store on real encrypted files.
#![cfg(test)]

mod concurrency;
mod flips;
mod journal;
mod opening;
mod people;
mod place;
mod plain;
mod rotation;
mod sample;
mod scale;
mod segments;
mod strangers;
mod tampering;
mod targets;
mod undo;
mod wealth;

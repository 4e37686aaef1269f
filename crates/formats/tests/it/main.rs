//! Tests readers with real files, if the sample folder exists, and with arbitrary bytes.
#![cfg(test)]

mod any_bytes;
mod samples;

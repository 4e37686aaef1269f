//! Real files of others, where the sample folder is present, and any bytes at all.
#![cfg(test)]

mod any_bytes;
mod samples;

//! What people do, on real encrypted installations.
#![cfg(test)]

mod canaries;
mod defects;
mod demo;
mod funds;
mod house;
mod households;
mod imports;
mod legacy;
mod one_total;
mod people;
mod signing_in;
mod targets;
mod together;

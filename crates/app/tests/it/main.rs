//! What people do, on real encrypted installations.
#![cfg(test)]

mod authenticator;
mod awaiting_code;
mod backup_home;
mod backups;
mod books_then;
mod canaries;
mod defects;
mod demo;
mod departures;
mod doctor;
mod faults;
mod funds;
mod house;
mod households;
mod imports;
mod journal;
mod legacy;
mod locks;
mod messages;
mod one_total;
mod people;
mod restores;
mod restores_first;
mod rotation;
mod rotation_household;
mod rotation_leaked;
mod second_factor;
mod sharing;
mod sharing_attack;
mod sharing_garbage;
mod sharing_pictures;
mod signing_in;
mod targets;
mod together;
mod tokens;

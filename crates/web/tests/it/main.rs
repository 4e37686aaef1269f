//! The site as browsers and programs see it, driven in process over real encrypted files.
#![cfg(test)]

mod guard;
mod site;

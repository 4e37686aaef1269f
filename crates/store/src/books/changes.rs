//! Undoable operations and their row images, undo, replacement and restore of records.

pub mod clear;
pub mod export;
pub mod operations;
pub mod replace_all;
pub mod row_images;
pub mod search;
pub mod selective_restore;
pub mod undo;

//! Fuzzes the reader of text pasted from a fund sheet.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pecule_formats::fund::pasted_shares;

fuzz_target!(|text: &str| {
    let pasted = pasted_shares::read(text);
    assert!(pasted.lines.iter().all(|line| !line.name.is_empty()));
});

//! Fuzzes the reader of the Python application's four files.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pecule_formats::legacy::{LegacyFiles, read};

fuzz_target!(|bytes: &[u8]| {
    let mut files = bytes.split(|byte| *byte == 0);
    let read = read(&LegacyFiles {
        assets: files.next(),
        accounts: files.next(),
        banks: files.next(),
        history: files.next(),
    });
    for asset in read.assets {
        // An allocation that was read must be valid.
        asset.allocation.checked().expect("allocations are checked");
    }
});

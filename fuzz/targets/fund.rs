//! Fuzzes the reader of a fund's list of holdings (JSON or a table).
#![no_main]

use libfuzzer_sys::fuzz_target;
use pecule_formats::fund;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(sheet) = fund::read(bytes) {
        let kept: u128 = sheet.lines.iter().map(|line| u128::from(line.share.units())).sum();
        assert_eq!(kept, u128::from(sheet.sum.units()));
    }
});

//! Fuzzes the reader of asset prices.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pecule_formats::market::prices;

fuzz_target!(|bytes: &[u8]| {
    let read = prices::read(bytes);
    assert!(read.lines.iter().all(|line| !line.price.is_sign_negative() || line.price.is_zero()));
});

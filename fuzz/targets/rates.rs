//! Fuzzes the reader of exchange rates (a table or XML).
#![no_main]

use libfuzzer_sys::fuzz_target;
use pecule_formats::market::exchange_rates;

fuzz_target!(|bytes: &[u8]| {
    let read = exchange_rates::read(bytes, "fuzz");
    assert!(read.lines.iter().all(|rate| rate.base != rate.counter && !rate.rate.is_zero()));
});

#![no_main]

#[path = "../../tests/suite/any_input.rs"]
mod any_input;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| any_input::mapping(bytes));

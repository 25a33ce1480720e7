#![no_main]

use rust_in_elixir_fuzz::{hold, promises};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hold(promises::lib_source, bytes));

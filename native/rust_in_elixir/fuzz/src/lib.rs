//! The promises of the core's tests, for the fuzz targets.

#[path = "../../tests/hostile/input.rs"]
pub mod input;
#[path = "../../tests/hostile/promises.rs"]
pub mod promises;

/// Holds the core to a promise. The file that `FUZZ_LAST` names has the input meanwhile, for
/// libFuzzer cannot save the one that overflows the stack.
pub fn hold(promise: promises::Promise, bytes: &[u8]) {
    if let Some(path) = std::env::var_os("FUZZ_LAST") {
        std::fs::write(path, bytes).expect("the last input can be kept");
    }
    promises::hold(promise, bytes, promises::DIRTY_SCHEDULER);
}

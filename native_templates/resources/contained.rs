/// Runs code of the crate that nobody waits for. The panic hook has reported a panic; its payload is
/// dropped here, or leaked if dropping it panics too.
fn contained(run: impl FnOnce()) {
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
    let dropped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(result)));
    if let Err(payload) = dropped {
        std::mem::forget(payload);
    }
}

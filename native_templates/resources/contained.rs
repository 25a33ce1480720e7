/// Runs code of the crate's own that nobody waits for. The panic hook has told of a panic; its payload is
/// dropped here, and leaked if it panics as well.
fn contained(run: impl FnOnce()) {
    if let Err(payload) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run))
        && let Err(next) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(payload)))
    {
        std::mem::forget(next);
    }
}

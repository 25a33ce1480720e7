/// Runs code of the crate that nobody waits for. The panic hook has reported a panic; its payload is
/// dropped here, or leaked if dropping it panics too.
fn contained(run: impl FnOnce()) {
    if let Err(payload) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run))
        && let Err(next) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(payload)))
    {
        std::mem::forget(next);
    }
}

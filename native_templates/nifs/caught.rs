/// Runs code of the crate, and returns a panic with its message and location.
///
/// A second panic, in a drop while the first one unwinds, would abort the VM. So `run` borrows what may
/// be left over, and that is dropped in a separate call.
fn caught<T>(function: &str, run: impl FnOnce() -> T) -> Result<T, PanicError> {
    let outer = RUNS.replace(true);
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).map_err(|payload| {
        let panic = PanicError::new(function, &*payload);
        // Dropping the payload may panic too. The payload of that panic is leaked.
        let dropped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(payload)));
        let Err(payload) = dropped else {
            return panic;
        };
        let next = PanicError::new(function, &*payload);
        std::mem::forget(payload);
        panic.and(next)
    });
    RUNS.set(outer);
    result
}

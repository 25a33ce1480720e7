/// Runs code of the crate's own. A panic in it comes back, with what it said and where.
///
/// A second panic, in a drop while the first one unwinds, would end the VM. So `run` borrows what may
/// be left over, and that is dropped in a call of its own.
fn caught<T>(function: &str, run: impl FnOnce() -> T) -> Result<T, PanicError> {
    let outer = PLACE.replace(Some(String::new()));
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).map_err(|payload| {
        let panic = PanicError::new(function, &*payload, PLACE.take().unwrap_or_default());
        PLACE.set(Some(String::new()));
        // The payload may panic in its drop. The payload of that panic is leaked, for it may do so too.
        match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(payload))) {
            Ok(()) => panic,
            Err(payload) => {
                let location = PLACE.take().unwrap_or_default();
                let next = PanicError::new(function, &*payload, location);
                std::mem::forget(payload);
                panic.and(next)
            }
        }
    });
    PLACE.set(outer);
    result
}

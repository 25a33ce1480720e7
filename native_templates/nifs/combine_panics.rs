/// Combines the result of a call with that of dropping what it left over.
fn combine_panics<T>(result: Result<T, PanicError>, dropped: Result<(), PanicError>) -> Result<T, PanicError> {
    match (result, dropped) {
        (Err(panic), Err(next)) => Err(panic.and(next)),
        (Ok(_), Err(panic)) => Err(panic),
        (result, Ok(())) => result,
    }
}

/// What comes of something, and of the drop of what was left over.
fn both<T>(result: Result<T, PanicError>, dropped: Result<(), PanicError>) -> Result<T, PanicError> {
    match (result, dropped) {
        (Err(panic), Err(next)) => Err(panic.and(next)),
        (Ok(_), Err(panic)) => Err(panic),
        (result, Ok(())) => result,
    }
}

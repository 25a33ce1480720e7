/// Encodes a value that the crate returned, and drops it.
fn encoded<'a, T: rustler::Encoder>(
    env: rustler::Env<'a>,
    function: &str,
    value: T,
) -> Result<rustler::Term<'a>, PanicError> {
    let term = caught(function, || value.encode(env));
    if std::mem::needs_drop::<T>() {
        combine_panics(term, caught(function, || drop(value)))
    } else {
        term
    }
}

/// Encodes a value that the crate gave, and drops it.
fn encoded<'a, T: rustler::Encoder>(
    env: rustler::Env<'a>,
    function: &str,
    value: T,
) -> Result<rustler::Term<'a>, PanicError> {
    let term = caught(function, || value.encode(env));
    if std::mem::needs_drop::<T>() {
        both(term, caught(function, || drop(value)))
    } else {
        term
    }
}

/// Encodes a value that the crate returned, and drops it.
fn encoded<'a, T: nif_codec::Encode>(
    env: rustler::Env<'a>,
    function: &str,
    value: T,
) -> Result<rustler::Term<'a>, PanicError> {
    let term = caught(function, || value.encode(env.into()).to_rustler());
    let term = term.map_err(|panic| match caught(function, || value.not_finite()) {
        Ok(Some(found)) => panic.because_of(&found),
        _ => panic,
    });
    if std::mem::needs_drop::<T>() {
        combine_panics(term, caught(function, || drop(value)))
    } else {
        term
    }
}

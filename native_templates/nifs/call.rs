/// Decodes the arguments, calls a function of the crate and encodes its result. A panic in any of these
/// becomes an exception.
fn call<'a, T: rustler::Encoder>(
    env: rustler::Env<'a>,
    function: &str,
    run: impl FnOnce() -> rustler::NifResult<T>,
) -> rustler::NifResult<rustler::Term<'a>> {
    match caught(function, run) {
        Ok(value) => encoded(env, function, value?),
        Err(panic) => Err(panic),
    }
    .map_err(|panic| rustler::Error::RaiseTerm(Box::new(panic)))
}

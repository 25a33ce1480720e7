/// Decodes the arguments, calls a function of the crate and encodes its answer. An argument that is not valid gives
/// `:invalid`, and a panic an exception.
fn call<'a, T: nif_codec::Encode>(
    env: rustler::Env<'a>,
    function: &str,
    run: impl FnOnce() -> rustler::NifResult<T>,
) -> rustler::NifResult<rustler::Term<'a>> {
    let answer = match caught(function, run) {
        Ok(Err(rustler::Error::BadArg)) => return Ok(invalid().to_term(env)),
        Ok(value) => encoded(env, function, value?),
        Err(panic) => Err(panic),
    };
    answer.map_err(|panic| rustler::Error::RaiseTerm(Box::new(panic)))
}

rustler::atoms! { invalid }

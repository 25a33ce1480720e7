/// Like `call`, for a function that gives `:ok` or `{:error, error}`.
fn call_done<'a, E: rustler::Encoder>(
    env: rustler::Env<'a>,
    function: &str,
    run: impl FnOnce() -> Result<(), E>,
) -> rustler::NifResult<rustler::Term<'a>> {
    self::call(env, function, || match run() {
        Ok(()) => rustler::types::atom::ok().to_term(env),
        Err(error) => rustler::Encoder::encode(&(rustler::types::atom::error(), error), env),
    })
}

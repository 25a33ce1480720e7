/// Runs what is the user's; of a panic comes back what it said and where.
fn caught<T>(function: &str, run: impl FnOnce() -> T) -> Result<T, PanicError> {
    PLACE.set(Some(String::new()));
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
    let location = PLACE.take().unwrap_or_default();
    result.map_err(|payload| {
        let reason = match payload.downcast_ref::<&str>() {
            Some(text) => text.to_string(),
            None => match payload.downcast_ref::<String>() {
                Some(text) => text.clone(),
                None => "a panic without a message".to_string(),
            },
        };
        PanicError {
            function: function.to_string(),
            reason,
            location,
        }
    })
}

/// Runs a function of the user's and encodes what it gives; a panic becomes an exception.
fn call<'a, T: rustler::Encoder>(
    env: rustler::Env<'a>,
    function: &str,
    run: impl FnOnce() -> T,
) -> rustler::NifResult<rustler::Term<'a>> {
    self::caught(function, || run().encode(env))
        .map_err(|panic| rustler::Error::RaiseTerm(Box::new(panic)))
}

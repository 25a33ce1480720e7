/// Runs a function of the user's and encodes what it gives; a panic becomes an exception.
fn call<'a, T: rustler::Encoder>(
    env: rustler::Env<'a>,
    function: &str,
    run: impl FnOnce() -> T,
) -> rustler::NifResult<rustler::Term<'a>> {
    PLACE.set(Some(String::new()));
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run().encode(env)));
    let location = PLACE.take().unwrap_or_default();
    result.map_err(|payload| {
        let reason = match payload.downcast_ref::<&str>() {
            Some(text) => text.to_string(),
            None => match payload.downcast_ref::<String>() {
                Some(text) => text.clone(),
                None => "a panic without a message".to_string(),
            },
        };
        rustler::Error::RaiseTerm(Box::new(PanicError {
            function: function.to_string(),
            reason,
            location,
        }))
    })
}

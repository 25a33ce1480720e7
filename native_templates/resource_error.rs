/// A handle that cannot be used, as Elixir gets it.
#[derive(rustler::NifException)]
#[module = "{{ facade }}.ResourceError"]
#[rustler(encode)]
struct ResourceError {
    function: &'static str,
    parameter: &'static str,
    reason: Unavailable,
}

/// Says which parameter of which function cannot be used.
fn unusable<'a>(
    env: rustler::Env<'a>,
    function: &'static str,
    parameter: &'static str,
) -> impl FnOnce(Unavailable) -> rustler::Term<'a> {
    move |reason| rustler::Encoder::encode(&ResourceError { function, parameter, reason }, env)
}

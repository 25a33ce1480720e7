/// A handle that cannot be used, as Elixir gets it.
#[derive(rustler::NifException)]
#[module = "{{ namespace }}.ResourceError"]
#[rustler(encode)]
struct ResourceError {
    function: &'static str,
    parameter: &'static str,
    reason: Unavailable,
}

/// Says which parameter of which function cannot be used; the function answers `{:error, _}`.
fn unusable(
    function: &'static str,
    parameter: &'static str,
) -> impl FnOnce(Unavailable) -> rustler::Error {
    move |reason| rustler::Error::Term(Box::new(ResourceError { function, parameter, reason }))
}

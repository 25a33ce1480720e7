/// The error for a handle that cannot be used.
#[derive(rustler::NifException)]
#[module = "{{ namespace }}.ResourceError"]
#[rustler(encode)]
struct ResourceError {
    function: &'static str,
    parameter: &'static str,
    reason: Unavailable,
}

/// Names the parameter that cannot be used; the function returns `{:error, _}`.
fn unusable(
    function: &'static str,
    parameter: &'static str,
) -> impl FnOnce(Unavailable) -> rustler::Error {
    move |reason| rustler::Error::Term(Box::new(ResourceError { function, parameter, reason }))
}

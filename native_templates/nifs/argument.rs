/// Decodes an argument that Elixir has validated.
fn argument<'a, T: nif_codec::Decode<'a>>(
    function: &str,
    parameter: &str,
    term: rustler::Term<'a>,
) -> rustler::NifResult<T> {
    custom_argument(function, parameter, term).map_err(|error| match error {
        rustler::Error::BadArg => RefusedArgument::error(function, parameter, term, error),
        error => error,
    })
}

/// Decodes an argument in which decoders of the crate may have a part: these may panic, or refuse with an error.
fn custom_argument<'a, T: nif_codec::Decode<'a>>(
    function: &str,
    parameter: &str,
    term: rustler::Term<'a>,
) -> rustler::NifResult<T> {
    match caught(function, || nif_codec::decode_custom(term.into())) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(Some(error))) => Err(RefusedArgument::error(function, parameter, term, error)),
        Ok(Err(None)) => Err(rustler::Error::BadArg),
        Err(panic) => Err(rustler::Error::RaiseTerm(Box::new(panic))),
    }
}

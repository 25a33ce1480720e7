/// Decodes an argument.
fn decode<'a, T: nif_codec::Decode<'a>>(term: rustler::Term<'a>) -> rustler::NifResult<T> {
    T::decode(term.into()).ok_or(rustler::Error::BadArg)
}

//! What a decoder of the user's said.

use std::cell::RefCell;

use crate::decode::Decode;
use crate::raw::RawTerm;

thread_local! {
    /// The error of the decoder that refused a term last, in the argument that this thread decodes.
    static ERROR: RefCell<Option<rustler::Error>> = const { RefCell::new(None) };
}

/// Decodes a value in which Rustler's decoders may have a part. Where one of them refuses it, that one's error is returned.
///
/// # Errors
///
/// If the term is not valid.
pub fn decode_custom<'a, T: Decode<'a>>(term: RawTerm<'a>) -> Result<T, Option<rustler::Error>> {
    drop(ERROR.take());
    T::decode(term).ok_or_else(|| ERROR.take())
}

/// Decodes a term with a decoder of Rustler's, and keeps its error.
pub fn decode_by_rustler<'a, T: rustler::Decoder<'a>>(term: RawTerm<'a>) -> Option<T> {
    term.to_rustler()
        .decode()
        .map_err(|error| ERROR.replace(Some(error)))
        .ok()
}

//! Why a call ends without an answer of the function.

use std::cell::RefCell;

use rustler::{Env, Error, Term, TermType};

use crate::atoms::Name;
use crate::decode::Decode;
use crate::library::library;
use crate::locks::ResourceError;
use crate::panic::{PanicError, exception};
use crate::raw::{Answer, RawEnv, RawTerm};

static INVALID: Name = Name::new("invalid");
static ERROR: Name = Name::new("error");

/// Why a call ends without an answer of the function.
pub enum Refusal {
    /// An argument is not valid, which Elixir explains.
    Invalid,
    /// An argument is not valid, and Elixir cannot explain it. This is the message.
    Argument(String),
    Unavailable(ResourceError),
    Panic(Box<PanicError>),
}

impl From<Box<PanicError>> for Refusal {
    fn from(panic: Box<PanicError>) -> Self {
        Self::Panic(panic)
    }
}

impl Refusal {
    #[cold]
    pub(crate) fn answer(self, env: RawEnv<'_>) -> Answer<'_> {
        match self {
            Self::Invalid => env.name(&INVALID).into(),
            Self::Unavailable(error) => env.tuple([env.name(&ERROR), error.term(env)]).into(),
            other => other.raise(env),
        }
    }

    #[cold]
    pub(crate) fn raise(self, env: RawEnv<'_>) -> Answer<'_> {
        match self {
            Self::Invalid => self.answer(env),
            Self::Argument(message) => exception(
                env,
                "ArgumentError",
                [("message", env.binary(message.as_bytes()))],
            )
            .raise(),
            Self::Unavailable(error) => error.term(env).raise(),
            Self::Panic(panic) => panic.term(env).raise(),
        }
    }
}

thread_local! {
    /// The error of the decoder that refused a term last, in the argument that this thread decodes.
    static REFUSED: RefCell<Option<Error>> = const { RefCell::new(None) };
}

/// Decodes a value in which Rustler's decoders may have a part. Where one of them refuses it, that one's error is returned.
///
/// # Errors
///
/// If the term is not valid.
pub(crate) fn decode_custom<'a, T: Decode<'a>>(term: RawTerm<'a>) -> Result<T, Option<Error>> {
    drop(REFUSED.take());
    T::decode(term).ok_or_else(|| REFUSED.take())
}

/// Decodes a term with a decoder of Rustler's, and keeps its error.
pub fn decode_by_rustler<'a, T: rustler::Decoder<'a>>(term: RawTerm<'a>) -> Option<T> {
    term.to_rustler()
        .decode()
        .map_err(|error| REFUSED.replace(Some(error)))
        .ok()
}

/// Says that an argument cannot be decoded.
pub(crate) fn message(function: &str, parameter: &str, term: Term<'_>, error: Error) -> String {
    let (reason, got) = (reason(term.get_env(), error), shape(term));
    format!("{function} cannot decode {parameter}{reason}, got: {got}")
}

/// The decoder's message.
fn reason(env: Env<'_>, error: Error) -> String {
    match error {
        Error::BadArg => String::new(),
        Error::Atom(reason) | Error::RaiseAtom(reason) => format!(": {reason}"),
        Error::Term(reason) | Error::RaiseTerm(reason) => {
            let reason = reason.encode(env);
            let text = reason.decode::<String>();
            text.map_or_else(|_| format!(": {reason:?}"), |text| format!(": {text}"))
        }
    }
}

/// Describes a value, without its contents unless messages may show them.
fn shape(term: Term<'_>) -> String {
    match (term.get_type(), library().shows_arguments) {
        (TermType::Integer | TermType::Float, true) => format!("{term:?}"),
        (TermType::Atom, true) if term.decode::<Option<bool>>().is_ok() => format!("{term:?}"),
        (TermType::Atom, true) => format!(":{term:?}"),
        (TermType::Binary, true) => match term.decode::<&str>() {
            Ok(text) if text.len() <= 100 => format!("{text:?}"),
            _ => "a binary".to_owned(),
        },
        (TermType::Integer, false) => "an integer".to_owned(),
        (TermType::Atom, false) => "an atom".to_owned(),
        (TermType::Fun, _) => "a function".to_owned(),
        (TermType::Ref, _) => "a reference".to_owned(),
        (other, _) => format!("a {other:?}").to_lowercase(),
    }
}

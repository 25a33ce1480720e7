//! The call of a function of a crate: arguments in, its answer out.

use rustler::{Encoder, Env, Error, NifResult, Term, TermType};

use crate::decode::Decode;
use crate::encode::Encode;
use crate::library::library;
use crate::panic::{PanicError, caught, combine_panics, exception};
use crate::refusal::decode_custom;

rustler::atoms! { invalid }

/// Decodes the arguments, calls a function of the crate and encodes its answer. An argument that is not valid gives
/// `:invalid`, and a panic an exception.
#[inline]
pub fn call<'a, T: Encode>(
    env: Env<'a>,
    function: &str,
    run: impl FnOnce() -> NifResult<T>,
) -> NifResult<Term<'a>> {
    let mut value = None;
    let mut answer = Err(Error::BadArg);
    let result = caught(function, || match run() {
        Ok(it) => answer = Ok(value.insert(it).encode(env.into()).to_rustler()),
        Err(error) => answer = Err(error),
    });
    match (finished(function, result, value), answer) {
        (Err(panic), _) => Err(panic.raise()),
        (Ok(()), Err(Error::BadArg)) => Ok(invalid().to_term(env)),
        (Ok(()), answer) => answer,
    }
}

/// Encodes a value that the crate returned, and drops it.
pub(crate) fn encoded<'a, T: Encode>(
    env: Env<'a>,
    function: &str,
    value: T,
) -> Result<Term<'a>, Box<PanicError>> {
    let term = caught(function, || value.encode(env.into()).to_rustler());
    finished(function, term, Some(value))
}

/// Drops what was encoded. If that panicked, the panic says where in the value a float is that Elixir cannot represent.
#[inline]
fn finished<T: Encode, R>(
    function: &str,
    result: Result<R, Box<PanicError>>,
    value: Option<T>,
) -> Result<R, Box<PanicError>> {
    let result = result.map_err(|panic| {
        match caught(function, || value.as_ref().and_then(Encode::not_finite)) {
            Ok(Some(found)) => panic.because_of(&found),
            _ => panic,
        }
    });
    if std::mem::needs_drop::<T>() {
        combine_panics(result, caught(function, || drop(value)))
    } else {
        result
    }
}

/// Decodes an argument.
///
/// # Errors
///
/// `BadArg` if it is not valid.
#[inline]
pub fn decode<'a, T: Decode<'a>>(term: Term<'a>) -> NifResult<T> {
    T::decode(term.into()).ok_or(Error::BadArg)
}

/// Decodes an argument in which decoders of the crate may have a part: these may panic, or refuse with an error.
///
/// # Errors
///
/// `BadArg` if it is not valid, or an exception that says what such a decoder says.
pub fn custom_argument<'a, T: Decode<'a>>(
    function: &str,
    parameter: &str,
    term: Term<'a>,
) -> NifResult<T> {
    match caught(function, || decode_custom(term.into())) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(Some(error))) => Err(RefusedArgument::error(function, parameter, term, error)),
        Ok(Err(None)) => Err(Error::BadArg),
        Err(panic) => Err(panic.raise()),
    }
}

/// Decodes an argument that Elixir has validated.
///
/// # Errors
///
/// An exception that names the argument.
pub fn argument<'a, T: Decode<'a>>(
    function: &str,
    parameter: &str,
    term: Term<'a>,
) -> NifResult<T> {
    custom_argument(function, parameter, term).map_err(|error| match error {
        Error::BadArg => RefusedArgument::error(function, parameter, term, error),
        error => error,
    })
}

/// An argument that Rust refused and Elixir does not explain.
struct RefusedArgument(String);

impl RefusedArgument {
    fn error(function: &str, parameter: &str, term: Term<'_>, error: Error) -> Error {
        let (reason, got) = (reason(term.get_env(), error), shape(term));
        let message = format!("{function} cannot decode {parameter}{reason}, got: {got}");
        Error::RaiseTerm(Box::new(Self(message)))
    }
}

impl Encoder for RefusedArgument {
    fn encode<'a>(&self, env: Env<'a>) -> Term<'a> {
        exception(env, "ArgumentError", &[("message", &self.0)])
    }
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

/// Raises an error that other functions return as `{:error, _}`.
pub fn raised<T>(result: NifResult<T>) -> NifResult<T> {
    result.map_err(|error| match error {
        Error::Term(error) => Error::RaiseTerm(error),
        error => error,
    })
}

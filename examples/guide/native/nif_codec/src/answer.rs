//! What a function returns to Elixir.

use crate::atoms::Name;
use crate::encode::{Encode, Unrepresentable};
use crate::raw::{RawEnv, RawTerm};

static OK: Name = Name::new("ok");
static ERROR: Name = Name::new("error");

/// `{:ok, value}`.
pub struct Success<T>(pub T);

impl<T: Encode> Encode for Success<T> {
    #[inline]
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        env.tuple([env.atom(OK.get(env)), self.0.encode(env)])
    }

    fn unrepresentable(&self) -> Option<Unrepresentable> {
        self.0.unrepresentable()
    }
}

/// `:ok`.
impl Encode for () {
    #[inline]
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        env.atom(OK.get(env))
    }
}

/// `{:ok, value}` or `{:error, error}`.
impl<T: Encode, E: Encode> Encode for Result<T, E> {
    #[inline]
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        match self {
            Ok(value) => env.tuple([env.atom(OK.get(env)), value.encode(env)]),
            Err(error) => env.tuple([env.atom(ERROR.get(env)), error.encode(env)]),
        }
    }

    fn unrepresentable(&self) -> Option<Unrepresentable> {
        match self {
            Ok(value) => value.unrepresentable(),
            Err(error) => error.unrepresentable(),
        }
    }
}

/// `:ok` or `{:error, error}`.
pub struct OkOrError<E>(pub Result<(), E>);

impl<E: Encode> Encode for OkOrError<E> {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        match &mut self.0 {
            Ok(()) => env.atom(OK.get(env)),
            Err(error) => env.tuple([env.atom(ERROR.get(env)), error.encode(env)]),
        }
    }

    fn unrepresentable(&self) -> Option<Unrepresentable> {
        self.0.as_ref().err()?.unrepresentable()
    }
}

//! The call of a function of a crate: arguments in, its answer out.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rustler::{Error, Resource, ResourceArc};

use crate::atoms::Name;
use crate::decode::Decode;
use crate::encode::Encode;
use crate::panic::{PanicError, caught, combine_panics, panic_error};
use crate::raw::{Answer, Argument, Encoded, RawEnv, RawTerm};
use crate::refusal::{Refusal, decode_custom, message};
use crate::stream::Stream;

/// A call of a function of a crate.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    pub(crate) env: RawEnv<'a>,
    /// A reference to the text takes one word where the text takes two, so that a call is passed in two registers.
    label: &'static &'static str,
}

impl<'a> Call<'a> {
    #[inline]
    pub(crate) fn new(env: RawEnv<'a>, label: &'static &'static str) -> Self {
        Self { env, label }
    }

    /// The function's name and arity, such as `area/1`.
    pub(crate) fn function(self) -> &'static str {
        self.label
    }

    pub(crate) fn label(self) -> &'static &'static str {
        self.label
    }

    /// Calls a function of the crate and encodes its answer. An argument that is not valid gives `:invalid`, a resource
    /// that cannot be used `{:error, error}`, and a panic raises.
    #[inline]
    pub fn run<T: Encode>(self, run: impl FnOnce() -> Result<T, Refusal>) -> Answer<'a> {
        self.answer(run, Refusal::answer)
    }

    /// Like [`run`](Self::run), but raises the error of a resource that cannot be used.
    #[inline]
    pub fn run_or_raise<T: Encode>(self, run: impl FnOnce() -> Result<T, Refusal>) -> Answer<'a> {
        self.answer(run, Refusal::raise)
    }

    #[inline]
    fn answer<T: Encode>(
        self,
        run: impl FnOnce() -> Result<T, Refusal>,
        refused: impl Fn(Refusal, RawEnv<'a>) -> Answer<'a>,
    ) -> Answer<'a> {
        match encoded(self.env, self.label, run) {
            Ok(term) => term.into(),
            Err(refusal) => refused(refusal, self.env),
        }
    }

    /// Decodes an argument.
    ///
    /// # Errors
    ///
    /// That it is not valid.
    #[inline]
    pub fn decode<T: Decode<'a>>(self, argument: &Argument<'a>) -> Result<T, Refusal> {
        T::decode(self.env.argument(argument)).ok_or(Refusal::Invalid)
    }

    /// Decodes an argument in which decoders of the crate may have a part: these may panic, or refuse with an error.
    ///
    /// # Errors
    ///
    /// That it is not valid, or an exception that says what such a decoder says.
    pub fn decode_custom<T: Decode<'a>>(
        self,
        parameter: &str,
        argument: &Argument<'a>,
    ) -> Result<T, Refusal> {
        let term = self.env.argument(argument);
        match caught(self.label, || decode_custom(term)) {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(Some(error))) => Err(self.refused(parameter, term, error)),
            Ok(Err(None)) => Err(Refusal::Invalid),
            Err(panic) => Err(Refusal::Panic(panic)),
        }
    }

    /// Decodes an argument that Elixir has validated.
    ///
    /// # Errors
    ///
    /// An exception that names the argument.
    pub fn decode_validated<T: Decode<'a>>(
        self,
        parameter: &str,
        argument: &Argument<'a>,
    ) -> Result<T, Refusal> {
        let value = self.decode_custom(parameter, argument);
        value.map_err(|refusal| match refusal {
            Refusal::Invalid => self.refused(parameter, self.env.argument(argument), Error::BadArg),
            refusal => refusal,
        })
    }

    fn refused(self, parameter: &str, term: RawTerm<'a>, error: Error) -> Refusal {
        Refusal::Argument(message(self.label, parameter, term.to_rustler(), error))
    }

    /// A stream of the items that the function returned.
    pub fn stream<T: Encode>(
        self,
        items: impl Iterator<Item = T> + Send + 'static,
    ) -> ResourceArc<Stream> {
        Stream::start(self.label, items)
    }

    /// The resource that a reference leads to.
    pub fn resource<T: Resource>(self, reference: &Argument<'a>) -> Option<&'a T> {
        self.env.argument(reference).to_rustler().try_get_resource()
    }

    /// Answers with an atom, or with `nil`.
    pub fn atom_or_nil(self, name: Option<&Name>) -> Answer<'a> {
        match name {
            Some(name) => self.env.name(name).into(),
            None => None::<bool>.encode(self.env).into(),
        }
    }
}

/// Runs code of a crate, encodes the value that it returns, and drops that.
///
/// # Errors
///
/// That of the code, or a panic: in the code, in the value's codec, or in dropping the value.
#[inline]
pub(crate) fn encoded<'a, T: Encode, E: From<Box<PanicError>>>(
    env: RawEnv<'a>,
    function: &'static str,
    run: impl FnOnce() -> Result<T, E>,
) -> Result<Encoded<'a>, E> {
    // A panic of the codec must not drop the value, for a second panic would abort the VM.
    let mut value = None;
    let encoded = catch_unwind(AssertUnwindSafe(|| {
        Ok(value.insert(run()?).encode(env).into())
    }));
    match encoded {
        Ok(Ok(encoded)) if std::mem::needs_drop::<T>() => {
            caught(function, || drop(value)).map_err(E::from)?;
            Ok(encoded)
        }
        Ok(result) => result,
        Err(payload) => Err(explain_panic(function, payload, value).into()),
    }
}

/// A panic; in a codec, where there is a value: with the place of what Elixir cannot represent in it. The value is
/// dropped where no panic unwinds.
#[cold]
fn explain_panic<T: Encode>(
    function: &'static str,
    payload: Box<dyn Any + Send>,
    value: Option<T>,
) -> Box<PanicError> {
    let panic = panic_error(function, payload);
    let Some(value) = value else {
        return panic;
    };
    let panic = match caught(function, || value.unrepresentable()) {
        Ok(Some(found)) => panic.because_of(&found),
        _ => panic,
    };
    combine_panics(panic, caught(function, || drop(value)))
}

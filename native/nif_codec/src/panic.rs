//! Panics, which become exceptions.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};

use rustler::{Encoder, Env, Term};

use crate::atoms;
use crate::encode::NotFinite;
use crate::library::library;
use crate::raw::RawEnv;

#[cfg(panic = "abort")]
compile_error!(
    "a panic in a NIF must unwind, or it stops the whole VM; remove `panic = \"abort\"` from the Cargo profile"
);

thread_local! {
    /// Whether a NIF runs on this thread, so that a panic is caught.
    static RUNS: Cell<bool> = const { Cell::new(false) };
    /// Where the NIF that runs on this thread panicked.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Has panics of NIFs kept instead of printed.
pub(crate) fn keep_messages() {
    let default_hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // A thread may panic after its thread-local values are gone; a panic in here would abort the VM.
        if RUNS.try_with(Cell::get).unwrap_or(false) {
            PLACE.set(
                panic
                    .location()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            );
        } else {
            default_hook(panic);
        }
    }));
}

/// A panic, which Elixir raises as an exception.
pub struct PanicError {
    function: String,
    reason: String,
    location: String,
}

impl PanicError {
    /// What has just panicked, and where.
    fn new(function: &str, payload: &(dyn Any + Send)) -> Box<Self> {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Box::new(Self {
            function: function.to_owned(),
            reason: text.unwrap_or("no panic message").to_owned(),
            location: PLACE.take(),
        })
    }

    /// The same panic with its reason: a float that Elixir cannot represent.
    pub(crate) fn because_of(mut self: Box<Self>, found: &NotFinite) -> Box<Self> {
        let (place, float) = (&found.place, found.float);
        self.reason = format!("the result{place} is {float}, which Elixir cannot represent");
        // It panicked in its codec, which tells nobody anything.
        self.location = String::new();
        self
    }

    /// Adds a second panic to the message.
    fn and(mut self: Box<Self>, next: &Self) -> Box<Self> {
        let (first, second, location) = (&self.reason, &next.reason, &next.location);
        self.reason = format!("{first}; then a second panic at {location}: {second}");
        self
    }

    pub(crate) fn raise(self: Box<Self>) -> rustler::Error {
        rustler::Error::RaiseTerm(self)
    }
}

impl Encoder for PanicError {
    fn encode<'a>(&self, env: Env<'a>) -> Term<'a> {
        let module = format!("{}.PanicError", library().namespace);
        let fields = [
            ("function", &self.function),
            ("reason", &self.reason),
            ("location", &self.location),
        ];
        exception(env, &module, &fields)
    }
}

/// An exception with texts in its fields.
pub(crate) fn exception<'a>(env: Env<'a>, module: &str, fields: &[(&str, &String)]) -> Term<'a> {
    let atom = |name: &str| {
        RawEnv::from(env)
            .atom(atoms::atom(env.into(), name))
            .to_rustler()
    };
    let marks = [
        (atom("__struct__"), atom(&format!("Elixir.{module}"))),
        (atom("__exception__"), atom("true")),
    ];
    let fields = fields
        .iter()
        .map(|(key, text)| (atom(key), text.encode(env)));
    let (keys, values): (Vec<_>, Vec<_>) = marks.into_iter().chain(fields).unzip();
    Term::map_from_term_arrays(env, &keys, &values).expect("no two fields have one name")
}

/// Runs code of a crate, and returns a panic with its message and location.
///
/// A second panic, in a drop while the first one unwinds, would abort the VM. So `run` borrows what may be left over, and
/// that is dropped in a separate call.
#[inline]
pub fn caught<T>(function: &str, run: impl FnOnce() -> T) -> Result<T, Box<PanicError>> {
    let outer = RUNS.replace(true);
    // A panic that the crate caught itself left its place here.
    PLACE.with_borrow_mut(String::clear);
    let result = catch_unwind(AssertUnwindSafe(run));
    let result = result.map_err(|payload| freed(function, payload));
    RUNS.set(outer);
    result
}

/// A panic by its payload, which is dropped.
#[cold]
fn freed(function: &str, payload: Box<dyn Any + Send>) -> Box<PanicError> {
    let panic = PanicError::new(function, &*payload);
    // Dropping the payload may panic too. The payload of that panic is leaked.
    let dropped = catch_unwind(AssertUnwindSafe(|| drop(payload)));
    let Err(payload) = dropped else {
        return panic;
    };
    let next = PanicError::new(function, &*payload);
    std::mem::forget(payload);
    panic.and(&next)
}

/// Combines the result of a call with that of dropping what it left over.
pub(crate) fn combine_panics<T>(
    result: Result<T, Box<PanicError>>,
    dropped: Result<(), Box<PanicError>>,
) -> Result<T, Box<PanicError>> {
    match (result, dropped) {
        (Err(panic), Err(next)) => Err(panic.and(&next)),
        (Ok(_), Err(panic)) => Err(panic),
        (result, Ok(())) => result,
    }
}

/// Runs code of a crate that nobody waits for. The panic hook has reported a panic; its payload is dropped here, or leaked
/// if dropping it panics too.
pub fn contained(run: impl FnOnce()) {
    let result = catch_unwind(AssertUnwindSafe(run));
    let dropped = catch_unwind(AssertUnwindSafe(|| drop(result)));
    if let Err(payload) = dropped {
        std::mem::forget(payload);
    }
}

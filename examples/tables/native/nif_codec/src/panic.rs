//! Panics, which become exceptions.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::atoms;
use crate::encode::Unrepresentable;
use crate::library::library;
use crate::raw::{RawEnv, RawTerm};

#[cfg(panic = "abort")]
compile_error!(
    "a panic in a NIF must unwind, or it stops the whole VM; remove `panic = \"abort\"` from the Cargo profile"
);

thread_local! {
    /// What the last panic of a NIF on this thread said, and where it was.
    static LAST: RefCell<Option<(String, String)>> = const { RefCell::new(None) };
    /// Whether this thread, which is none of the VM's, runs a function that was called.
    static IS_IN_CALL: Cell<bool> = const { Cell::new(false) };
    /// Whether this thread runs code that no call waits for, so that a panic has to be printed.
    static IS_CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// Has panics of NIFs kept instead of printed.
pub(crate) fn keep_messages() {
    let default_hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // A NIF runs on a thread of the VM, whose thread-local values are there, or on one of its own.
        let is_in_call = rustler::thread::is_scheduler_thread() || IS_IN_CALL.get();
        if !is_in_call || IS_CONTAINED.get() {
            return default_hook(panic);
        }
        let place = panic.location().map(ToString::to_string);
        let text = text(panic.payload()).to_owned();
        LAST.set(Some((text, place.unwrap_or_default())));
    }));
}

/// What a panic says.
fn text(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no panic message")
}

/// A panic, which Elixir raises as an exception.
pub struct PanicError {
    function: &'static str,
    reason: String,
    location: String,
}

impl PanicError {
    /// What has just panicked, and where.
    fn new(function: &'static str, payload: &(dyn Any + Send)) -> Box<Self> {
        let reason = text(payload).to_owned();
        // The last panic may have been caught by the crate, and this one resumed, which does not say where it comes from.
        let location = match LAST.take() {
            Some((text, place)) if text == reason => place,
            _ => String::new(),
        };
        Box::new(Self {
            function,
            reason,
            location,
        })
    }

    /// The same panic with its reason: a value that Elixir cannot represent.
    pub(crate) fn because_of(mut self: Box<Self>, found: &Unrepresentable) -> Box<Self> {
        let (place, value) = (&found.place, &found.value);
        self.reason = format!("the result{place} is {value}, which Elixir cannot represent");
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

    pub(crate) fn term<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
        let module = format!("{}.PanicError", library().namespace);
        let fields = [
            ("function", env.binary(self.function.as_bytes())),
            ("reason", env.binary(self.reason.as_bytes())),
            ("location", env.binary(self.location.as_bytes())),
        ];
        exception(env, &module, fields)
    }
}

/// An exception with some fields.
pub(crate) fn exception<'a, const N: usize>(
    env: RawEnv<'a>,
    module: &str,
    fields: [(&str, RawTerm<'a>); N],
) -> RawTerm<'a> {
    let atom = |name: &str| env.atom(atoms::atom(env, name));
    let marks = [
        (atom("__struct__"), atom(&format!("Elixir.{module}"))),
        (atom("__exception__"), atom("true")),
    ];
    let fields = fields.map(|(key, value)| (atom(key), value));
    env.map_of_pairs(marks.into_iter().chain(fields))
}

/// Runs code of a crate, and returns a panic with its message and location.
///
/// A second panic, in a drop while the first one unwinds, aborts the VM. So the codecs and streams, where `run` would own a
/// value of the crate's, have it borrow that, and drop it in a separate call. What the crate's own function owns is out of
/// reach.
#[inline]
pub(crate) fn caught<T>(
    function: &'static str,
    run: impl FnOnce() -> T,
) -> Result<T, Box<PanicError>> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|payload| panic_error(function, payload))
}

/// Runs a function that was called, on a thread of its own: panics are kept as those of other functions are.
pub(crate) fn in_call<T>(run: impl FnOnce() -> T) -> T {
    IS_IN_CALL.set(true);
    run()
}

/// Makes a panic out of its payload, and drops that.
#[cold]
pub(crate) fn panic_error(function: &'static str, payload: Box<dyn Any + Send>) -> Box<PanicError> {
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

/// Adds a panic of dropping what a call left over to that of the call.
pub(crate) fn combine_panics(
    panic: Box<PanicError>,
    dropped: Result<(), Box<PanicError>>,
) -> Box<PanicError> {
    match dropped {
        Ok(()) => panic,
        Err(next) => panic.and(&next),
    }
}

/// Runs code of a crate that no call waits for. The panic hook prints a panic; its payload is dropped here, or leaked if
/// dropping it panics too.
pub fn contained(run: impl FnOnce()) {
    let outer = IS_CONTAINED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(run));
    let dropped = catch_unwind(AssertUnwindSafe(|| drop(result)));
    if let Err(payload) = dropped {
        std::mem::forget(payload);
    }
    IS_CONTAINED.set(outer);
}

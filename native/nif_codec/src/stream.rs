//! Iterators of a crate, which Elixir reads in chunks.

use std::sync::{Mutex, PoisonError};

use rustler::{Env, NifResult, ResourceArc, Term};

use crate::call::encoded;
use crate::encode::Encode;
use crate::panic::{PanicError, caught, combine_panics, contained};

/// An iterator of a crate, which Elixir reads in chunks.
pub struct Stream {
    function: &'static str,
    state: Mutex<State>,
}

enum State {
    New(Items),
    Read(Items),
    /// It panicked, and the reader has yet to be told.
    Failed(Box<PanicError>),
    Ended,
}

/// Whether there may be more, and some items.
pub type Chunk<'a> = (bool, Vec<Term<'a>>);

/// The next item, encoded, or the panic of its codec.
type Item<'a> = Result<Term<'a>, Box<PanicError>>;
type Items = Box<dyn for<'a> FnMut(Env<'a>) -> Option<Item<'a>> + Send>;

#[rustler::resource_impl]
impl rustler::Resource for Stream {
    fn destructor(self, _env: Env<'_>) {
        contained(|| drop(self));
    }
}

impl Stream {
    /// A stream of items, for a function by its name and arity.
    pub fn start<T: Encode>(
        function: &'static str,
        mut items: impl Iterator<Item = T> + Send + 'static,
    ) -> ResourceArc<Self> {
        let items: Items = Box::new(move |env| Some(encoded(env, function, items.next()?)));
        ResourceArc::new(Self {
            function,
            state: Mutex::new(State::New(items)),
        })
    }

    /// Whether there may be more, and the next items. Items before a panic are returned first.
    fn chunk<'a>(&self, env: Env<'a>, size: usize) -> NifResult<Chunk<'a>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut chunk = Vec::new();
        let mut items = match std::mem::replace(&mut *state, State::Ended) {
            State::Read(items) => items,
            State::Failed(panic) => return Err(panic.raise()),
            State::New(_) | State::Ended => return Ok((false, chunk)),
        };
        let more = caught(self.function, || {
            while chunk.len() < size {
                match items(env) {
                    Some(item) => chunk.push(item?),
                    None => return Ok(false),
                }
            }
            Ok(true)
        });
        let more = more.and_then(|more| more);
        *state = if matches!(more, Ok(true)) {
            State::Read(items)
        } else {
            let freed = caught(self.function, || drop(items));
            combine_panics(more, freed).map_or_else(State::Failed, |_| State::Ended)
        };
        let now = &*state;
        Ok((!matches!(now, State::Ended), chunk))
    }

    /// Starts to read a stream, which works once; none if the stream is stale.
    pub fn open(stream: Term<'_>) -> Option<bool> {
        let stream: ResourceArc<Self> = stream.decode().ok()?;
        let Ok(mut state) = stream.state.try_lock() else {
            return Some(false);
        };
        let (now, is_new) = match std::mem::replace(&mut *state, State::Ended) {
            State::New(items) => (State::Read(items), true),
            other => (other, false),
        };
        *state = now;
        Some(is_new)
    }

    /// Whether there may be more, and the next items; none if the stream is from before the library was loaded again.
    ///
    /// # Errors
    ///
    /// The panic of the iterator.
    pub fn next<'a>(env: Env<'a>, stream: Term<'a>, size: usize) -> NifResult<Option<Chunk<'a>>> {
        let stream = stream.decode::<ResourceArc<Self>>().ok();
        stream.map(|stream| stream.chunk(env, size)).transpose()
    }

    /// Frees the iterator. A panic in its drop does not reach the reader.
    pub fn close(stream: Term<'_>) -> bool {
        let Ok(stream) = stream.decode::<ResourceArc<Self>>() else {
            return true;
        };
        let mut state = stream.state.lock().unwrap_or_else(PoisonError::into_inner);
        let state = std::mem::replace(&mut *state, State::Ended);
        caught(stream.function, || drop(state)).is_ok()
    }
}

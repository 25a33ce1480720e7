//! Iterators of a crate, which Elixir reads in chunks.

use std::sync::{Mutex, PoisonError};

use rustler::{Env, ResourceArc};

use crate::call::{Call, encoded};
use crate::encode::Encode;
use crate::panic::{PanicError, caught, combine_panics, contained};
use crate::raw::{Answer, Argument, Encoded, RawEnv, RawTerm};
use crate::refusal::Refusal;

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

/// The next item, encoded, or the panic of its codec.
type Item<'a> = Result<Encoded<'a>, Box<PanicError>>;
type Items = Box<dyn for<'a> FnMut(RawEnv<'a>) -> Option<Item<'a>> + Send>;

#[rustler::resource_impl]
impl rustler::Resource for Stream {
    fn destructor(self, _env: Env<'_>) {
        contained(|| drop(self));
    }
}

impl Stream {
    /// A stream of items, for a function by its name and arity.
    pub(crate) fn start<T: Encode>(
        function: &'static str,
        mut items: impl Iterator<Item = T> + Send + 'static,
    ) -> ResourceArc<Self> {
        let items: Items = Box::new(move |env| {
            let item = items.next()?;
            Some(encoded(env, function, || Ok(item)))
        });
        ResourceArc::new(Self {
            function,
            state: Mutex::new(State::New(items)),
        })
    }

    /// Whether there may be more, and a list of the next items. Items before a panic are returned first.
    fn chunk<'a>(&self, env: RawEnv<'a>, size: usize) -> Result<RawTerm<'a>, Box<PanicError>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut chunk = Vec::new();
        match std::mem::replace(&mut *state, State::Ended) {
            State::Read(items) => *state = self.read(items, env, size, &mut chunk),
            State::Failed(panic) => return Err(panic),
            State::Ended => {}
            // It is opened first.
            new @ State::New(_) => *state = new,
        }
        let mut has_more = !matches!(*state, State::Ended);
        let items = chunk.into_iter();
        let items = items.rfold(env.nil(), |list, item| env.cell(env.encoded(item), list));
        Ok(env.tuple([has_more.encode(env), items]))
    }

    /// Reads at most so many items, and gives the state after them.
    fn read<'a>(
        &self,
        mut items: Items,
        env: RawEnv<'a>,
        size: usize,
        chunk: &mut Vec<Encoded<'a>>,
    ) -> State {
        let more = caught(self.function, || {
            while chunk.len() < size {
                match items(env) {
                    Some(item) => chunk.push(item?),
                    None => return Ok(false),
                }
            }
            Ok(true)
        });
        match more.and_then(|more| more) {
            Ok(true) => State::Read(items),
            Ok(false) => {
                caught(self.function, || drop(items)).map_or_else(State::Failed, |()| State::Ended)
            }
            Err(panic) => {
                let dropped = caught(self.function, || drop(items));
                State::Failed(combine_panics(panic, dropped))
            }
        }
    }

    /// Starts to read a stream, which works once; `nil` if the stream is stale.
    pub fn open<'a>(call: Call<'a>, [stream]: &[Argument<'a>; 1]) -> Answer<'a> {
        call.run(|| {
            let Some(stream) = call.resource::<Self>(stream) else {
                return Ok(None);
            };
            let Ok(mut state) = stream.state.try_lock() else {
                return Ok(Some(false));
            };
            let (now, is_new) = match std::mem::replace(&mut *state, State::Ended) {
                State::New(items) => (State::Read(items), true),
                other => (other, false),
            };
            *state = now;
            Ok(Some(is_new))
        })
    }

    /// Whether there may be more, and at most so many next items; `nil` if the stream is from before the library was
    /// loaded again. Raises the panic of the iterator.
    pub fn next<'a>(call: Call<'a>, [stream, size]: &[Argument<'a>; 2]) -> Answer<'a> {
        let (Some(stream), Ok(size)) = (call.resource::<Self>(stream), call.decode(size)) else {
            return call.atom_or_nil(None);
        };
        match stream.chunk(call.env, size) {
            Ok(chunk) => chunk.into(),
            Err(panic) => Refusal::Panic(panic).raise(call.env),
        }
    }

    /// Frees the iterator; whether that went well. A panic in its drop does not reach the reader.
    pub fn close<'a>(call: Call<'a>, [stream]: &[Argument<'a>; 1]) -> Answer<'a> {
        call.run(|| {
            let Some(stream) = call.resource::<Self>(stream) else {
                return Ok(true);
            };
            let mut state = stream.state.lock().unwrap_or_else(PoisonError::into_inner);
            let state = std::mem::replace(&mut *state, State::Ended);
            Ok(caught(stream.function, || drop(state)).is_ok())
        })
    }
}

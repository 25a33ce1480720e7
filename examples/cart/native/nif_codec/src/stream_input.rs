//! Streams of Elixir's, which a function of a crate reads as an iterator.
//!
//! The function runs on a thread of its own, so that no scheduler waits for the next item. The process that called it goes
//! through the stream and feeds it: each time the function has taken a part, the process decodes the next one.
//!
//! Only a stream that was read to its end ends the iterator. Where Elixir gives up, because the stream raised or its
//! process died, `next` unwinds instead, so that no function takes half of a stream for all of it.

use std::panic::resume_unwind;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{thread, vec};

use rustler::env::SavedTerm;
use rustler::schedule::consume_timeslice;
use rustler::{Env, LocalPid, OwnedEnv, ResourceArc};

use crate::answer::Success;
use crate::call::Call;
use crate::decode::Decode;
use crate::encode::Encode;
use crate::panic::{caught, contained, in_call};
use crate::raw::{Answer, Argument, RawEnv, RawTerm};
use crate::refusal::{Refusal, decode_custom, message};

/// How long a scheduler decodes items before other processes have their turn.
const SLICE: Duration = Duration::from_millis(1);

/// The items of a stream, for the function that reads it.
pub struct Items<T> {
    part: vec::IntoIter<T>,
    channel: Arc<Channel<T>>,
}

impl<T> Iterator for Items<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        loop {
            if let Some(item) = self.part.next() {
                return Some(item);
            }
            self.part = self.channel.take()?.into_iter();
        }
    }
}

impl<T> Drop for Items<T> {
    fn drop(&mut self) {
        self.channel.advance(|state| {
            if state.reader == Reader::MayRead {
                state.reader = Reader::Stopped;
            }
        });
    }
}

/// What an iterator unwinds with where its stream was given up.
struct GivenUp;

/// What Elixir holds of a call that reads a stream. The function's thread is told when nobody holds it any more.
pub struct StreamInput {
    function: &'static &'static str,
    parameter: &'static str,
    channel: Arc<dyn Source>,
}

#[rustler::resource_impl]
impl rustler::Resource for StreamInput {
    fn destructor(self, _env: Env<'_>) {
        self.channel.end(Stream::GivenUp);
        contained(|| drop(self));
    }
}

/// Between the process that feeds a function and the thread on which that runs.
struct Channel<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

struct State<T> {
    stream: Stream,
    reader: Reader,
    /// Items that the function has yet to take.
    part: Option<Vec<T>>,
    answer: Option<FunctionAnswer>,
    feeder: Option<Waiting>,
}

/// What is known of the stream.
#[derive(PartialEq)]
enum Stream {
    MayGoOn,
    Ended,
    GivenUp,
}

/// What the function does.
#[derive(PartialEq)]
enum Reader {
    MayRead,
    /// It has dropped the iterator.
    Stopped,
    Returned,
}

/// Encodes the answer of the function.
type FunctionAnswer = Box<dyn for<'a> FnOnce(Call<'a>) -> Answer<'a> + Send>;

/// A process that waits for a message.
struct Waiting {
    process: LocalPid,
    message: SavedTerm,
    env: OwnedEnv,
}

impl Waiting {
    fn new(env: RawEnv<'_>, message: RawTerm<'_>) -> Self {
        let process = env.to_rustler().pid();
        let env = OwnedEnv::new();
        let message = env.save(message.to_rustler());
        Self {
            process,
            message,
            env,
        }
    }

    /// A process that has died needs no message.
    fn tell(mut self) {
        let message = self.message;
        let _ = (self.env).send_and_clear(&self.process, |env| message.load(env));
    }
}

impl<T> State<T> {
    /// Whether the process that feeds the function has something to do.
    fn is_feeders_turn(&self) -> bool {
        match self.stream {
            Stream::MayGoOn => self.part.is_none() || self.reader != Reader::MayRead,
            Stream::Ended | Stream::GivenUp => self.reader == Reader::Returned,
        }
    }
}

impl<T> Channel<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next items, as soon as there are some; nothing at the end of the stream.
    fn take(&self) -> Option<Vec<T>> {
        let mut state = self.lock();
        while state.part.is_none() && state.stream == Stream::MayGoOn {
            state = (self.changed.wait(state)).unwrap_or_else(PoisonError::into_inner);
        }
        if state.stream == Stream::GivenUp {
            drop(state);
            // A second panic would end the VM.
            if thread::panicking() {
                return None;
            }
            resume_unwind(Box::new(GivenUp));
        }
        drop(state);
        self.advance(|state| state.part.take())
    }

    /// Changes the state on behalf of the function, and tells the process that feeds it if that is its turn now.
    fn advance<R>(&self, change: impl FnOnce(&mut State<T>) -> R) -> R {
        let mut state = self.lock();
        let result = change(&mut state);
        let is_feeders_turn = state.is_feeders_turn();
        let feeder = state.feeder.take_if(|_| is_feeders_turn);
        drop(state);
        if let Some(feeder) = feeder {
            feeder.tell();
        }
        result
    }

    /// Keeps the answer of the function, unless nobody waits for it.
    fn finish(&self, answer: FunctionAnswer) {
        let mut state = self.lock();
        let part = state.part.take();
        let mut answer = Some(answer);
        if state.stream != Stream::GivenUp {
            state.answer = answer.take();
        }
        drop(state);
        contained(|| drop(part));
        contained(|| drop(answer));
        self.advance(|state| state.reader = Reader::Returned);
    }
}

/// A channel whatever its items are.
trait Source: Send + Sync {
    /// Hands over items of a list, and gives the others: all of them if the function has yet to take the previous ones,
    /// nothing if it reads no more.
    fn feed<'a>(
        &self,
        call: Call<'a>,
        parameter: &str,
        items: RawTerm<'a>,
    ) -> Result<Option<RawTerm<'a>>, Refusal>;

    fn end(&self, stream: Stream);

    /// Whether a message will come when it is the calling process's turn again, or else it is now.
    fn wait(&self, env: RawEnv<'_>, message: RawTerm<'_>) -> bool;

    fn answer(&self) -> Option<FunctionAnswer>;
}

impl<T: for<'t> Decode<'t> + Send> Source for Channel<T> {
    fn feed<'a>(
        &self,
        call: Call<'a>,
        parameter: &str,
        items: RawTerm<'a>,
    ) -> Result<Option<RawTerm<'a>>, Refusal> {
        let state = self.lock();
        if state.reader != Reader::MayRead {
            return Ok(None);
        }
        if state.part.is_some() {
            return Ok(Some(items));
        }
        drop(state);
        let mut part = Vec::new();
        match caught(call.function(), || decode_some(items, &mut part)) {
            Ok(Ok(rest)) => {
                let mut state = self.lock();
                if state.reader == Reader::MayRead {
                    state.part = Some(part);
                    drop(state);
                    self.changed.notify_one();
                    return Ok(Some(rest));
                }
                // The function has stopped reading meanwhile, and may have returned, so that nobody else would free it.
                drop(state);
                contained(|| drop(part));
                Ok(None)
            }
            Ok(Err((item, error))) => {
                caught(call.function(), || drop(part))?;
                Err(error.map_or(Refusal::Invalid, |error| {
                    let item = item.to_rustler();
                    Refusal::Argument(message(call.function(), parameter, item, error))
                }))
            }
            Err(panic) => {
                contained(|| drop(part));
                Err(panic.into())
            }
        }
    }

    fn end(&self, stream: Stream) {
        let mut state = self.lock();
        let answer = state.answer.take_if(|_| stream == Stream::GivenUp);
        state.stream = stream;
        drop(state);
        self.changed.notify_one();
        contained(|| drop(answer));
    }

    fn wait(&self, env: RawEnv<'_>, message: RawTerm<'_>) -> bool {
        let mut state = self.lock();
        let has_to_wait = !state.is_feeders_turn();
        if has_to_wait {
            state.feeder = Some(Waiting::new(env, message));
        }
        has_to_wait
    }

    fn answer(&self) -> Option<FunctionAnswer> {
        self.lock().answer.take()
    }
}

/// Decodes the first items of a list, for as long as a scheduler may be kept, and charges the process for that time; gives
/// the rest of the list, or the item that is not valid.
fn decode_some<'a, T: Decode<'a>>(
    items: RawTerm<'a>,
    part: &mut Vec<T>,
) -> Result<RawTerm<'a>, (RawTerm<'a>, Option<rustler::Error>)> {
    let start = Instant::now();
    let mut rest = items;
    while let Some((item, tail)) = rest.cell() {
        part.push(decode_custom(item).map_err(|error| (item, error))?);
        rest = tail;
        if start.elapsed() >= SLICE {
            break;
        }
    }
    let percent = start.elapsed().as_micros() * 100 / SLICE.as_micros();
    let percent = i32::try_from(percent).map_or(100, |it| it.clamp(1, 100));
    consume_timeslice(items.env().to_rustler(), percent);
    Ok(rest)
}

impl Call<'_> {
    /// Runs a function that reads a stream, on a thread of its own. Elixir gets what it feeds the stream to.
    pub fn reading<T, R>(
        self,
        parameter: &'static str,
        run: impl FnOnce(Items<T>) -> Result<R, Refusal> + Send + 'static,
    ) -> Success<ResourceArc<StreamInput>>
    where
        T: for<'t> Decode<'t> + Send + 'static,
        R: Encode + Send + 'static,
    {
        let channel = Arc::new(Channel {
            state: Mutex::new(State {
                stream: Stream::MayGoOn,
                reader: Reader::MayRead,
                part: None,
                answer: None,
                feeder: None,
            }),
            changed: Condvar::new(),
        });
        let input = StreamInput {
            function: self.label(),
            parameter,
            channel: channel.clone(),
        };
        let function = self.function();
        let work = move || {
            let part = Vec::new().into_iter();
            let items = Items {
                part,
                channel: channel.clone(),
            };
            let result = in_call(|| caught(function, || run(items)));
            let result = result.map_err(Refusal::from).flatten();
            channel.finish(Box::new(move |call: Call<'_>| call.run(|| result)));
        };
        let name = function.to_owned();
        let thread = thread::Builder::new().name(name).spawn(work);
        thread.expect("a thread can be started for a function that reads a stream");
        Success(ResourceArc::new(input))
    }
}

impl StreamInput {
    /// Hands over items of a list, and answers with the others: all of them if the function has yet to take the previous
    /// ones, `nil` if it reads no more.
    pub fn feed<'a>(call: Call<'a>, [input, items]: &[Argument<'a>; 2]) -> Answer<'a> {
        let Some(input) = call.resource::<Self>(input) else {
            return call.atom_or_nil(None);
        };
        let call = Call::new(call.env, input.function);
        let items = call.env.argument(items);
        match input.channel.feed(call, input.parameter, items) {
            Ok(Some(rest)) => rest.into(),
            Ok(None) => call.atom_or_nil(None),
            Err(refusal) => refusal.answer(call.env),
        }
    }

    /// Ends the stream: all of it was handed over, or it was given up.
    pub fn end<'a>(call: Call<'a>, [input, is_whole]: &[Argument<'a>; 2]) -> Answer<'a> {
        call.run(|| {
            let stream = match call.decode(is_whole)? {
                true => Stream::Ended,
                false => Stream::GivenUp,
            };
            if let Some(input) = call.resource::<Self>(input) {
                input.channel.end(stream);
            }
            Ok(())
        })
    }

    /// Whether the message will be sent when the function has taken what was handed over or, at the end of the stream, has
    /// returned; otherwise it has already.
    pub fn wait<'a>(call: Call<'a>, [input, message]: &[Argument<'a>; 2]) -> Answer<'a> {
        call.run(|| {
            let input = call.resource::<Self>(input);
            let message = call.env.argument(message);
            Ok(input.is_some_and(|it| it.channel.wait(call.env, message)))
        })
    }

    /// The answer of the function; `nil` if the library was loaded again since the call began.
    pub fn answer<'a>(call: Call<'a>, [input]: &[Argument<'a>; 1]) -> Answer<'a> {
        let input = call.resource::<Self>(input);
        let answer = input.and_then(|it| Some((it.function, it.channel.answer()?)));
        match answer {
            Some((function, answer)) => answer(Call::new(call.env, function)),
            None => call.atom_or_nil(None),
        }
    }
}

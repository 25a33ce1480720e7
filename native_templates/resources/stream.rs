/// Iterators of the crate, which Elixir reads in chunks.
mod stream {
    use super::{PanicError, caught, combine_panics, contained, encoded};
    use rustler::{Env, NifResult, ResourceArc, Term};
    use std::sync::{Mutex, PoisonError};

    pub(super) struct Stream {
        function: &'static str,
        state: Mutex<State>,
    }

    enum State {
        New(Items),
        Read(Items),
        /// It panicked, and the reader has yet to be told.
        Failed(PanicError),
        Ended,
    }

    /// The next item, encoded, or the panic of its codec.
    type Item<'a> = Result<Term<'a>, PanicError>;
    type Items = Box<dyn for<'a> FnMut(Env<'a>) -> Option<Item<'a>> + Send>;

    #[rustler::resource_impl]
    impl rustler::Resource for Stream {
        fn destructor(self, _env: Env<'_>) {
            contained(|| drop(self));
        }
    }

    impl Stream {
        pub(super) fn start<T: nif_codec::Encode>(
            function: &'static str,
            mut items: impl Iterator<Item = T> + Send + 'static,
        ) -> ResourceArc<Self> {
            let items: Items =
                Box::new(move |env| Some(encoded(env, function, items.next()?)));
            ResourceArc::new(Self { function, state: Mutex::new(State::New(items)) })
        }

        /// Whether there may be more, and the next items. Items before a panic are returned first.
        fn chunk<'a>(&self, env: Env<'a>, size: usize) -> NifResult<(bool, Vec<Term<'a>>)> {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let mut chunk = Vec::new();
            let mut items = match std::mem::replace(&mut *state, State::Ended) {
                State::Read(items) => items,
                State::Failed(panic) => return Err(rustler::Error::RaiseTerm(Box::new(panic))),
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
    }

    /// Starts to read a stream, which works once; `nil` if the stream is stale.
    #[rustler::nif(name = "__open_stream__", schedule = "Normal")]
    fn open(stream: Term<'_>) -> Option<bool> {
        let stream: ResourceArc<Stream> = stream.decode().ok()?;
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
{% for next in nexts %}
{%- if loop.first %}
    /// Reads the next chunk; `nil` if the stream is from before the library was loaded again.
{%- else %}
    /// The same for a stream whose function runs on the other kind of dirty scheduler.
{%- endif %}
    #[rustler::nif(name = "{{ next.name }}", schedule = "{{ next.schedule }}")]
    fn {{ next.function }}<'a>(
        env: Env<'a>,
        stream: Term<'a>,
        size: usize,
    ) -> NifResult<Option<(bool, Vec<Term<'a>>)>> {
        let stream = stream.decode::<ResourceArc<Stream>>().ok();
        stream.map(|stream| stream.chunk(env, size)).transpose()
    }
{% endfor %}
    /// Frees the iterator. A panic in its drop does not reach the reader.
    #[rustler::nif(name = "__close_stream__", schedule = "DirtyCpu")]
    fn close(stream: Term<'_>) -> bool {
        let Ok(stream) = stream.decode::<ResourceArc<Stream>>() else {
            return true;
        };
        let mut state = stream.state.lock().unwrap_or_else(PoisonError::into_inner);
        let state = std::mem::replace(&mut *state, State::Ended);
        caught(stream.function, || drop(state)).is_ok()
    }
}

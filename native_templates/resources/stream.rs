/// Iterators of the crate, which Elixir reads in chunks.
mod stream {
    use std::sync::{Mutex, PoisonError};

    pub(super) struct Stream {
        function: &'static str,
        state: Mutex<State>,
    }

    enum State {
        New(Items),
        Read(Items),
        /// It panicked, and the reader has yet to be told.
        Failed(super::PanicError),
        Ended,
    }

    /// The next item, encoded, or the panic of its codec.
    type Item<'a> = Result<rustler::Term<'a>, super::PanicError>;
    type Items = Box<dyn for<'a> FnMut(rustler::Env<'a>) -> Option<Item<'a>> + Send>;

    #[rustler::resource_impl]
    impl rustler::Resource for Stream {
        fn destructor(self, _env: rustler::Env<'_>) {
            super::contained(|| drop(self));
        }
    }

    impl Stream {
        pub(super) fn start<T: rustler::Encoder>(
            function: &'static str,
            mut items: impl Iterator<Item = T> + Send + 'static,
        ) -> rustler::ResourceArc<Self> {
            let items: Items =
                Box::new(move |env| Some(super::encoded(env, function, items.next()?)));
            rustler::ResourceArc::new(Self { function, state: Mutex::new(State::New(items)) })
        }

        /// Whether there may be more, and the next items. Items before a panic are returned first.
        fn chunk<'a>(
            &self,
            env: rustler::Env<'a>,
            size: usize,
        ) -> rustler::NifResult<(bool, Vec<rustler::Term<'a>>)> {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let mut chunk = Vec::new();
            let mut items = match std::mem::replace(&mut *state, State::Ended) {
                State::Read(items) => items,
                State::Failed(panic) => return Err(rustler::Error::RaiseTerm(Box::new(panic))),
                State::New(_) | State::Ended => return Ok((false, chunk)),
            };
            let more = super::caught(self.function, || {
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
                let freed = super::caught(self.function, || drop(items));
                super::combine_panics(more, freed).map_or_else(State::Failed, |_| State::Ended)
            };
            let now = &*state;
            Ok((!matches!(now, State::Ended), chunk))
        }
    }

    /// Starts to read a stream, which works once; `nil` if the stream is stale.
    #[rustler::nif(name = "__open_stream__", schedule = "Normal")]
    fn open(stream: rustler::Term<'_>) -> Option<bool> {
        let stream: rustler::ResourceArc<Stream> = stream.decode().ok()?;
        let Ok(mut state) = stream.state.try_lock() else {
            return Some(false);
        };
        match std::mem::replace(&mut *state, State::Ended) {
            State::New(items) => {
                *state = State::Read(items);
                Some(true)
            }
            other => {
                *state = other;
                Some(false)
            }
        }
    }
{% for next in nexts %}
    /// Reads the next chunk; `nil` if the stream is from before the library was loaded again.
    #[rustler::nif(name = "{{ next.name }}", schedule = "{{ next.schedule }}")]
    fn {{ next.function }}<'a>(
        env: rustler::Env<'a>,
        stream: rustler::Term<'a>,
        size: usize,
    ) -> rustler::NifResult<Option<(bool, Vec<rustler::Term<'a>>)>> {
        let stream = stream.decode::<rustler::ResourceArc<Stream>>().ok();
        stream.map(|stream| stream.chunk(env, size)).transpose()
    }
{% endfor %}
    /// Frees the iterator. A panic in its drop does not reach the reader.
    #[rustler::nif(name = "__close_stream__", schedule = "DirtyCpu")]
    fn close(stream: rustler::Term<'_>) -> bool {
        let Ok(stream) = stream.decode::<rustler::ResourceArc<Stream>>() else {
            return true;
        };
        let mut state = stream.state.lock().unwrap_or_else(PoisonError::into_inner);
        let state = std::mem::replace(&mut *state, State::Ended);
        super::caught(stream.function, || drop(state)).is_ok()
    }
}

use std::sync::{Mutex, PoisonError};

pub(super) struct Stream {
    function: &'static str,
    state: Mutex<State>,
}

enum State {
    New(Items),
    Read(Items),
    /// It panicked, and its reader has yet to know.
    Failed(super::PanicError),
    Ended,
}

type Items = Box<dyn for<'a> FnMut(rustler::Env<'a>) -> Option<rustler::Term<'a>> + Send>;

#[rustler::resource_impl]
impl rustler::Resource for Stream {}

impl Stream {
    pub(super) fn start<T: rustler::Encoder>(
        function: &'static str,
        mut items: impl Iterator<Item = T> + Send + 'static,
    ) -> rustler::ResourceArc<Self> {
        let items: Items = Box::new(move |env| items.next().map(|item| item.encode(env)));
        rustler::ResourceArc::new(Self { function, state: Mutex::new(State::New(items)) })
    }

    /// Whether there may be more, and the next items. Those before a panic come without it.
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
        let result = super::caught(self.function, || {
            while chunk.len() < size && let Some(item) = items(env) {
                chunk.push(item);
            }
        });
        match result {
            Ok(()) if chunk.len() < size => return Ok((false, chunk)),
            Ok(()) => *state = State::Read(items),
            Err(panic) => *state = State::Failed(panic),
        }
        Ok((true, chunk))
    }
}

/// Begins to read a stream, which can be done once.
#[rustler::nif(name = "__open_stream__", schedule = "Normal")]
fn open(stream: rustler::ResourceArc<Stream>) -> bool {
    let Ok(mut state) = stream.state.try_lock() else {
        return false;
    };
    match std::mem::replace(&mut *state, State::Ended) {
        State::New(items) => {
            *state = State::Read(items);
            true
        }
        other => {
            *state = other;
            false
        }
    }
}
{% for next in nexts %}
#[rustler::nif(name = "{{ next.name }}", schedule = "{{ next.schedule }}")]
fn {{ next.function }}<'a>(
    env: rustler::Env<'a>,
    stream: rustler::ResourceArc<Stream>,
    size: usize,
) -> rustler::NifResult<(bool, Vec<rustler::Term<'a>>)> {
    stream.chunk(env, size)
}
{% endfor %}
/// Frees the iterator.
#[rustler::nif(name = "__close_stream__", schedule = "DirtyCpu")]
fn close(stream: rustler::ResourceArc<Stream>) -> bool {
    let mut state = stream.state.lock().unwrap_or_else(PoisonError::into_inner);
    *state = State::Ended;
    true
}

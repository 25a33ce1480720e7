use std::sync::{Mutex, PoisonError};

pub(super) struct Stream {
    function: &'static str,
    state: Mutex<State>,
}

enum State {
    New(Items),
    Read(Items),
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

    /// Whether there may be more, and the next items.
    fn chunk<'a>(&self, env: rustler::Env<'a>, size: usize) -> (bool, Vec<rustler::Term<'a>>) {
        let mut state = self.state.lock().expect("a stream is closed when it panics");
        let mut chunk = Vec::new();
        if let State::Read(items) = &mut *state {
            while chunk.len() < size && let Some(item) = items(env) {
                chunk.push(item);
            }
        }
        let is_full = chunk.len() == size;
        if !is_full {
            *state = State::Ended;
        }
        (is_full, chunk)
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
) -> rustler::NifResult<rustler::Term<'a>> {
    super::call(env, stream.function, || stream.chunk(env, size))
}
{% endfor %}
/// Frees the iterator.
#[rustler::nif(name = "__close_stream__", schedule = "DirtyCpu")]
fn close(stream: rustler::ResourceArc<Stream>) -> bool {
    let mut state = stream.state.lock().unwrap_or_else(PoisonError::into_inner);
    *state = State::Ended;
    true
}

/// Starts to read a stream, which works once; `nil` if the stream is stale.
#[rustler::nif(name = "__open_stream__", schedule = "Normal")]
fn open_stream(stream: rustler::Term<'_>) -> Option<bool> {
    nif_codec::Stream::open(stream)
}
{% for next in nexts %}
{%- if loop.first %}
/// Reads the next chunk; `nil` if the stream is from before the library was loaded again.
{%- else %}
/// The same for a stream whose function runs on the other kind of dirty scheduler.
{%- endif %}
#[rustler::nif(name = "{{ next.name }}", schedule = "{{ next.schedule }}")]
fn {{ next.function }}<'a>(env: rustler::Env<'a>, stream: rustler::Term<'a>, size: usize) -> rustler::NifResult<Option<nif_codec::Chunk<'a>>> {
    nif_codec::Stream::next(env, stream, size)
}
{% endfor %}
/// Frees the iterator. A panic in its drop does not reach the reader.
#[rustler::nif(name = "__close_stream__", schedule = "DirtyCpu")]
fn close_stream(stream: rustler::Term<'_>) -> bool {
    nif_codec::Stream::close(stream)
}

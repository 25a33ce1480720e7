/// How much stack a recursive type takes, of the 320 KiB that a dirty scheduler has.
const STACK: usize = 224 * 1024;

/// Panics before the stack ends, which would end the VM.
fn descend() {
    let marker = 0_u8;
    let here = std::ptr::from_ref(std::hint::black_box(&marker)).addr();
    OUTERMOST.set(OUTERMOST.get().max(here));
    assert!(
        OUTERMOST.get() - here < STACK,
        "a value is too deep for the stack of the VM's schedulers"
    );
}

{% if decodes %}
/// Decodes within a call, so that a value that is too deep is a panic of the function.
fn decode<'a, T: rustler::Decoder<'a>>(term: rustler::Term<'a>) -> T {
    term.decode()
        .unwrap_or_else(|_| panic!("a value that was found valid does not decode"))
}
{% endif %}

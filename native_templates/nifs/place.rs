#[cfg(panic = "abort")]
compile_error!("a panic in a NIF must unwind, or it stops the whole VM; remove `panic = \"abort\"` from the Cargo profile");

thread_local! {
    /// Where the NIF that runs on this thread panicked; `None` while none runs.
    static PLACE: std::cell::RefCell<Option<String>> = const { std::cell::RefCell::new(None) };
}

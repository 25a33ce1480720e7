#[cfg(panic = "abort")]
compile_error!("a panic in a NIF must unwind, or it stops the whole VM; remove `panic = \"abort\"` from the Cargo profile");

thread_local! {
    /// Whether a NIF runs on this thread, so that a panic is caught.
    static RUNS: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    /// Where the NIF that runs on this thread panicked.
    static PLACE: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
}

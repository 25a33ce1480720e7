thread_local! {
    /// The depth in a recursive value that this thread has reached.
    static DEPTH: core::cell::Cell<usize> = const { core::cell::Cell::new(0) };
}

/// Decodes or encodes one level of a recursive value, and grows the stack where it runs out.
fn descend<T>(decode_or_encode: impl FnOnce() -> T) -> T {
    /// Four times the depth that validation allows.
    const DEEPEST: usize = 512;
    /// Stack that one level may need; a dirty scheduler has 320 KiB.
    const ROOM: usize = 128 * 1024;
    /// Stack to allocate where less than that is left.
    const MORE: usize = 2 * 1024 * 1024;

    struct Level;
    impl Drop for Level {
        fn drop(&mut self) {
            DEPTH.set(DEPTH.get() - 1);
        }
    }

    DEPTH.set(DEPTH.get() + 1);
    let _level = Level;
    assert!(
        DEPTH.get() <= DEEPEST,
        "a value is nested more than {DEEPEST} levels deep"
    );
    stacker::maybe_grow(ROOM, MORE, decode_or_encode)
}

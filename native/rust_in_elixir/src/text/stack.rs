//! Room on the stack for what recurses.

/// A dirty scheduler has 320 KiB, and an overflow ends the VM. `syn` needs more than that for a type which
/// nests a few dozen levels deep, and a debug build for the parser of templates.
const STACK: usize = 64 * 1024 * 1024;

/// Does some work on a thread with a large stack. A panic in it goes on here.
pub fn with_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, work)
            .expect("a thread starts");
        match thread.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::with_large_stack;

    #[test]
    fn gives_the_result_back() {
        assert_eq!(with_large_stack(|| 1 + 1), 2);
    }

    #[test]
    #[should_panic(expected = "of the work")]
    fn a_panic_goes_on() {
        with_large_stack(|| panic!("of the work"));
    }
}

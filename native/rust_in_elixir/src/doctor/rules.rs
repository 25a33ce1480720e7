//! The rules of `mix rust_in_elixir.doctor`, as one table.

use crate::boundary::{DoctorRule, Gravity};

/// A rule: what it finds, why that matters, and what to do about it.
pub struct Entry {
    pub name: &'static str,
    pub gravity: Gravity,
    finds: &'static str,
    why: &'static str,
    advice: &'static str,
}

macro_rules! rules {
    ($($constant:ident $name:literal $gravity:ident $finds:literal $why:literal $advice:literal)*) => {
        $(pub const $constant: Entry = Entry {
            name: $name,
            gravity: Gravity::$gravity,
            finds: $finds,
            why: $why,
            advice: $advice,
        };)*

        /// Every rule, in the order of the documentation.
        pub const ALL: &[Entry] = &[$($constant),*];
    };
}

rules! {
    BLOCKING_ON_NORMAL "blocking_on_normal_scheduler" Warning
        "a NIF on a normal scheduler reads files, uses the network, starts programs, sleeps or waits"
        "no other process runs on that scheduler meanwhile"
        "make it `schedule = \"DirtyIo\"` in `#[rustler::nif]`, or `schedule: :dirty_io` in a schema"
    IO_ON_DIRTY_CPU "io_on_dirty_cpu" Warning
        "a NIF on a dirty CPU scheduler does so"
        "there are only as many of these schedulers as cores, and one that waits computes nothing"
        "make it `DirtyIo`, or read in one NIF and compute in another"
    LOOP_ON_NORMAL "loop_on_normal_scheduler" Note
        "a NIF on a normal scheduler goes through a parameter whose size the caller decides"
        "a NIF should return within a millisecond, whatever it is given"
        "make it `DirtyCpu`, or limit the size of the input"
    LOCK_ON_NORMAL "lock_on_normal_scheduler" Note
        "a NIF on a normal scheduler waits for a lock that a dirty NIF or a thread may hold for long"
        "the scheduler waits until the lock is free"
        "make the NIF dirty, or use `try_lock` and return an error"
    UNWRAPPED_LOCK "unwrapped_lock" Warning
        "`unwrap` or `expect` on the result of a lock"
        "after one panic while the lock is held, each later call panics"
        "use `.unwrap_or_else(|poisoned| poisoned.into_inner())`, or return an error"
    WRAPPING_INTEGER "wrapping_integer" Warning
        "a NIF takes a `u8`, `i8`, `u16` or `i16`"
        "Rustler decodes 32 bits and drops the upper ones, so that 256 arrives as the `u8` 0"
        "take a `u32` or `i32` and convert it with `try_into`"
    LIST_OF_BYTES "list_of_bytes" Note
        "a NIF takes or returns a `Vec<u8>`"
        "in Elixir it is a list of integers, with 16 bytes for each byte, and not a binary"
        "take a `Binary`, and return an `OwnedBinary` or `NewBinary`"
    ATOM_FROM_INPUT "atom_from_input" Warning
        "an atom is made of text that is only known at run time"
        "atoms are never released; the VM stops when its table of atoms is full"
        "use `Atom::existing_from_utf8_bytes` (`try_from_bytes` before Rustler 0.38), or return a string"
    NOT_RELEASED "not_released" Warning
        "memory is leaked on purpose, or a handle of a resource is kept in a `static`"
        "it is not released before the VM ends"
        "keep it in a resource, whose value is dropped with its last reference"
    OWNED_RUNTIME "owned_runtime" Note
        "the crate starts an async runtime"
        "its threads compete with the VM's schedulers for the same cores, and do not end with the application"
        "limit its worker threads, and let NIFs return before the work is done"
    PROCESS_EXIT "process_exit" Warning
        "`std::process::exit` or `abort`"
        "it ends the whole VM, with each of its processes"
        "return an error"
    PANIC_ABORT "panic_abort" Warning
        "`panic = \"abort\"` in a profile of Cargo"
        "a panic, which Rustler turns into an exception, ends the whole VM"
        "remove the setting"
    UNSAFE_CODE "unsafe_code" Note
        "`unsafe` in the crate"
        "a mistake there can end or corrupt the whole VM"
        "use a safe API if there is one, and say in a comment why it is sound"
    UNSAFE_DEPENDENCY "unsafe_dependency" Note
        "`unsafe` in a dependency, with `--deps`"
        "a mistake there can end or corrupt the whole VM"
        "prefer dependencies that are widely used and reviewed"
    NIF_WITHOUT_STUB "nif_without_stub" Warning
        "a NIF that has no function in the Elixir module"
        "the library does not load, so that no NIF of the module can be called"
        "add a function with that name and arity"
    STUB_WITHOUT_NIF "stub_without_nif" Warning
        "a stub in the Elixir module that has no NIF"
        "the library loads, and the call raises"
        "remove the stub, or add the NIF"
    RUSTLER_VERSIONS "rustler_versions" Warning
        "the crate and the package of Rustler, or the crates of the project, have different versions"
        "what one version generates or passes to Cargo, another one may not know"
        "require the same minor version everywhere"
    NOT_READ "not_read" Note
        "source that is not read: macros that make NIFs, `include!`, missing files, unknown modules"
        "nothing is said about it"
        "look at it yourself"
    WRONG_WAIVER "wrong_waiver" Warning
        "a waiver without a reason, or for an unknown rule"
        "it allows nothing"
        "write `rust_in_elixir: allow(rule) reason`"
    UNUSED_WAIVER "unused_waiver" Warning
        "a waiver where its rule finds nothing"
        "it would hide what appears there later"
        "remove it"
}

/// The rules as Elixir gets them.
pub fn table() -> Vec<DoctorRule> {
    let rule = |entry: &Entry| DoctorRule {
        name: entry.name.to_string(),
        gravity: entry.gravity,
        finds: entry.finds.to_string(),
        why: entry.why.to_string(),
        advice: entry.advice.to_string(),
    };
    ALL.iter().map(rule).collect()
}

//! The paths and methods of the standard library and of well-known crates that the rules look for.

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It reads or writes, or waits for something.
    Blocks,
    Exits,
    Leaks,
    StartsRuntime,
}

/// Functions that block, by the beginning of their full path.
const BLOCKING: &[&str] = &[
    "std::fs::",
    "std::net::TcpStream::connect",
    "std::net::TcpListener::bind",
    "std::net::UdpSocket::bind",
    "std::thread::sleep",
    "std::thread::park",
    "std::io::stdin",
    "reqwest::blocking::",
    "ureq::",
    "futures::executor::block_on",
    "pollster::block_on",
];

/// What only looks as if it did: these make values.
const HARMLESS: &[&str] = &[
    "std::fs::OpenOptions",
    "std::fs::FileTimes",
    "std::fs::DirBuilder::new",
    "reqwest::blocking::Client::new",
    "reqwest::blocking::Client::builder",
    "reqwest::blocking::ClientBuilder",
    "ureq::agent",
    "ureq::AgentBuilder",
    "ureq::Agent",
];

const EXITS: &[&str] = &["std::process::exit", "std::process::abort"];

const LEAKS: &[&str] = &[
    "Box::leak",
    "std::boxed::Box::leak",
    "std::mem::forget",
    "mem::forget",
];

const RUNTIMES: &[&str] = &[
    "tokio::runtime::Runtime::new",
    "tokio::runtime::Builder::new_multi_thread",
    "tokio::runtime::Builder::new_current_thread",
    "async_std::task::block_on",
    "smol::block_on",
];

/// What a function does, by its full path.
pub fn function(path: &str) -> Option<Effect> {
    let starts = |paths: &[&str]| paths.iter().any(|prefix| path.starts_with(prefix));
    if EXITS.contains(&path) {
        Some(Effect::Exits)
    } else if LEAKS.contains(&path) {
        Some(Effect::Leaks)
    } else if RUNTIMES.contains(&path) {
        Some(Effect::StartsRuntime)
    } else if starts(BLOCKING) && !starts(HARMLESS) {
        Some(Effect::Blocks)
    } else {
        None
    }
}

/// Whether it makes an atom that may be new.
pub fn makes_atom(path: &str) -> bool {
    ["from_str", "from_bytes", "from_utf8_bytes"]
        .iter()
        .any(|name| {
            path.strip_suffix(name)
                .is_some_and(|rest| rest.ends_with("Atom::"))
        })
}

/// Methods without arguments that wait, and whose names say nothing else.
pub fn waits(method: &str, arguments: usize) -> bool {
    match method {
        "block_on" => arguments == 1,
        "recv" | "blocking_recv" | "blocking_lock" => arguments == 0,
        _ => false,
    }
}

/// Functions and methods whose closure runs elsewhere.
pub fn runs_elsewhere(name: &str) -> bool {
    matches!(
        name,
        "spawn" | "spawn_blocking" | "spawn_local" | "spawn_fifo" | "spawn_pinned" | "spawn_scoped"
    )
}

/// Methods that go through all of a collection or text.
pub fn goes_through(method: &str) -> bool {
    matches!(
        method,
        "iter"
            | "into_iter"
            | "iter_mut"
            | "par_iter"
            | "into_par_iter"
            | "chars"
            | "bytes"
            | "lines"
            | "char_indices"
            | "split_whitespace"
            | "sort"
            | "sort_unstable"
            | "sort_by"
            | "sort_by_key"
    )
}

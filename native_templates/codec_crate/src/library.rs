//! The library that a boundary is built into, and how the VM loads it.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rustler::{Env, ResourceArc, Term};

use crate::{panic, set};

/// What a boundary tells of itself.
pub struct Library {
    /// The module of the stubs, such as `Shop.Native`.
    pub module: &'static str,
    /// The Elixir module under which the exceptions are that Rust raises.
    pub namespace: &'static str,
    /// The digest of each function and type that the library was built from.
    pub contract: &'static str,
    /// Whether messages may show arguments.
    pub shows_arguments: bool,
}

static LIBRARY: OnceLock<&'static Library> = OnceLock::new();

/// The library that was loaded: each has a copy of this crate.
pub(crate) fn library() -> &'static Library {
    LIBRARY
        .get()
        .expect("a library is loaded before it is called")
}

/// A resource whose destructor keeps the VM from unloading the library. Threads of the crate, such as those of a pool, may
/// run its code after the module is gone.
struct Kept;

#[rustler::resource_impl]
impl rustler::Resource for Kept {
    fn destructor(self, _env: Env<'_>) {}
}

/// Refuses to load with stubs that were generated from another contract. With these comes an empty set, if the boundary has
/// sets.
pub fn load(library: &'static Library, data: Term<'_>) -> bool {
    LIBRARY.get_or_init(|| {
        panic::keep_messages();
        // It is never released.
        std::mem::forget(ResourceArc::new(Kept));
        library
    });
    let module = library.module;
    let (stubs, empty_set) = data
        .decode::<(Term<'_>, Term<'_>)>()
        .map_or((data, None), |(stubs, set)| (stubs, Some(set)));
    if let Some(set) = empty_set {
        set::look_at(set);
    }
    let Ok(stubs) = stubs.decode::<Vec<&str>>() else {
        eprintln!("{module}: the library was loaded without the contract of its stubs");
        return false;
    };
    let stubs: BTreeSet<_> = stubs.into_iter().collect();
    let built_from = library.contract.split_whitespace().collect();
    let differing = stubs.symmetric_difference(&built_from);
    let mut differing: Vec<&str> = differing.filter_map(|it| it.split(':').next()).collect();
    differing.dedup();
    let restart =
        "the VM goes on with the build that it opened first; restart it to run the new one";
    let replaced = replaced();
    if !differing.is_empty() {
        let rebuild = "run `mix rust_in_elixir.sync` and `mix compile --force`";
        let advice = if replaced { restart } else { rebuild };
        let differing = differing.join(", ");
        eprintln!(
            "{module}: the library was built from another contract, which differs in {differing}; {advice}"
        );
        return false;
    }
    if replaced {
        eprintln!("{module}: {restart}");
    }
    true
}

/// Whether the file of this library has been replaced since it was opened, which Linux can tell. In `priv` all builds have
/// the same name, and the VM does not open a second library of a name.
fn replaced() -> bool {
    let here: fn() -> bool = replaced;
    let here = here as usize;
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let holds = |range: &str| {
        let (from, to) = range.split_once('-')?;
        let from = usize::from_str_radix(from, 16).ok()?;
        Some(from <= here && here < usize::from_str_radix(to, 16).ok()?)
    };
    maps.lines().any(|line| {
        line.contains("/priv/")
            && line.ends_with(" (deleted)")
            && line.split(' ').next().and_then(holds) == Some(true)
    })
}

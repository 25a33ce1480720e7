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

/// Refuses to load with stubs that were generated from another contract.
fn load(_env: rustler::Env<'_>, contract: rustler::Term<'_>) -> bool {
    let default_hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // A thread may panic after its thread-local values are gone; a panic in here would abort the VM.
        let is_caught = RUNS.try_with(std::cell::Cell::get).unwrap_or(false);
        if is_caught {
            let location = panic.location().map(ToString::to_string).unwrap_or_default();
            PLACE.set(location);
        } else {
            default_hook(panic);
        }
    }));

    let Ok(stubs) = contract.decode::<Vec<&str>>() else {
        eprintln!("{{ facade }}.Native: the library was loaded without the contract of its stubs");
        return false;
    };
    let stubs: std::collections::BTreeSet<_> = stubs.into_iter().collect();
    let library = CONTRACT.split_whitespace().collect();
    let differing = stubs.symmetric_difference(&library);
    let mut differing: Vec<&str> = differing.filter_map(|it| it.split(':').next()).collect();
    differing.dedup();
    let restart = "the VM goes on with the build that it opened first; restart it to run the new one";
    let replaced = replaced();
    if !differing.is_empty() {
        let rebuild = "run `mix rust_in_elixir.sync` and `mix compile --force`";
        let advice = if replaced { restart } else { rebuild };
        let differing = differing.join(", ");
        eprintln!("{{ facade }}.Native: the library was built from another contract, which differs in {differing}; {advice}");
        return false;
    }
    if replaced {
        eprintln!("{{ facade }}.Native: {restart}");
    }
    true
}

rustler::init!("Elixir.{{ facade }}.Native", load = load);

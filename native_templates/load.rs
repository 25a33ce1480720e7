/// Refuses to load under stubs that were made from another contract.
fn load(_env: rustler::Env, contract: rustler::Term) -> bool {
    let default_hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // A thread that ends may panic when its places are gone, and a panic in here would end the VM.
        let caught = PLACE.try_with(|place| {
            let mut place = place.borrow_mut();
            if let (Some(place), Some(location)) = (place.as_mut(), panic.location()) {
                *place = location.to_string();
            }
            place.is_some()
        });
        if !caught.unwrap_or(false) {
            default_hook(panic);
        }
    }));

    let Ok(stubs) = contract.decode::<Vec<(String, String)>>() else {
        eprintln!("{{ module }}: the library was loaded without the contract of its stubs");
        return false;
    };
    let stubs: HashMap<&str, &str> = stubs.iter().map(|(name, digest)| (&**name, &**digest)).collect();
    let library: HashMap<&str, &str> = CONTRACT.iter().copied().collect();
    let mut differing: Vec<&str> = stubs
        .keys()
        .chain(library.keys())
        .filter(|name| stubs.get(*name) != library.get(*name))
        .copied()
        .collect();
    if differing.is_empty() {
        return true;
    }
    differing.sort_unstable();
    differing.dedup();
    eprintln!(
        "{{ module }}: the library was built from another contract, which differs in {}; \
         run `mix rust_in_elixir.sync` and `mix compile --force`",
        differing.join(", "),
    );
    false
}

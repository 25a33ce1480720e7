static LIBRARY: nif_codec::Library = nif_codec::Library {
    module: "{{ native }}",
    namespace: "{{ namespace }}",
    contract: CONTRACT,
    shows_arguments: {{ shows }},
};

/// Refuses to load with stubs that were generated from another contract.
fn load(_env: rustler::Env<'_>, contract: rustler::Term<'_>) -> bool {
    nif_codec::load(&LIBRARY, contract)
}

rustler::init!("Elixir.{{ native }}", load = load);

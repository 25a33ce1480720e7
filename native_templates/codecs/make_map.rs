fn map<'a>(
    env: rustler::Env<'a>,
    fields: &[(rustler::Term<'a>, rustler::Term<'a>)],
) -> rustler::Term<'a> {
    let (keys, values): (Vec<_>, Vec<_>) = fields.iter().copied().unzip();
    rustler::Term::map_from_term_arrays(env, &keys, &values)
        .expect("no two fields have the same name")
}

/// An argument that Rust refused and Elixir does not explain.
#[derive(rustler::NifException)]
#[module = "ArgumentError"]
#[rustler(encode)]
struct RefusedArgument {
    message: String,
}

impl RefusedArgument {
    fn error(function: &str, parameter: &str, term: rustler::Term<'_>, error: rustler::Error) -> rustler::Error {
        let (reason, got) = (reason(term.get_env(), error), shape(term));
        let message = format!("{function} cannot decode {parameter}{reason}, got: {got}");
        rustler::Error::RaiseTerm(Box::new(Self { message }))
    }
}

/// The decoder's message.
fn reason(env: rustler::Env<'_>, error: rustler::Error) -> String {
    match error {
        rustler::Error::BadArg => String::new(),
        rustler::Error::Atom(reason) | rustler::Error::RaiseAtom(reason) => format!(": {reason}"),
        rustler::Error::Term(reason) | rustler::Error::RaiseTerm(reason) => {
            let reason = reason.encode(env);
            let text = reason.decode::<String>();
            text.map_or_else(|_| format!(": {reason:?}"), |text| format!(": {text}"))
        }
    }
}

/// Describes a value without its contents.
fn shape(term: rustler::Term<'_>) -> String {
    match term.get_type() {
{%- if shows %}
        rustler::TermType::Integer | rustler::TermType::Float => format!("{term:?}"),
        rustler::TermType::Atom if term.decode::<Option<bool>>().is_ok() => format!("{term:?}"),
        rustler::TermType::Atom => format!(":{term:?}"),
        rustler::TermType::Binary => match term.decode::<&str>() {
            Ok(text) if text.len() <= 100 => format!("{text:?}"),
            _ => "a binary".to_owned(),
        },
{%- else %}
        rustler::TermType::Integer => "an integer".to_owned(),
        rustler::TermType::Atom => "an atom".to_owned(),
{%- endif %}
        rustler::TermType::Fun => "a function".to_owned(),
        rustler::TermType::Ref => "a reference".to_owned(),
        other => format!("a {other:?}").to_lowercase(),
    }
}

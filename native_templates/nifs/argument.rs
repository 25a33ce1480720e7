/// An argument that passed validation, and that a decoder of the crate's own refused.
#[derive(rustler::NifException)]
#[module = "ArgumentError"]
#[rustler(encode)]
struct RefusedArgument {
    message: String,
}

/// Decodes an argument with a decoder of the crate's own, while those before it are alive.
fn argument<'a, T: rustler::Decoder<'a>>(
    function: &str,
    parameter: &str,
    term: rustler::Term<'a>,
) -> rustler::NifResult<T> {
    let decode = || {
        term.decode().map_err(|error| {
            let reason = self::reason(term.get_env(), error);
            let got = self::shape(term);
            let message = format!("{function} cannot decode {parameter}{reason}, got: {got}");
            rustler::Error::RaiseTerm(Box::new(RefusedArgument { message }))
        })
    };
    self::caught(function, decode)
        .unwrap_or_else(|panic| Err(rustler::Error::RaiseTerm(Box::new(panic))))
}

/// What the decoder said.
fn reason(env: rustler::Env<'_>, error: rustler::Error) -> String {
    match error {
        rustler::Error::BadArg => String::new(),
        rustler::Error::Atom(reason) | rustler::Error::RaiseAtom(reason) => format!(": {reason}"),
        rustler::Error::Term(reason) | rustler::Error::RaiseTerm(reason) => {
            let reason = reason.encode(env);
            match reason.decode::<String>() {
                Ok(text) => format!(": {text}"),
                Err(_) => format!(": {reason:?}"),
            }
        }
    }
}

/// A value in words, without what it holds.
fn shape(term: rustler::Term<'_>) -> String {
    match term.get_type() {
{%- if shows %}
        rustler::TermType::Integer | rustler::TermType::Float => format!("{term:?}"),
        rustler::TermType::Atom if term.decode::<Option<bool>>().is_ok() => format!("{term:?}"),
        rustler::TermType::Atom => format!(":{term:?}"),
        rustler::TermType::Binary => match term.decode::<&str>() {
            Ok(text) if text.len() <= 100 => format!("{text:?}"),
            _ => "a binary".to_string(),
        },
{%- else %}
        rustler::TermType::Integer => "an integer".to_string(),
        rustler::TermType::Atom => "an atom".to_string(),
{%- endif %}
        rustler::TermType::Fun => "a function".to_string(),
        rustler::TermType::Ref => "a reference".to_string(),
        other => format!("a {other:?}").to_lowercase(),
    }
}

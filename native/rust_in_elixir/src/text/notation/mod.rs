//! Types and terms as a schema writes them.

pub mod parser;

use std::fmt;

use crate::boundary::*;
use crate::model::scalar;
use crate::text::names;

impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Scalar(scalar) => formatter.write_str(scalar.name()),
            Type::Named(name) => formatter.write_str(name),
            Type::List(item) => write!(formatter, "[{item}]"),
            Type::Array(item, length) => write!(formatter, "array({item}, {length})"),
            Type::Set(item) => write!(formatter, "mapset({item})"),
            Type::Tuple(items) => write!(formatter, "{{{}}}", comma_separated(items)),
            Type::Map(key, value) => write!(formatter, "%{{{key} => {value}}}"),
            Type::Optional(item) => write!(formatter, "{item} | nil"),
            Type::Invalid(_) => formatter.write_str("an invalid type"),
        }
    }
}

impl fmt::Display for Return {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let success = self.success();
        match self.error() {
            None => formatter.write_str(&success),
            Some(error) if self.has_value() => {
                write!(formatter, "{{:ok, {success}}} | {{:error, {error}}}")
            }
            Some(error) => write!(formatter, "{success} | {{:error, {error}}}"),
        }
    }
}

impl Return {
    /// What there is without an error, without its tag.
    fn success(&self) -> String {
        match self {
            Return::Ok | Return::Result(None, _) => ":ok".to_string(),
            Return::Value(value) | Return::Result(Some(value), _) => value.to_string(),
            Return::Stream(item, None, _) => format!("stream({item})"),
            Return::Stream(item, Some(error), _) => {
                format!("stream({{:ok, {item}}} | {{:error, {error}}})")
            }
        }
    }
}

impl Nif {
    /// What the function returns in Elixir if its arguments are valid.
    pub fn returned(&self) -> String {
        let success = self.returns.success();
        let is_tagged = self.return_style == ReturnStyle::Tagged
            && !names::is_question(&self.name)
            && self.returns.has_value();
        let success = match is_tagged {
            true => format!("{{:ok, {success}}}"),
            false => success,
        };
        match self.returns.error() {
            Some(error) if self.return_style != ReturnStyle::Bare => {
                format!("{success} | {{:error, {error}}}")
            }
            _ => success,
        }
    }
}

impl Passing {
    /// The word around the type; none for a parameter that is passed as its type says.
    fn word(self) -> Option<&'static str> {
        match self {
            Passing::Plain => None,
            Passing::Mut => Some("mut"),
            Passing::Take => Some("take"),
            Passing::Handle => Some("handle"),
            Passing::Stream => Some("stream"),
        }
    }
}

impl Param {
    /// The type as the schema writes it, with how it is passed.
    pub fn notation(&self) -> String {
        match self.passing.word() {
            None => self.r#type.to_string(),
            Some(word) => format!("{word}({})", self.r#type),
        }
    }
}

/// Types with commas between them.
pub fn comma_separated<'a>(types: impl IntoIterator<Item = &'a Type>) -> String {
    types
        .into_iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

impl Variant {
    /// The term of a tagged variant, such as `{:moved, i64, i64}`.
    pub fn term(&self) -> String {
        let tag = names::elixir_atom(&self.name);
        match &self.shape {
            Shape::Unit => tag,
            Shape::Values(types) => format!("{{{tag}, {}}}", comma_separated(types)),
            Shape::Fields(fields) => {
                let fields: Vec<String> = fields
                    .iter()
                    .map(|field| format!("{} {}", names::elixir_key(&field.name), field.r#type))
                    .collect();
                format!("{{{tag}, %{{{}}}}}", fields.join(", "))
            }
        }
    }
}

/// An Elixir term as its source.
pub fn elixir_literal(term: &Literal) -> String {
    match term {
        Literal::None => "nil".to_string(),
        Literal::Bool(truth) => truth.to_string(),
        Literal::Integer(digits) => scalar::grouped(digits),
        Literal::Float(float) => elixir_float(*float),
        Literal::String(text) => names::elixir_string(text),
        Literal::Binary(bytes) => {
            let bytes: Vec<String> = bytes.0.iter().map(u8::to_string).collect();
            format!("<<{}>>", bytes.join(", "))
        }
        Literal::Atom(name) => names::elixir_atom(name),
        Literal::List(items) => format!(
            "[{}]",
            keywords(items.iter().map(pair)).unwrap_or_else(|| literals(items))
        ),
        Literal::Tuple(items) => format!("{{{}}}", literals(items)),
        Literal::Map(pairs) => {
            let arrows = || {
                let pairs = pairs.iter();
                pairs
                    .map(|(key, value)| {
                        format!("{} => {}", elixir_literal(key), elixir_literal(value))
                    })
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            let keywords = keywords(pairs.iter().map(|(key, value)| Some((key, value))));
            format!("%{{{}}}", keywords.unwrap_or_else(arrows))
        }
        Literal::Set(items) => format!("MapSet.new([{}])", literals(items)),
        Literal::Other(source) => source.clone(),
    }
}

/// A float as its source, which in Elixir always has a point.
fn elixir_float(float: f64) -> String {
    let source = format!("{float:?}");
    match source.split_once('e') {
        Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0e{exponent}"),
        _ => source,
    }
}

/// Pairs whose keys are atoms as a keyword list without its brackets.
fn keywords<'a>(pairs: impl Iterator<Item = Option<(&'a Literal, &'a Literal)>>) -> Option<String> {
    let pairs = pairs.map(|pair| match pair? {
        (Literal::Atom(name), value) => Some(format!(
            "{} {}",
            names::elixir_key(name),
            elixir_literal(value)
        )),
        _ => None,
    });
    Some(pairs.collect::<Option<Vec<_>>>()?.join(", "))
}

/// The two elements of a pair.
pub fn pair(term: &Literal) -> Option<(&Literal, &Literal)> {
    match term {
        Literal::Tuple(items) => match &items[..] {
            [key, value] => Some((key, value)),
            _ => None,
        },
        _ => None,
    }
}

fn literals(items: &[Literal]) -> String {
    items
        .iter()
        .map(elixir_literal)
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_such_in_elixir_too() {
        for (float, source) in [
            (1.0, "1.0"),
            (-0.5, "-0.5"),
            (1.0e16, "1.0e16"),
            (-2.0e-7, "-2.0e-7"),
            (1.5e300, "1.5e300"),
        ] {
            assert_eq!(elixir_literal(&Literal::Float(float)), source);
        }
    }
}

//! The signatures of the functions that the user implements.

use std::fmt::{self, Display, Formatter};

use serde::{Serialize, Serializer};

/// A signature. Templates get it as text, which is also what the user's `lib.rs` is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The Rust name as it is written, such as `r#match`.
    pub name: String,
    /// Whether some parameters and the result have the lifetime `'a`.
    pub names_lifetime: bool,
    /// Each parameter as its name and its type.
    pub params: Vec<(String, String)>,
    pub returns: Returned,
}

/// What a function of the trait returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Returned {
    Nothing,
    Value(String),
    Result { value: String, error: String },
    Stream { item: String },
    StreamOrError { item: String, error: String },
}

impl Signature {
    /// Its lines as rustfmt breaks them, each with the levels that it is indented by. Types that are too long for their own
    /// line are not broken further.
    pub fn lines(&self, width: usize, end: &str) -> Vec<(usize, String)> {
        let line = format!("{self}{end}");
        if line.chars().count() <= width || self.params.is_empty() {
            return vec![(0, line)];
        }
        let params = self.params.iter();
        let last = format!("){}{end}", self.returns);
        let last = match self.returns.result() {
            Some((value, error)) if last.chars().count() > width => vec![
                (0, ") -> Result<".to_string()),
                (1, format!("{value},")),
                (1, format!("{error},")),
                (0, format!(">{end}")),
            ],
            _ => vec![(0, last)],
        };
        std::iter::once((0, format!("fn {}{}(", self.name, self.generics())))
            .chain(params.map(|(name, r#type)| (1, format!("{name}: {type},"))))
            .chain(last)
            .collect()
    }
}

impl Signature {
    fn generics(&self) -> &'static str {
        if self.names_lifetime { "<'a>" } else { "" }
    }
}

impl Returned {
    /// The types of a `Result`.
    fn result(&self) -> Option<(String, &String)> {
        match self {
            Self::Result { value, error } => Some((value.clone(), error)),
            Self::StreamOrError { item, error } => Some((iterator(item), error)),
            _ => None,
        }
    }
}

impl Display for Signature {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        let params: Vec<String> = (self.params.iter())
            .map(|(name, r#type)| format!("{name}: {type}"))
            .collect();
        let params = params.join(", ");
        let (name, generics) = (&self.name, self.generics());
        write!(formatter, "fn {name}{generics}({params}){}", self.returns)
    }
}

/// With the arrow before it.
impl Display for Returned {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        match (self, self.result()) {
            (_, Some((value, error))) => write!(formatter, " -> Result<{value}, {error}>"),
            (Self::Value(value), _) => write!(formatter, " -> {value}"),
            (Self::Stream { item }, _) => write!(formatter, " -> {}", iterator(item)),
            _ => Ok(()),
        }
    }
}

fn iterator(item: &str) -> String {
    format!("impl Iterator<Item = {item}> + Send + 'static")
}

impl Serialize for Signature {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(params: &[(&str, &str)], returns: Returned, width: usize) -> String {
        let params = params.iter();
        let signature = Signature {
            name: "load".to_string(),
            names_lifetime: false,
            params: params
                .map(|(name, r#type)| (name.to_string(), r#type.to_string()))
                .collect(),
            returns,
        };
        let lines = signature.lines(width, ";").into_iter();
        let lines = lines.map(|(level, line)| "\t".repeat(level) + &line);
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_signature_is_broken_at_its_parameters_and_then_at_its_result() {
        let params = [("path", "&Path"), ("limit", "u8")];
        let failing = || Returned::StreamOrError {
            item: "String".to_string(),
            error: "LoadError".to_string(),
        };
        let value = || Returned::Value("(u8, u8)".to_string());
        for (params, returns, width, expected) in [
            (
                &params[..],
                value(),
                46,
                "fn load(path: &Path, limit: u8) -> (u8, u8);",
            ),
            (
                &params,
                value(),
                43,
                "fn load(\n\tpath: &Path,\n\tlimit: u8,\n) -> (u8, u8);",
            ),
            (
                &params[1..],
                Returned::Nothing,
                9,
                "fn load(\n\tlimit: u8,\n);",
            ),
            (&[], value(), 9, "fn load() -> (u8, u8);"),
            (
                &params[1..],
                failing(),
                80,
                "fn load(\n\tlimit: u8,\n) -> Result<impl Iterator<Item = String> + Send + 'static, LoadError>;",
            ),
            (
                &params[1..],
                failing(),
                50,
                "fn load(\n\tlimit: u8,\n) -> Result<\n\timpl Iterator<Item = String> + Send + 'static,\n\tLoadError,\n>;",
            ),
        ] {
            assert_eq!(lines(params, returns, width), expected);
        }
    }
}

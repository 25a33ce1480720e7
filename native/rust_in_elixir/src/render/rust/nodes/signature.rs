//! The signatures of the functions that the user implements.

use std::fmt::{self, Display, Formatter};

use serde::{Serialize, Serializer};

/// A signature. Templates get it as text, which is also what the user's `lib.rs` is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The Rust name as it is written, such as `r#match`.
    pub name: String,
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
    /// Its lines as rustfmt breaks them, each with the levels that it is indented by. A parameter or return type that is
    /// too long for its own line is not broken further.
    pub fn lines(&self, width: usize, end: &str) -> Vec<(usize, String)> {
        let line = format!("{self}{end}");
        if line.chars().count() <= width || self.params.is_empty() {
            return vec![(0, line)];
        }
        let params = self.params.iter();
        std::iter::once((0, format!("fn {}(", self.name)))
            .chain(params.map(|(name, r#type)| (1, format!("{name}: {type},"))))
            .chain([(0, format!("){}{end}", self.returns))])
            .collect()
    }
}

impl Display for Signature {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        let params: Vec<String> = (self.params.iter())
            .map(|(name, r#type)| format!("{name}: {type}"))
            .collect();
        let params = params.join(", ");
        write!(formatter, "fn {}({params}){}", self.name, self.returns)
    }
}

/// With the arrow before it.
impl Display for Returned {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        let items = |item: &str| format!("impl Iterator<Item = {item}> + Send + 'static");
        match self {
            Self::Nothing => Ok(()),
            Self::Value(value) => write!(formatter, " -> {value}"),
            Self::Result { value, error } => write!(formatter, " -> Result<{value}, {error}>"),
            Self::Stream { item } => write!(formatter, " -> {}", items(item)),
            Self::StreamOrError { item, error } => {
                write!(formatter, " -> Result<{}, {error}>", items(item))
            }
        }
    }
}

impl Serialize for Signature {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

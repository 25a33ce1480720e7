//! The wrapper of a function: its arguments, its locks and its answer.

use serde::Serialize;

/// The wrapper of a function.
#[derive(Serialize)]
pub struct Nif {
    pub function: String,
    /// The function of the trait.
    pub implementation: String,
    pub parameters: Vec<Parameter>,
    /// Those among them that are decoded at once, and the one that is a stream.
    pub decoded: Vec<Parameter>,
    pub stream: Option<Parameter>,
    /// The places of the arguments of which parts are in the answer.
    pub sliced: Vec<usize>,
    pub locks: Option<Locks>,
    pub answer: Answer,
}

#[derive(Clone, Serialize)]
pub struct Parameter {
    pub index: usize,
    /// The variable for it.
    pub variable: String,
    /// Its name in Elixir, as a literal.
    pub name: String,
    /// The function that decodes it.
    pub decoder: &'static str,
    /// The type that is decoded, where it has to be said.
    pub decoded: Option<String>,
    #[serde(flatten)]
    pub passed: Passed,
}

/// How a decoded argument is passed in the call.
#[derive(Clone, Serialize)]
#[serde(tag = "passed", content = "by", rename_all = "snake_case")]
pub enum Passed {
    AsIs,
    /// The bytes of a `Bytes`.
    Bytes,
    OptionalBytes,
    /// The value that handles share.
    Value,
    /// A resource behind the guard of its lock.
    Reference,
    ReferenceMut,
    OptionalDeref,
    Derefs,
    /// The values behind shared locks, in a variable of this name.
    Shared(String),
    OptionalShared(String),
    AllShared(String),
}

/// The functions that the VM calls.
#[derive(Serialize)]
pub struct Entries {
    pub entries: Vec<Entry>,
}

/// A function in the table that the VM reads.
#[derive(Serialize)]
pub struct Entry {
    pub schedule: &'static str,
    /// Its name in Elixir.
    pub name: String,
    pub arity: usize,
    /// Its path in Rust.
    pub function: String,
}

/// The locks that a call takes before it calls the function.
#[derive(Serialize)]
pub struct Locks {
    /// Handles that the function keeps, which have to lead to something.
    pub kept: Vec<KeptHandle>,
    /// The lock that is the only one of its call.
    pub only: Option<Lock>,
    /// Several locks, which are taken in an order that all calls have in common.
    pub several: Vec<Lock>,
    /// Whether each of several is the lock of one handle.
    pub are_all_single: bool,
    /// The values behind the shared ones among them, by resource.
    pub shared: Vec<SharedLocks>,
}

#[derive(Serialize)]
pub struct KeptHandle {
    pub variable: String,
    pub name: String,
    pub is_one: bool,
}

#[derive(Clone, Serialize)]
pub struct Lock {
    pub variable: String,
    /// The parameter in Elixir, as a literal.
    pub name: String,
    pub handle: String,
    pub access: Access,
    pub places: Places,
}

#[derive(Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    Read,
    Write,
    Take,
}

#[derive(Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Places {
    One,
    Optional,
    List,
}

#[derive(Serialize)]
pub struct SharedLocks {
    pub variable: String,
    pub locks: Vec<Lock>,
}

/// What a function returns, and the functions that make values with a codec of it.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Answer {
    Ok,
    /// Without a tag.
    Bare {
        value: Option<String>,
    },
    Value {
        value: Option<String>,
    },
    OkOrError {
        error: Option<String>,
    },
    Result {
        value: Option<String>,
        error: Option<String>,
    },
    Stream,
    StreamOrError {
        error: Option<String>,
    },
}

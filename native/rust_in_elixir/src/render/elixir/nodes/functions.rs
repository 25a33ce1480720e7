//! The functions of the facade and of its double.

use serde::Serialize;

use super::calls::Call;

#[derive(Serialize)]
pub struct Facade {
    /// The lines of the documentation.
    pub doc: Option<Vec<String>>,
    pub nifs: Vec<Function>,
    /// How it raises, and how it asks whether there are errors.
    pub raise: &'static str,
    pub condition: &'static str,
    /// The private function that raises an error, if one does, and how a function calls it.
    pub value: Option<ValueFunction>,
    pub take: String,
    /// Whether some function raises its errors, although its name does not say so.
    pub raising: bool,
    /// Whether some function has a guard.
    pub guarded_calls: bool,
    pub doubled: bool,
    /// Whether some function validates its arguments.
    pub checked: bool,
    /// Whether some function can find a handle closed or poisoned.
    pub guarded: bool,
    /// The functions whose arguments can be cast without a call.
    pub casting: Vec<CastFunction>,
}

/// The private function that gives a value, or raises the error that is there instead.
#[derive(Serialize)]
pub struct ValueFunction {
    pub name: String,
    /// Whether some function returns nothing but `:ok`, and whether some function returns a value.
    pub of_ok: bool,
    pub of_value: bool,
}

/// A function whose arguments can be cast without a call.
#[derive(Serialize)]
pub struct CastFunction {
    /// What it is called by: its name or, if there are others of that name, with its arity.
    pub key: String,
    pub call: String,
    pub arity: usize,
    /// The names of its parameters; of those that can be left out with what they are then.
    pub params: Vec<String>,
}

/// A function of the facade or of its double, with the one beside it that raises.
#[derive(Serialize)]
pub struct Function {
    #[serde(flatten)]
    pub spec: Spec,
    pub doc: Option<Vec<String>>,
    /// What the documentation says besides: the scheduler, unless it is the usual one, and how a stream is read.
    pub remarks: Vec<String>,
    /// The options that it takes.
    pub options: Vec<OptionDoc>,
    pub streams: bool,
    /// How many values of a stream are fetched at once.
    pub chunk: String,
    /// Whether it takes arguments in JSON's shape.
    pub casts: bool,
    /// What holds for all arguments that it accepts, and the private function that is called with any.
    pub accepted: Option<Accepted>,
    pub unguarded: String,
    /// Whether it can be called without its options.
    pub has_options: bool,
    #[serde(flatten)]
    pub body: Body,
}

/// What holds for all arguments that a function accepts.
#[derive(Serialize)]
pub struct Accepted {
    pub patterns: Vec<String>,
    /// What holds beside them; empty if there is nothing.
    pub guard: String,
}

/// An option as documentation has it.
#[derive(Serialize)]
pub struct OptionDoc {
    pub atom: String,
    pub absent_ok: bool,
    pub default_doc: String,
    pub doc: Option<String>,
}

/// A function's spec, or that of the one beside it that raises.
#[derive(Serialize)]
pub struct DeclaredSpec<'a> {
    pub nif: &'a Spec,
    pub raises: bool,
}

/// The parameters and the return type of a function.
#[derive(Serialize)]
pub struct Spec {
    pub definition: String,
    pub is_keyword: bool,
    /// Its name where it is called.
    pub call: String,
    /// The one beside it that raises.
    pub bang: Option<String>,
    /// What returns a tagged answer, as its own module calls it: itself, or a private function.
    pub own_call: String,
    pub label: String,
    /// Whether its answer in Rust has no tag.
    pub question: bool,
    /// The private function that returns a tagged answer, where the one of the schema does not.
    pub tagged: Option<String>,
    /// Whether it raises its errors.
    pub raises: bool,
    pub params: Vec<Parameter>,
    pub value: Option<ReturnedType>,
    /// The types of its errors.
    pub errors: Vec<String>,
}

impl Spec {
    /// Whether there is a function that raises what this one gives as an error.
    pub fn is_raised(&self) -> bool {
        !self.question && !self.errors.is_empty()
    }
}

#[derive(Serialize)]
pub struct Parameter {
    pub var: String,
    pub r#type: String,
    /// Whether it is the options at the end, which may be left out.
    pub is_options: bool,
}

/// The type of the value that a function returns.
#[derive(Serialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum ReturnedType {
    Value {
        r#type: String,
    },
    Stream {
        item: String,
        /// The type of the errors, where each item is a result.
        item_error: Option<String>,
    },
}

/// The body of a function.
#[derive(Serialize)]
pub struct Body {
    /// Whether arguments are validated.
    pub checked: bool,
    /// Whether they are validated only where Rust refuses them.
    pub explains: bool,
    /// How arguments come out of the module `Arguments`, where that casts and validates them.
    pub taken: Option<Taken>,
    /// The arguments that may be JSON, which problems in them are told of.
    pub given: Vec<Given>,
    pub cast_params: Vec<CastParameter>,
    pub checks: Vec<ParameterCheck>,
    pub answer: Answer,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Taken {
    /// Each in its variable.
    Apart,
    Together,
    /// Together, where handles of the double are handles.
    WithHandles,
}

#[derive(Serialize)]
pub struct Given {
    pub key: String,
    pub var: String,
}

#[derive(Serialize)]
pub struct CastParameter {
    pub var: String,
    pub cast: String,
}

#[derive(Serialize)]
pub struct ParameterCheck {
    pub var: String,
    pub atom: String,
    pub check: Call,
}

/// The result of a function.
#[derive(Serialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Answer {
    /// The result of the stub in the library.
    Rust {
        arguments: Vec<String>,
        /// The function that reads a stream on, if it returns one.
        next: Option<&'static str>,
        /// The stream that it reads, if it does.
        feed: Option<Feed>,
        /// What becomes of that in Elixir.
        loads: Option<Loads>,
    },
    /// The arguments themselves.
    Arguments,
    /// The result of a function that a test has stubbed.
    Stub {
        name: String,
        /// The expected result, in the notation of a schema.
        expected: String,
        returns: Vec<Returned>,
    },
}

/// A stream that a function reads.
#[derive(Serialize)]
pub struct Feed {
    pub var: String,
    pub atom: String,
    /// The functions that check, cast and dump a value.
    pub check: String,
    pub cast: Option<String>,
    pub dump: Option<String>,
    /// Whether Elixir checks values before Rust does, and whether they may be JSON.
    pub is_checked: bool,
    pub is_json: bool,
}

/// The functions that make what Elixir has of a value, of an error, and of the items of a stream.
#[derive(Default, Serialize)]
pub struct Loads {
    pub value: Option<String>,
    pub error: Option<String>,
    pub item: Option<String>,
    pub item_error: Option<String>,
    /// Whether each item is a result.
    pub has_results: bool,
}

impl Loads {
    pub fn is_of_items(&self) -> bool {
        self.item.is_some() || self.item_error.is_some()
    }
}

/// A possible result of a stub, by its tag.
#[derive(Serialize)]
pub struct Returned {
    pub tag: &'static str,
    pub held: Held,
}

/// The check of a result.
#[derive(Serialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum Held {
    Nothing,
    Value(HeldValue),
    Result { ok: HeldValue, error: HeldValue },
    Exception { module: String },
}

#[derive(Serialize)]
pub struct HeldValue {
    /// The function that validates it.
    pub check: String,
    /// The function that fills in what Rust would, and the one that makes the value which then comes out of it.
    pub fill: Option<String>,
    pub load: Option<String>,
}

/// The arguments module that the facade and its double share.
#[derive(Serialize)]
pub struct Arguments {
    pub nifs: Vec<ArgumentsFunction>,
    /// Whether a double calls it too.
    pub doubled: bool,
}

#[derive(Serialize)]
pub struct ArgumentsFunction {
    pub definition: String,
    pub question: bool,
    pub params: Vec<Variable>,
    #[serde(flatten)]
    pub body: Body,
}

#[derive(Serialize)]
pub struct Variable {
    pub var: String,
}

#[derive(Serialize)]
pub struct Behaviour {
    pub nifs: Vec<Callback>,
    /// Whether there is a function that casts arguments.
    pub casts: bool,
}

#[derive(Serialize)]
pub struct Callback {
    #[serde(flatten)]
    pub spec: Spec,
    pub has_options: bool,
}

#[derive(Serialize)]
pub struct Double {
    pub nifs: Vec<Function>,
    /// The module of stubs, as the double calls it.
    pub stubs: &'static str,
    /// The modules of resources.
    pub resources: Vec<String>,
    pub raise: &'static str,
    /// How the value is taken out of an answer, or the error in it raised.
    pub take: &'static str,
    pub example: Option<Stubbed>,
    /// Whether there is a function that casts arguments.
    pub casts: bool,
}

/// A function that a test can put an answer in place of.
#[derive(Serialize)]
pub struct Stubbed {
    pub name: String,
    pub params: Vec<String>,
}

/// The stubs module of the double, with the parts that its functions need.
#[derive(Serialize)]
pub struct Stubs {
    /// Whether some value is made of its representation.
    pub loads: bool,
    pub functions: Vec<Stubbed>,
    pub resources: Vec<String>,
    pub streams: bool,
    pub guarded: bool,
    pub questions: bool,
    /// Whether some function returns a value without a tag.
    pub untagged: bool,
    /// Whether items of a stream are results.
    pub results: bool,
    pub fallible: bool,
}

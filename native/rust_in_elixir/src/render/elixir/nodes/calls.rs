//! The calls that validate a value, cast it and convert it to the shape that Rust decodes.

use serde::Serialize;

/// A function, and what it takes behind the value and, if it validates, the value's path.
#[derive(Clone, Serialize)]
pub struct Call {
    pub function: String,
    pub arguments: Vec<Argument>,
}

#[derive(Clone, Serialize)]
#[serde(tag = "kind", content = "source", rename_all = "snake_case")]
pub enum Argument {
    One(String),
    List(Vec<String>),
    /// The size of the value, by the function that takes it.
    Size(&'static str),
}

/// How a value is converted on its way into Rust or out of it. The parts are printed already.
#[derive(Serialize)]
#[serde(tag = "form", content = "by", rename_all = "snake_case")]
pub enum Conversion {
    /// By a function that takes nothing else.
    Function(String),
    /// By a function for each element of a list.
    List(String),
    /// As what is not `nil`.
    Optional(String),
    /// By a function, unless it is `nil`: `false` is converted as well.
    Unless(String),
    /// By what becomes of each element, which is in `value1`, `value2` and so on.
    Tuple(Vec<String>),
    /// By what becomes of each `value`.
    Map(String),
}

/// A function that validates.
#[derive(Serialize)]
pub struct Check<'a> {
    pub by: &'a Call,
}

/// The conversion of a value, or without a value the function that converts one.
#[derive(Serialize)]
pub struct Applied<'a, T> {
    pub by: &'a T,
    pub value: Option<&'a str>,
}

impl Call {
    pub fn new(function: impl Into<String>, arguments: impl Into<Vec<Argument>>) -> Self {
        Self {
            function: function.into(),
            arguments: arguments.into(),
        }
    }
}

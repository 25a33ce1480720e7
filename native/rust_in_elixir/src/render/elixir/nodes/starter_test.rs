//! The starter test, and the values in it.

use serde::Serialize;

/// The whole test, around what is printed already.
#[derive(Serialize)]
pub struct FacadeTest<'a> {
    pub facade: &'a str,
    /// The module of the stubs.
    pub native: String,
    pub describes: Vec<&'a str>,
    /// The function that the others call, if there are any.
    pub helper: Option<&'a str>,
}

/// The function that the tests of functions call.
#[derive(Serialize)]
pub struct AssertReachesRust {
    pub namespace: String,
}

/// The test of one function.
#[derive(Serialize)]
pub struct Describe<'a> {
    pub facade: &'a str,
    pub label: String,
    pub function: &'a str,
    pub arguments: Vec<String>,
    pub streams: bool,
    /// Why the test is skipped.
    pub skip: Option<String>,
    /// The arguments that have names of their own.
    pub values: Vec<NamedValue>,
}

#[derive(Serialize)]
pub struct NamedValue {
    pub variable: String,
    pub source: String,
}

/// A value of a type, whose parts are printed already.
#[derive(Serialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum Value<'a> {
    Nil,
    Integer,
    Float,
    Bool,
    String,
    Binary,
    Path,
    Pid,
    Reference,
    Atom,
    Term,
    Char,
    Ip,
    Uuid,
    PackedFloats {
        bits: usize,
    },
    PackedIntegers {
        bits: usize,
    },
    Decimal,
    Date,
    Time,
    NaiveDatetime,
    Datetime,
    Duration,
    Range,
    Tuple {
        elements: Vec<String>,
    },
    List {
        elements: Vec<String>,
    },
    /// The set of a list's elements.
    Set {
        elements: String,
    },
    /// A list that holds the same element several times.
    Duplicates {
        element: String,
        length: String,
    },
    /// A text that repeats one character.
    Repeated {
        character: String,
        length: String,
    },
    /// A map with a pair, or an empty one.
    Pairs {
        pair: Option<(String, String)>,
    },
    Map {
        fields: Vec<FieldValue>,
    },
    Options {
        fields: Vec<FieldValue>,
    },
    Struct {
        module: String,
        fields: Vec<FieldValue>,
    },
    /// The result of a function of another library.
    From {
        function: &'a str,
        value: String,
    },
    /// The result of a function of the facade.
    Made {
        facade: &'a str,
        function: &'a str,
        arguments: Vec<String>,
    },
}

#[derive(Serialize)]
pub struct FieldValue {
    pub key: String,
    pub value: String,
}

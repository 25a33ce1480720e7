//! The types of a schema, and how they cross.

use serde::Serialize;

/// A template that prints the same for every schema.
#[derive(Serialize)]
pub struct Nothing {}

/// A built-in type that Rust has no plain one for.
#[derive(Serialize)]
pub struct Opaque {
    pub name: &'static str,
    pub doc: &'static str,
    /// The method that tests whether a term is one.
    pub is: Option<&'static str>,
}

/// A type of the schema, and its codec.
#[derive(Serialize)]
pub struct Definition {
    pub name: String,
    pub docs: Vec<String>,
    pub derives: Vec<&'static str>,
    /// Rustler's derive, where that gives the atoms of the schema.
    pub derive: Option<&'static str>,
    /// The module of a struct or exception.
    pub module: Option<String>,
    pub exception: bool,
    /// The tag of a record.
    pub tag: Option<String>,
    pub recursive: bool,
    pub fields: Vec<Field>,
    pub variants: Vec<Variant>,
    pub has_units: bool,
    pub has_values: bool,
    /// Whether each variant needs its own function.
    pub large: bool,
    /// The inner type of a newtype.
    pub inner: Option<Value>,
}

#[derive(Serialize)]
pub struct Field {
    pub name: String,
    pub docs: Vec<String>,
    pub atom: String,
    /// The variable for it.
    pub var: String,
    pub value: Value,
}

#[derive(Serialize)]
pub struct Variant {
    pub name: String,
    pub docs: Vec<String>,
    pub atom: String,
    pub shape: Shape,
    pub values: Vec<VariantValue>,
    pub fields: Vec<Field>,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    Unit,
    Values,
    Fields,
}

#[derive(Serialize)]
pub struct VariantValue {
    pub var: String,
    pub value: Value,
}

/// A value inside of another one.
#[derive(Serialize)]
pub struct Value {
    pub r#type: String,
    pub crossing: Option<Crossing>,
}

/// How a value crosses as one of another type.
#[derive(Serialize)]
pub struct Crossing {
    pub r#type: String,
    /// The value that is meant by one that crossed, which is called `it`.
    pub narrowed: String,
    /// The value that crosses for one of the user's.
    pub widened: Conversion,
    /// Whether the value need not be cloned.
    pub is_copy: bool,
}

/// How a value is made into one of another type.
#[derive(Serialize)]
pub struct Conversion {
    pub form: Form,
    /// The type that a value is wrapped in, a list or map is collected into, or a tuple is taken apart from.
    pub r#type: Option<String>,
    /// The conversion of each part, by the name that the form gives it.
    pub parts: Vec<Part>,
}

/// The conversion of a part of a value.
#[derive(Serialize)]
pub struct Part {
    pub value: String,
    /// The function that makes it, where that is all.
    pub function: Option<String>,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    Unwrapped,
    Wrapped,
    Optional,
    List,
    Map,
    Tuple,
}

/// A conversion, and what is converted.
#[derive(Serialize)]
pub struct Converted<'a> {
    pub by: &'a Conversion,
    pub value: &'a str,
}

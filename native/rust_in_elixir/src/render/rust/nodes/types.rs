//! The types of a schema, and how they cross.

use serde::Serialize;

use super::Docs;

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
    pub docs: Docs,
    pub derives: Vec<&'static str>,
    /// The module of a struct or exception.
    pub module: Option<String>,
    pub exception: bool,
    /// The tag of a record.
    pub tag: Option<String>,
    pub recursive: bool,
    pub fields: Vec<Field>,
    /// Whether the fields have a line each where their codec names them.
    pub is_long: bool,
    pub variants: Vec<Variant>,
    /// The inner type of a newtype.
    pub inner: Option<String>,
    /// The conditions on the value `it` in a newtype.
    pub conditions: Vec<Condition>,
}

impl Definition {
    /// Leaves only what is declared: no docs, and no attributes.
    pub fn leave_out_docs(&mut self) {
        self.docs = Docs::none();
        self.derives.clear();
        let of_variants = self.variants.iter_mut().flat_map(|it| &mut it.fields);
        for field in self.fields.iter_mut().chain(of_variants) {
            field.docs = Docs::none();
        }
        for variant in &mut self.variants {
            variant.docs = Docs::none();
        }
    }
}

/// A condition on a value.
#[derive(Serialize)]
pub struct Condition {
    /// The value itself, or what it holds.
    pub place: String,
    pub measure: Measure,
    #[serde(flatten)]
    pub test: Test,
}

/// What of a value is compared.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    Value,
    /// The value behind a reference.
    Referred,
    Text,
    Characters,
    Length,
    /// The length of what a type of the boundary holds.
    InnerLength,
    PathLength,
}

#[derive(Serialize)]
#[serde(tag = "test", rename_all = "snake_case")]
pub enum Test {
    Compared {
        operator: &'static str,
        limit: String,
    },
    OneOf {
        choices: Vec<String>,
    },
}

#[derive(Serialize)]
pub struct Field {
    pub name: String,
    pub docs: Docs,
    /// Its key as a literal, where that is not its name in Rust.
    pub key: Option<String>,
    pub r#type: String,
}

#[derive(Serialize)]
pub struct Variant {
    pub name: String,
    pub docs: Docs,
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
    /// The variable for it.
    pub var: String,
    pub r#type: String,
}

//! Data for the template of a type.

use std::collections::HashMap;

use super::docs::documented;
use super::source::rust_string;
use super::types::owned;
use super::wide::is_wide;
use super::{RustSide, nodes};
use crate::boundary::*;
use crate::model::Model;
use crate::text::names;

/// Whether an enum has so many variants with values that rustc, where it does not optimise, makes a
/// function for all of them too large for the stack of a dirty scheduler; each then has one of its own.
fn is_large(variants: &[Variant]) -> bool {
    const FEW: usize = 100;
    let with_values = variants.iter().filter(|it| it.shape != Shape::Unit);
    with_values.count() > FEW
}

/// The doc of a variant that the schema does not document: its term in Elixir.
fn variant_doc(definition: &Definition, variant: &Variant) -> String {
    let atom = names::elixir_atom(&variant.name);
    match &variant.shape {
        _ if matches!(definition.kind, Kind::UntaggedEnum(_)) => {
            format!("`{atom}`, without a tag in Elixir.")
        }
        Shape::Unit => format!("`{atom}` in Elixir."),
        Shape::Values(types) => format!("`{{{atom}{}}}` in Elixir.", ", _".repeat(types.len())),
        Shape::Fields(_) => format!("`{{{atom}, %{{}}}}` in Elixir."),
    }
}

/// How many types have each name in snake case.
pub(super) fn snakes(model: &Model) -> HashMap<String, usize> {
    let mut snakes = HashMap::new();
    for definition in &model.boundary.definitions {
        *snakes.entry(snake(definition)).or_default() += 1;
    }
    snakes
}

fn snake(definition: &Definition) -> String {
    names::rust_snake(&names::rust_type(&definition.name))
}

/// Rustler's derive for a kind, if it has one.
fn derive(kind: &Kind) -> Option<&'static str> {
    match kind {
        Kind::UnitEnum(_) => Some("NifUnitEnum"),
        Kind::TaggedEnum(_) => Some("NifTaggedEnum"),
        Kind::UntaggedEnum(_) => Some("NifUntaggedEnum"),
        Kind::Struct(_) => Some("NifStruct"),
        Kind::Exception(_) => Some("NifException"),
        Kind::Map(_) | Kind::Options(_) => Some("NifMap"),
        Kind::Tuple(_) => Some("NifTuple"),
        Kind::Record(..) => Some("NifRecord"),
        Kind::Newtype(..) | Kind::Custom(_) | Kind::Resource(_) => None,
    }
}

/// The Rust names of fields.
pub(super) fn field_names(fields: &[Field]) -> Vec<String> {
    names::distinct(fields.iter().map(|field| names::rust_value(&field.name)))
}

/// The Rust names of an enum's variants.
pub(super) fn variant_names(definition: &Definition) -> Vec<String> {
    let variants = definition.variants();
    names::distinct(variants.iter().map(|it| names::rust_variant(&it.name)))
}

/// The variable for a field with a name.
pub(super) fn field_variable(index: usize) -> String {
    format!("field{}", index + 1)
}

/// The variable for a value of a variant.
pub(super) fn value_variable(index: usize) -> String {
    format!("value{}", index + 1)
}

impl RustSide<'_> {
    /// The nodes of a type and of its codec; none for a user's type.
    pub(super) fn definition(
        &self,
        definition: &Definition,
    ) -> Result<Option<nodes::Definition>, String> {
        if matches!(definition.kind, Kind::Custom(_) | Kind::Resource(_)) {
            return Ok(None);
        }
        let module = self.model.module(&definition.name);
        let doc = format!("`{module}` in Elixir.");
        let is_unit = |it: &Variant| it.shape == Shape::Unit;
        let variants = definition.variants();
        Ok(Some(nodes::Definition {
            name: names::rust_type(&definition.name),
            docs: documented(definition.doc.as_deref(), &doc),
            derives: self.std_derives(definition),
            derive: derive(&definition.kind).filter(|_| self.derives_exactly(definition)),
            module: matches!(definition.kind, Kind::Struct(_) | Kind::Exception(_))
                .then_some(module),
            exception: matches!(definition.kind, Kind::Exception(_)),
            tag: match &definition.kind {
                Kind::Record(tag, _) => Some(rust_string(tag)),
                _ => None,
            },
            recursive: self.model.is_recursive(&definition.name),
            fields: self.fields(definition.fields(), &definition.name)?,
            variants: self.variants(definition)?,
            has_units: variants.iter().any(is_unit),
            has_values: !variants.iter().all(is_unit),
            large: is_large(variants),
            inner: match &definition.kind {
                Kind::Newtype(inner, _) => Some(self.value(inner, &definition.name)?),
                _ => None,
            },
        }))
    }

    /// A value inside of a type of the schema.
    fn value(&self, r#type: &Type, holder: &str) -> Result<nodes::Value, String> {
        Ok(nodes::Value {
            r#type: owned(self.model, r#type, Some(holder)),
            crossing: self.crossing(r#type, holder)?,
        })
    }

    /// The doc of a field that the schema does not document: its place in Elixir.
    fn field_doc(&self, field: &Field, index: usize, holder: &str) -> String {
        match self.model.definition(holder).map(|it| &it.kind) {
            Some(Kind::Tuple(_)) => format!("Element {index} in Elixir."),
            Some(Kind::Record(..)) => format!("Element {} in Elixir.", index + 1),
            _ => format!("`{}` in Elixir.", names::elixir_atom(&field.name)),
        }
    }

    fn fields(&self, fields: &[Field], holder: &str) -> Result<Vec<nodes::Field>, String> {
        (fields.iter().zip(field_names(fields)).enumerate())
            .map(|(index, (field, name))| {
                let doc = self.field_doc(field, index, holder);
                Ok(nodes::Field {
                    name,
                    docs: documented(field.doc.as_deref(), &doc),
                    atom: rust_string(&field.name),
                    var: field_variable(index),
                    value: self.value(&field.r#type, holder)?,
                })
            })
            .collect()
    }

    fn variants(&self, definition: &Definition) -> Result<Vec<nodes::Variant>, String> {
        let holder = &definition.name;
        (definition.variants().iter().zip(variant_names(definition)))
            .map(|(variant, name)| {
                let doc = variant_doc(definition, variant);
                let shape = match variant.shape {
                    Shape::Unit => nodes::Shape::Unit,
                    Shape::Values(_) => nodes::Shape::Values,
                    Shape::Fields(_) => nodes::Shape::Fields,
                };
                let values = (variant.shape.types().into_iter().enumerate()).map(|(index, it)| {
                    let var = value_variable(index);
                    let value = self.value(it, holder)?;
                    Ok(nodes::VariantValue { var, value })
                });
                Ok(nodes::Variant {
                    name,
                    docs: documented(variant.doc.as_deref(), &doc),
                    atom: rust_string(&variant.name),
                    shape,
                    values: values.collect::<Result<_, String>>()?,
                    fields: self.fields(variant.shape.fields(), holder)?,
                })
            })
            .collect()
    }

    /// Whether Rustler's derive gives exactly the atoms of the schema: it has its own idea of
    /// how a Rust name becomes an atom, and no way to be told another. A variant's field called
    /// `env` would hide a variable of the derive's own. A derive makes no atom beyond Latin-1. Types of
    /// the same name in snake case would share the module in which a derive keeps its atoms. A recursive
    /// type asks for room on the stack, which a derive does not, and a large enum for functions that
    /// leave some; and an `i128` or path for a codec of its own. And a map without keys would be decoded from every term, `nil` among them.
    pub(super) fn derives_exactly(&self, definition: &Definition) -> bool {
        let same_field = |field: &Field| {
            let ident = names::rust_value(&field.name);
            ident.strip_prefix("r#").unwrap_or(&ident) == field.name
        };
        let shares_its_name = self
            .snakes
            .get(&snake(definition))
            .is_some_and(|it| *it > 1);
        if definition.types().into_iter().any(is_wide)
            || self.model.is_recursive(&definition.name)
            || shares_its_name
            || is_large(definition.variants())
        {
            return false;
        }
        let distinct = |idents: Vec<String>| names::distinct(idents.clone()) == idents;
        match &definition.kind {
            Kind::UnitEnum(variants) | Kind::TaggedEnum(variants) => {
                distinct(
                    variants
                        .iter()
                        .map(|it| names::rust_variant(&it.name))
                        .collect(),
                ) && variants.iter().all(|variant| {
                    names::rustler_atom(&names::rust_variant(&variant.name)) == variant.name
                        && variant.shape.fields().iter().all(|field| {
                            names::rustler_atom(&names::rust_value(&field.name)) == field.name
                                && field.name != "env"
                        })
                })
            }
            Kind::Map(fields) if fields.is_empty() => false,
            Kind::Struct(fields)
            | Kind::Map(fields)
            | Kind::Exception(fields)
            | Kind::Options(fields) => fields.iter().all(same_field),
            Kind::Record(tag, _) => tag.is_ascii(),
            Kind::UntaggedEnum(_) | Kind::Tuple(_) => true,
            Kind::Newtype(..) | Kind::Custom(_) | Kind::Resource(_) => false,
        }
    }

    pub(super) fn std_derives(&self, definition: &Definition) -> Vec<&'static str> {
        let this = Type::Named(definition.name.clone());
        let mut derives = vec!["Clone"];
        if matches!(definition.kind, Kind::UnitEnum(_)) {
            derives.push("Copy");
        }
        derives.extend(["Debug", "PartialEq"]);
        if self.model.is_eq(&this) {
            derives.push("Eq");
        }
        if self.model.is_hash(&this) {
            derives.push("Hash");
        }
        derives
    }
}

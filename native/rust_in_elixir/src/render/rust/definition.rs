//! Data for the template of a type.

use super::docs::documented;
use super::source::rust_string;
use super::types::owned;
use super::{RustSide, nodes};
use crate::boundary::*;
use crate::text::names;

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

/// The Rust names of fields.
pub(super) fn field_names(fields: &[Field]) -> Vec<String> {
    names::distinct(fields.iter().map(|field| names::rust_value(&field.name)))
}

/// The Rust names of an enum's variants.
pub(super) fn variant_names(definition: &Definition) -> Vec<String> {
    let variants = definition.variants();
    names::distinct(variants.iter().map(|it| names::rust_variant(&it.name)))
}

/// The variable for a value of a variant.
pub(super) fn value_variable(index: usize) -> String {
    format!("value{}", index + 1)
}

impl RustSide<'_> {
    /// The node of a type and of its codec.
    pub(super) fn definition(&self, definition: &Definition) -> nodes::Definition {
        let module = self.model.module(&definition.name);
        let doc = format!("`{module}` in Elixir.");
        let inner = match &definition.kind {
            Kind::Newtype(inner, _) | Kind::Remote(inner, _) => {
                Some(self.owned(inner, &definition.name))
            }
            _ => None,
        };
        nodes::Definition {
            name: names::rust_type(&definition.name),
            docs: documented(definition.doc.as_deref(), &doc),
            derives: self.std_derives(definition),
            module: matches!(definition.kind, Kind::Struct(_) | Kind::Exception(_))
                .then_some(module),
            exception: matches!(definition.kind, Kind::Exception(_)),
            tag: match &definition.kind {
                Kind::Record(tag, _) => Some(rust_string(tag)),
                _ => None,
            },
            recursive: self.model.is_recursive(&definition.name),
            fields: self.fields(definition.fields(), &definition.name),
            is_long: definition.fields().len() > 4,
            variants: self.variants(definition),
            inner,
            conditions: self.conditions(definition),
        }
    }

    /// The type of a value inside of a type of the schema.
    fn owned(&self, r#type: &Type, holder: &str) -> String {
        owned(self.model, r#type, Some(holder))
    }

    /// The doc of a field that the schema does not document: its place in Elixir.
    fn field_doc(&self, field: &Field, index: usize, holder: &str) -> String {
        match self.model.definition(holder).map(|it| &it.kind) {
            Some(Kind::Tuple(_)) => format!("Element {index} in Elixir."),
            Some(Kind::Record(..)) => format!("Element {} in Elixir.", index + 1),
            _ => format!("`{}` in Elixir.", names::elixir_atom(&field.name)),
        }
    }

    fn fields(&self, fields: &[Field], holder: &str) -> Vec<nodes::Field> {
        (fields.iter().zip(field_names(fields)).enumerate())
            .map(|(index, (field, name))| {
                let doc = self.field_doc(field, index, holder);
                nodes::Field {
                    docs: documented(field.doc.as_deref(), &doc),
                    key: (name != field.name).then(|| rust_string(&field.name)),
                    r#type: self.owned(&field.r#type, holder),
                    name,
                }
            })
            .collect()
    }

    fn variants(&self, definition: &Definition) -> Vec<nodes::Variant> {
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
                    let (var, r#type) = (value_variable(index), self.owned(it, holder));
                    nodes::VariantValue { var, r#type }
                });
                nodes::Variant {
                    name,
                    docs: documented(variant.doc.as_deref(), &doc),
                    atom: rust_string(&variant.name),
                    shape,
                    values: values.collect(),
                    fields: self.fields(variant.shape.fields(), holder),
                }
            })
            .collect()
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

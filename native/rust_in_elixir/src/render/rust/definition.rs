//! What the template of a type needs.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::RustSide;
use super::docs::documented;
use super::source::rust_string;
use super::types::owned;
use super::wide::{is_wide, narrowed, wide, widened};
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

/// What a variant is in Elixir, for one that the schema does not document.
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

impl RustSide<'_> {
    pub(super) fn definition(&self, definition: &Definition) -> Option<(&'static str, Value)> {
        let name = names::rust_type(&definition.name);
        let module = format!("{}.{}", self.model.boundary.facade, definition.name);
        let (template, derive, attribute) = match &definition.kind {
            Kind::Custom(_) | Kind::Resource(_) => return None,
            Kind::UnitEnum(_) => ("enum.rs", "NifUnitEnum", None),
            Kind::TaggedEnum(_) => ("enum.rs", "NifTaggedEnum", None),
            Kind::UntaggedEnum(_) => ("enum.rs", "NifUntaggedEnum", None),
            Kind::Struct(_) => (
                "fields.rs",
                "NifStruct",
                Some(format!("module = \"{module}\"")),
            ),
            Kind::Exception(_) => (
                "fields.rs",
                "NifException",
                Some(format!("module = \"{module}\"")),
            ),
            Kind::Map(_) | Kind::Options(_) => ("fields.rs", "NifMap", None),
            Kind::Tuple(_) => ("fields.rs", "NifTuple", None),
            Kind::Record(tag, _) => (
                "fields.rs",
                "NifRecord",
                Some(format!("tag = {}", rust_string(tag))),
            ),
            Kind::Newtype(..) => ("newtype.rs", "", None),
        };
        let derive = self.derives_exactly(definition).then_some(derive);
        let doc = format!("`{module}` in Elixir.");
        let variants = self.variants(definition);
        let context = json!({
            "name": name,
            "module": matches!(definition.kind, Kind::Struct(_) | Kind::Exception(_)).then_some(module),
            "recursive": self.model.is_recursive(&definition.name),
            "tag": match &definition.kind {
                Kind::Record(tag, _) => Some(rust_string(tag)),
                _ => None,
            },
            "exception": matches!(definition.kind, Kind::Exception(_)),
            "docs": documented(definition.doc.as_deref(), &doc),
            "derives": self.std_derives(definition),
            "derive": derive,
            "attribute": attribute,
            "fields": self.fields(definition.fields(), &definition.name),
            "large": is_large(definition.variants()),
            "has_units": definition.variants().iter().any(|it| it.shape == Shape::Unit),
            "has_values": definition.variants().iter().any(|it| it.shape != Shape::Unit),
            "variants": variants,
            "type": match &definition.kind {
                Kind::Newtype(inner, _) => Some(owned(self.model, inner, Some(&definition.name))),
                _ => None,
            },
            "decode": match &definition.kind {
                Kind::Newtype(inner, _) => Some(self.decode(inner, &definition.name)),
                _ => None,
            },
            "encoded": match &definition.kind {
                Kind::Newtype(inner, _) => Some(self.encoded("&self.0", inner, &definition.name)),
                _ => None,
            },
        });
        Some((template, context))
    }

    /// The call that decodes a value inside of another one.
    fn decode(&self, r#type: &Type, holder: &str) -> String {
        if is_wide(r#type) {
            let from = wide(self.model, r#type, Some(holder));
            let value = narrowed(self.model, "it", r#type, Some(holder));
            format!("decode().map(|it: {from}| {value})")
        } else {
            "decode()".to_string()
        }
    }

    /// What is encoded for a value inside of another one, which a reference leads to.
    fn encoded(&self, reference: &str, r#type: &Type, holder: &str) -> String {
        let value = match reference.strip_prefix('&') {
            Some(place) => place.to_string(),
            None => format!("*{reference}"),
        };
        match r#type {
            Type::Scalar(Scalar::I128) => format!("&I128({value})"),
            Type::Scalar(Scalar::Path) => {
                format!("&FilePath({}.clone())", reference.trim_start_matches('&'))
            }
            it if is_wide(it) => {
                let copy = format!("{}.clone()", reference.trim_start_matches('&'));
                format!("&{}", widened(self.model, &copy, it, Some(holder)))
            }
            _ => reference.to_string(),
        }
    }

    /// What a field is in Elixir, for one that the schema does not document.
    fn field_doc(&self, field: &Field, index: usize, holder: &str) -> String {
        match self.model.definition(holder).map(|it| &it.kind) {
            Some(Kind::Tuple(_)) => format!("Element {index} in Elixir."),
            Some(Kind::Record(..)) => format!("Element {} in Elixir.", index + 1),
            _ => format!("`{}` in Elixir.", names::elixir_atom(&field.name)),
        }
    }

    pub(super) fn fields(&self, fields: &[Field], holder: &str) -> Vec<Value> {
        let idents = names::distinct(fields.iter().map(|field| names::rust_value(&field.name)));
        fields
            .iter()
            .zip(idents)
            .enumerate()
            .map(|(index, (field, ident))| {
                let var = format!("field{}", index + 1);
                json!({
                    "name": ident,
                    "encoded": self.encoded(&format!("&self.{ident}"), &field.r#type, holder),
                    "encoded_var": self.encoded(&var, &field.r#type, holder),
                    "decode": self.decode(&field.r#type, holder),
                    "var": var,
                    "atom": rust_string(&field.name),
                    "type": owned(self.model, &field.r#type, Some(holder)),
                    "docs": documented(field.doc.as_deref(), &self.field_doc(field, index, holder)),
                })
            })
            .collect()
    }

    pub(super) fn variants(&self, definition: &Definition) -> Vec<Value> {
        let variants = definition.variants();
        let idents = names::distinct(variants.iter().map(|it| names::rust_variant(&it.name)));
        variants
            .iter()
            .zip(idents)
            .map(|(variant, ident)| {
                let types = variant.shape.types();
                let vars: Vec<String> = (1..=types.len()).map(|it| format!("value{it}")).collect();
                json!({
                    "name": ident,
                    "atom": rust_string(&variant.name),
                    "docs": documented(variant.doc.as_deref(), &variant_doc(definition, variant)),
                    "shape": match variant.shape {
                        Shape::Unit => "unit",
                        Shape::Values(_) => "values",
                        Shape::Fields(_) => "fields",
                    },
                    "vars": vars,
                    "values": vars.iter().zip(&types).map(|(var, it)| json!({
                        "var": var,
                        "decode": self.decode(it, &definition.name),
                        "encoded": self.encoded(var, it, &definition.name),
                    })).collect::<Vec<_>>(),
                    "types": types.iter()
                        .map(|it| owned(self.model, it, Some(&definition.name)))
                        .collect::<Vec<_>>(),
                    "fields": self.fields(variant.shape.fields(), &definition.name),
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

//! The calls that bring a value from JSON's shape into the schema's.

use serde_json::{Value, json};

use super::dumps::{Conversion, function_of};
use super::module::Module;
use super::variables::{field_variables, value_variables};
use crate::boundary::*;
use crate::text::names;

/// How a value is brought from JSON's shape into the schema's.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Casting {
    /// Everything in it.
    Everywhere,
    /// Only the types in it that are declared `cast: true`.
    WithinOnly,
}

impl Casting {
    pub(super) fn function(self) -> &'static str {
        match self {
            Casting::Everywhere => "cast",
            Casting::WithinOnly => "cast_within",
        }
    }
}

impl Module<'_> {
    /// The call that brings a value from JSON's shape into the schema's.
    pub(super) fn cast_call(&self, r#type: &Type, value: &str, casting: Casting) -> Conversion {
        let everywhere = casting == Casting::Everywhere;
        match r#type {
            Type::Scalar(scalar) if everywhere && scalar.is_float() => {
                Some(format!("{}({value})", self.need("Cast.float")))
            }
            Type::Scalar(Scalar::Atom) if everywhere => {
                Some(format!("{}({value})", self.need("Cast.atom")))
            }
            Type::Scalar(_) | Type::Invalid(_) => None,
            Type::Named(name) => {
                let function = self.cast_function(name, casting)?;
                Some(format!("{function}({value})"))
            }
            Type::List(item) => {
                let item = self.cast_fun(item, casting)?;
                Some(format!("{}({value}, {item})", self.need("Cast.list")))
            }
            Type::Optional(item) => {
                let item = self.cast_fun(item, casting)?;
                Some(format!("{}({value}, {item})", self.need("Cast.optional")))
            }
            Type::Tuple(items) => {
                let casts: Vec<Conversion> =
                    items.iter().map(|it| self.cast_fun(it, casting)).collect();
                if !everywhere && casts.iter().all(Option::is_none) {
                    return None;
                }
                let casts: Vec<String> = casts.into_iter().map(|it| self.or_same(it)).collect();
                Some(format!(
                    "{}({value}, [{}])",
                    self.need(if everywhere {
                        "Cast.tuple"
                    } else {
                        "Cast.elements"
                    }),
                    casts.join(", ")
                ))
            }
            Type::Map(key, item) => {
                let key_cast = if everywhere && self.side.model.is_integer(key) {
                    Some(format!("&{}/1", self.need("Cast.integer_key")))
                } else {
                    self.cast_fun(key, casting)
                };
                let item_cast = self.cast_fun(item, casting);
                if key_cast.is_none() && item_cast.is_none() {
                    return None;
                }
                let (key, item) = (self.or_same(key_cast), self.or_same(item_cast));
                Some(format!(
                    "{}({value}, {key}, {item})",
                    self.need("Cast.map_of")
                ))
            }
        }
    }

    pub(super) fn cast_fun(&self, r#type: &Type, casting: Casting) -> Conversion {
        if let Type::Named(name) = r#type {
            let function = self.cast_function(name, casting)?;
            return Some(format!("&{function}/1"));
        }
        Some(function_of(self.cast_call(r#type, "value", casting)?))
    }

    pub(super) fn or_same(&self, function: Conversion) -> String {
        function.unwrap_or_else(|| "&Function.identity/1".to_string())
    }

    /// The function that casts a type of the boundary, if there is something to cast in it.
    pub(super) fn cast_function(&self, name: &str, casting: Casting) -> Option<String> {
        let model = self.side.model;
        let casting = if model.declares_cast(name) {
            Casting::Everywhere
        } else {
            casting
        };
        if !model.casts(
            &Type::Named(name.to_string()),
            casting == Casting::Everywhere,
        ) {
            return None;
        }
        let function = casting.function();
        Some(if self.own == Some(name) {
            function.to_string()
        } else {
            format!("{}.{function}", self.module(name))
        })
    }

    pub(super) fn cast_fields(&self, fields: &[Field], casting: Casting) -> Vec<Value> {
        fields
            .iter()
            .zip(field_variables(fields))
            .filter_map(|(field, variable)| {
                let function = self.cast_fun(&field.r#type, casting);
                if casting == Casting::WithinOnly && function.is_none() {
                    return None;
                }
                Some(json!({
                    "atom": names::elixir_atom(&field.name),
                    "key": names::elixir_key(&field.name),
                    "var": variable,
                    "fun": self.or_same(function),
                    "call": self.cast_call(&field.r#type, &variable, casting).unwrap_or(variable),
                }))
            })
            .collect()
    }

    /// The known keys as `Cast` takes them: bare, or with the function that casts what is there.
    pub(super) fn cast_field_list(&self, fields: &[Field], casting: Casting) -> Vec<String> {
        let casts: Vec<(&Field, Conversion)> = fields
            .iter()
            .map(|field| (field, self.cast_fun(&field.r#type, casting)))
            .collect();
        let bare = casts
            .iter()
            .filter(|(_, cast)| cast.is_none())
            .map(|(field, _)| names::elixir_atom(&field.name));
        let cast = casts.iter().filter_map(|(field, cast)| {
            let cast = cast.as_ref()?;
            Some(format!("{} {cast}", names::elixir_key(&field.name)))
        });
        bare.chain(cast).collect()
    }

    pub(super) fn cast_variant(&self, variant: &Variant, casting: Casting) -> Value {
        let types = variant.shape.types();
        let variables = value_variables(&types);
        let calls: Vec<Conversion> = types
            .iter()
            .zip(&variables)
            .map(|(it, variable)| self.cast_call(it, variable, casting))
            .collect();
        json!({
            "changes": calls.iter().any(Option::is_some),
            "vars": variables,
            "calls": calls.into_iter().zip(&variables)
                .map(|(call, variable)| call.unwrap_or_else(|| variable.clone()))
                .collect::<Vec<_>>(),
            "funs": types.iter().map(|it| self.or_same(self.cast_fun(it, casting))).collect::<Vec<_>>(),
            "fields": self.cast_fields(variant.shape.fields(), casting),
            "field_list": self.cast_field_list(variant.shape.fields(), casting),
        })
    }
}

//! Conversion of a valid value to the shape that Rust decodes, and of what comes from Rust to the value of Elixir.

use super::module::Module;
use super::nodes::{Applied, Conversion};
use crate::boundary::*;

/// How to convert a type expression: with an expression, with a function, or not at all.
pub(super) type Converted = Result<Option<String>, String>;

/// The way of a value.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Way {
    IntoRust,
    OutOfRust,
}

impl Way {
    fn function(self) -> &'static str {
        match self {
            Way::IntoRust => "dump",
            Way::OutOfRust => "load",
        }
    }
}

impl Module<'_> {
    /// The expression that brings a valid value into the shape that Rust decodes.
    pub(super) fn dump(&self, r#type: &Type, value: &str) -> Converted {
        self.converted(r#type, value, Way::IntoRust)
    }

    /// The expression that makes the value of Elixir out of what comes from Rust.
    pub(super) fn load(&self, r#type: &Type, value: &str) -> Converted {
        self.converted(r#type, value, Way::OutOfRust)
    }

    fn converted(&self, r#type: &Type, value: &str, way: Way) -> Converted {
        self.printed(self.conversion(r#type, value, way)?, Some(value))
    }

    /// The function that converts a value.
    pub(super) fn conversion_fun(&self, r#type: &Type, way: Way) -> Converted {
        self.printed(self.conversion(r#type, "value", way)?, None)
    }

    fn printed(&self, conversion: Option<Conversion>, value: Option<&str>) -> Converted {
        let templates = self.side.templates;
        conversion
            .map(|it| templates.render("conversion_call.ex", Applied { by: &it, value }))
            .transpose()
    }

    fn conversion(
        &self,
        r#type: &Type,
        value: &str,
        way: Way,
    ) -> Result<Option<Conversion>, String> {
        let fun = |it: &Type| self.conversion_fun(it, way);
        Ok(match r#type {
            // What is in a set is the same on both sides.
            Type::Scalar(_) | Type::Set(_) | Type::Invalid(_) => None,
            Type::Named(name) => self.own_conversion(name, way).map(Conversion::Function),
            Type::List(item) | Type::Array(item, _) => fun(item)?.map(Conversion::List),
            Type::Optional(item) if self.may_be_false(item, way) => {
                let item = fun(item)?;
                if item.is_some() {
                    self.need("Representation.optional");
                }
                item.map(Conversion::Unless)
            }
            Type::Optional(item) => self.converted(item, value, way)?.map(Conversion::Optional),
            Type::Tuple(items) => {
                let variables = (1..=items.len()).map(|index| format!("value{index}"));
                let parts = (items.iter().zip(variables))
                    .map(|(it, variable)| {
                        let part = self.converted(it, &variable, way)?;
                        Ok((part.is_some(), part.unwrap_or(variable)))
                    })
                    .collect::<Result<Vec<(bool, String)>, String>>()?;
                let is_any = parts.iter().any(|(is_converted, _)| *is_converted);
                is_any.then(|| Conversion::Tuple(parts.into_iter().map(|(_, it)| it).collect()))
            }
            Type::Map(_, item) => self.converted(item, "value", way)?.map(Conversion::Map),
        })
    }

    /// The function that converts a value of a type of the schema, if there is something to convert in it.
    fn own_conversion(&self, name: &str, way: Way) -> Option<String> {
        let model = self.side.model;
        let is_converted = match way {
            Way::IntoRust => model.is_dumped(name),
            Way::OutOfRust => model.is_loaded(name),
        };
        let function = way.function();
        is_converted.then(|| match self.own == Some(name) {
            true => function.to_string(),
            false => format!("{}.{function}", self.module(name)),
        })
    }

    /// Whether `false` may be converted to something else.
    fn may_be_false(&self, r#type: &Type, way: Way) -> bool {
        let model = self.side.model;
        let Type::Named(name) = model.base(r#type) else {
            return false;
        };
        match (model.definition(name).map(|it| &it.kind), way) {
            (Some(Kind::Remote(_, remote)), Way::IntoRust) => remote.validator.is_some(),
            (Some(Kind::Remote(inner, _)), Way::OutOfRust) => model.has_false(inner),
            _ => false,
        }
    }
}

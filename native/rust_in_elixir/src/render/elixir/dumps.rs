//! Conversion of a valid value to the shape that Rust decodes.

use super::module::Module;
use super::nodes::{Applied, Dump};
use crate::boundary::*;

/// How to convert a type expression: with an expression, with a function, or not at all.
pub(super) type Conversion = Result<Option<String>, String>;

impl Module<'_> {
    /// The expression that brings a valid value into the shape that Rust decodes.
    pub(super) fn dump(&self, r#type: &Type, value: &str) -> Conversion {
        self.printed(self.dump_of(r#type, value)?, Some(value))
    }

    /// The function that brings a valid value into the shape that Rust decodes.
    pub(super) fn dump_fun(&self, r#type: &Type) -> Conversion {
        self.printed(self.dump_of(r#type, "value")?, None)
    }

    fn printed(&self, dump: Option<Dump>, value: Option<&str>) -> Conversion {
        let templates = self.side.templates;
        dump.map(|dump| templates.render("dump_call.ex", Applied { by: &dump, value }))
            .transpose()
    }

    fn dump_of(&self, r#type: &Type, value: &str) -> Result<Option<Dump>, String> {
        Ok(match r#type {
            Type::Scalar(_) | Type::Invalid(_) => None,
            Type::Named(name) if !self.side.model.is_dumped(name) => None,
            Type::Named(name) if self.own == Some(name.as_str()) => {
                Some(Dump::Function("dump".to_string()))
            }
            Type::Named(name) => Some(Dump::Function(format!("{}.dump", self.module(name)))),
            Type::List(item) => self.dump_fun(item)?.map(Dump::List),
            Type::Optional(item) => self.dump(item, value)?.map(Dump::Optional),
            Type::Tuple(items) => {
                let variables = (1..=items.len()).map(|index| format!("value{index}"));
                let dumps = (items.iter().zip(variables))
                    .map(|(it, variable)| {
                        let dump = self.dump(it, &variable)?;
                        Ok((dump.is_some(), dump.unwrap_or(variable)))
                    })
                    .collect::<Result<Vec<(bool, String)>, String>>()?;
                let is_any = dumps.iter().any(|(is_dumped, _)| *is_dumped);
                is_any.then(|| Dump::Tuple(dumps.into_iter().map(|(_, dump)| dump).collect()))
            }
            Type::Map(_, item) => self.dump(item, "value")?.map(Dump::Map),
        })
    }
}

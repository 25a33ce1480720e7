//! The calls that bring a valid value into the shape that Rust decodes.

use super::module::Module;
use crate::boundary::*;

/// What a type expression costs to convert: the call that does it, or nothing to do.
pub(super) type Conversion = Option<String>;

impl Module<'_> {
    /// The call that brings a valid value into the shape that Rust decodes.
    pub(super) fn dump(&self, r#type: &Type, value: &str) -> Conversion {
        match r#type {
            Type::Scalar(_) | Type::Invalid(_) => None,
            Type::Named(name) if !self.side.model.is_dumped(name) => None,
            Type::Named(name) if self.own == Some(name.as_str()) => Some(format!("dump({value})")),
            Type::Named(name) => Some(format!("{}.dump({value})", self.module(name))),
            Type::List(item) => {
                let item = function_of(self.dump(item, "value")?);
                Some(format!("Enum.map({value}, {item})"))
            }
            Type::Optional(item) => {
                let inner = self.dump(item, value)?;
                Some(format!("{value} && {inner}"))
            }
            Type::Tuple(items) => {
                let dumps: Vec<Conversion> = items
                    .iter()
                    .enumerate()
                    .map(|(index, it)| self.dump(it, &format!("value{}", index + 1)))
                    .collect();
                tuple_conversion(value, &dumps)
            }
            Type::Map(_, item) => {
                let inner = self.dump(item, "value")?;
                Some(format!(
                    "Map.new({value}, fn {{key, value}} -> {{key, {inner}}} end)"
                ))
            }
        }
    }
}

/// A call on `value` as a function.
pub(super) fn function_of(call: String) -> String {
    let is_name = |it: &&str| {
        it.chars()
            .all(|it| it.is_alphanumeric() || "._?!".contains(it))
    };
    match call.strip_suffix("(value)").filter(is_name) {
        Some(function) => format!("&{function}/1"),
        None => format!("fn value -> {call} end"),
    }
}

pub(super) fn tuple_conversion(value: &str, conversions: &[Conversion]) -> Conversion {
    if conversions.iter().all(Option::is_none) {
        return None;
    }
    let variables: Vec<String> = (1..=conversions.len())
        .map(|index| format!("value{index}"))
        .collect();
    let converted: Vec<&str> = variables
        .iter()
        .zip(conversions)
        .map(|(variable, conversion)| conversion.as_deref().unwrap_or(variable))
        .collect();
    Some(format!(
        "with({{{}}} <- {value}, do: {{{}}})",
        variables.join(", "),
        converted.join(", ")
    ))
}

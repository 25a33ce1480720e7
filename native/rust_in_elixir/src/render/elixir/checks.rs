//! The calls that validate a value: each takes the errors found so far, the value and its path.

use super::module::Module;
use super::regex::regex;
use crate::boundary::*;
use crate::check::literal;
use crate::model::Model;
use crate::model::scalar;
use crate::text::names;
use crate::text::notation::elixir_literal;

impl Module<'_> {
    /// The call that validates, without the errors that are piped into it; nothing for a type
    /// that every term belongs to.
    pub(super) fn check_call(&self, r#type: &Type, value: &str, path: &str) -> Option<String> {
        let arguments = format!("{value}, {path}");
        match r#type {
            Type::Scalar(Scalar::Term) | Type::Invalid(_) => None,
            Type::Scalar(scalar) => {
                let check = self.need(&format!("Validation.{}", scalar.name()));
                Some(format!("{check}({arguments})"))
            }
            Type::Named(name) if self.is_redacted(name) => {
                self.need("Validation.redacted");
                let check = self.own_check_fun(name);
                Some(format!("Validation.redacted({arguments}, {check})"))
            }
            Type::Named(name) if self.own == Some(name.as_str()) => {
                Some(format!("check({arguments})"))
            }
            Type::Named(name) => Some(format!("{}.check({arguments})", self.module(name))),
            Type::List(item) => {
                self.need("Validation.list");
                let item = self.check_fun(item);
                Some(format!("Validation.list({arguments}, {item})"))
            }
            Type::Tuple(items) => {
                self.need("Validation.tuple");
                let items: Vec<String> = items.iter().map(|it| self.check_fun(it)).collect();
                Some(format!(
                    "Validation.tuple({arguments}, [{}])",
                    items.join(", ")
                ))
            }
            Type::Map(key, item) => {
                self.need("Validation.map");
                let (key, item) = (self.check_fun(key), self.check_fun(item));
                Some(format!("Validation.map({arguments}, {key}, {item})"))
            }
            Type::Optional(item) => {
                let check = self.check_fun_of(item)?;
                self.need("Validation.optional");
                Some(format!("Validation.optional({arguments}, {check})"))
            }
        }
    }

    /// The function that validates; for a type that every term belongs to one that accepts all.
    pub(super) fn check_fun(&self, r#type: &Type) -> String {
        self.check_fun_of(r#type).unwrap_or_else(|| {
            self.need("Validation.term");
            "&Validation.term/3".to_string()
        })
    }

    pub(super) fn check_fun_of(&self, r#type: &Type) -> Option<String> {
        match r#type {
            Type::Scalar(Scalar::Term) | Type::Invalid(_) => None,
            Type::Scalar(scalar) => {
                let check = self.need(&format!("Validation.{}", scalar.name()));
                Some(format!("&{check}/3"))
            }
            Type::Named(name) if !self.is_redacted(name) => Some(self.own_check_fun(name)),
            _ => {
                let call = self.check_call(r#type, "value", "path")?;
                let (function, arguments) = call.split_once('(')?;
                Some(format!(
                    "fn errors, value, path -> {function}(errors, {arguments} end"
                ))
            }
        }
    }

    /// The function of a type's own module that validates.
    pub(super) fn own_check_fun(&self, name: &str) -> String {
        if self.own == Some(name) {
            "&check/3".to_string()
        } else {
            format!("&{}.check/3", self.module(name))
        }
    }

    pub(super) fn is_redacted(&self, name: &str) -> bool {
        self.side.model.is_redacted(name)
    }

    pub(super) fn field_check_call(
        &self,
        field: &Field,
        variable: &str,
        path: &str,
    ) -> Option<String> {
        if !field.redact {
            return self.check_call(&field.r#type, variable, path);
        }
        let check = self.check_fun_of(&field.r#type)?;
        self.need("Validation.redacted");
        Some(format!("Validation.redacted({variable}, {path}, {check})"))
    }

    pub(super) fn field_check_fun(&self, field: &Field) -> Option<String> {
        if !field.redact {
            return Some(self.check_fun(&field.r#type));
        }
        let check = self.check_fun(&field.r#type);
        self.need("Validation.redacted");
        Some(format!(
            "fn errors, value, path -> Validation.redacted(errors, value, path, {check}) end"
        ))
    }

    /// The call that holds a value against a constraint, without the errors piped into it.
    pub(super) fn constraint_call(&self, constraint: &Constraint, inner: &Type) -> Option<String> {
        let helper = constraint_helper(self.side.model, constraint, inner)?;
        let argument = match constraint {
            Constraint::Trim => return None,
            Constraint::Min(limit) | Constraint::Max(limit) => elixir_literal(limit),
            Constraint::MinLength(length)
            | Constraint::MaxLength(length)
            | Constraint::MaxBytes(length) => {
                let size = match self.side.model.base(inner) {
                    _ if matches!(constraint, Constraint::MaxBytes(_)) => "",
                    Type::Scalar(Scalar::Binary | Scalar::Path) => "byte_size(value), ",
                    Type::List(_) => "length(value), ",
                    Type::Map(..) => "map_size(value), ",
                    _ => "",
                };
                format!(
                    "{size}{}, \"{}\"",
                    scalar::grouped(&length.to_string()),
                    in_words(self.side.model, constraint, inner)
                )
            }
            Constraint::Format(format) => regex(format),
            Constraint::In(values) => format!("[{}]", self.choices(values, inner)),
        };
        Some(format!("Validation.{helper}(value, path, {argument})"))
    }

    fn choices(&self, values: &[Literal], inner: &Type) -> String {
        let made = values
            .iter()
            .map(|it| literal::made(self.side.model, it, inner));
        made.map(|it| elixir_literal(&it))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// A constraint in the words of the type's documentation.
    pub(super) fn constraint_doc(&self, constraint: &Constraint, inner: &Type) -> String {
        let text = match constraint {
            Constraint::Trim => "trimmed".to_string(),
            Constraint::Min(limit) => format!("at least {}", elixir_literal(limit)),
            Constraint::Max(limit) => format!("at most {}", elixir_literal(limit)),
            Constraint::MinLength(_) | Constraint::MaxLength(_) | Constraint::MaxBytes(_) => {
                of_length(self.side.model, constraint, inner)
            }
            Constraint::Format(format) => format!("matching `{format}`"),
            Constraint::In(values) => format!("one of {}", self.choices(values, inner)),
        };
        names::elixir_heredoc(&text.replace('\n', " "))
    }
}

/// What a constraint on the length asks for, such as `a string of at least 1 character`.
fn in_words(model: &Model, constraint: &Constraint, inner: &Type) -> String {
    let noun = match model.base(inner) {
        Type::Scalar(Scalar::Binary) => "a binary",
        Type::Scalar(Scalar::Path) => "a path",
        Type::List(_) => "a list",
        Type::Map(..) => "a map",
        _ => "a string",
    };
    format!("{noun} {}", of_length(model, constraint, inner))
}

/// A constraint on the length in words, such as `of at least 1 character`.
fn of_length(model: &Model, constraint: &Constraint, inner: &Type) -> String {
    let unit = match model.base(inner) {
        _ if matches!(constraint, Constraint::MaxBytes(_)) => "byte",
        Type::Scalar(Scalar::Binary | Scalar::Path) => "byte",
        Type::List(_) => "element",
        Type::Map(..) => "key",
        _ => "character",
    };
    let count = |length: u64| match length {
        1 => format!("1 {unit}"),
        _ => format!("{length} {unit}s"),
    };
    match constraint {
        Constraint::MinLength(length) => format!("of at least {}", count(*length)),
        Constraint::MaxLength(length) | Constraint::MaxBytes(length) => {
            format!("of at most {}", count(*length))
        }
        _ => String::new(),
    }
}

/// A call that errors are piped into, as one that takes them.
pub(super) fn direct(call: &str) -> String {
    call.replacen('(', "(errors, ", 1)
}

pub(super) fn constraint_helper(
    model: &Model,
    constraint: &Constraint,
    inner: &Type,
) -> Option<&'static str> {
    let is_string = *model.base(inner) == Type::Scalar(Scalar::String);
    Some(match constraint {
        Constraint::Trim => return None,
        Constraint::Min(_) => "min",
        Constraint::Max(_) => "max",
        Constraint::MinLength(_) if is_string => "min_characters",
        Constraint::MaxLength(_) if is_string => "max_characters",
        Constraint::MinLength(_) => "min_length",
        Constraint::MaxLength(_) => "max_length",
        Constraint::MaxBytes(_) => "max_bytes",
        Constraint::Format(_) => "format",
        Constraint::In(_) => "one_of",
    })
}

//! The calls that validate a value: each takes the errors found so far, the value and its path.

use super::module::Module;
use super::nodes::{self, Argument, Call};
use super::regex::regex;
use crate::boundary::*;
use crate::check::literal;
use crate::model::Model;
use crate::model::scalar;
use crate::text::names;
use crate::text::notation::elixir_literal;

impl Module<'_> {
    /// The call that validates; nothing for a type that every term belongs to.
    pub(super) fn check_call(&self, r#type: &Type) -> Result<Option<Call>, String> {
        Ok(Some(match r#type {
            Type::Scalar(Scalar::Term) | Type::Invalid(_) => return Ok(None),
            Type::Scalar(scalar) => {
                let check = self.side.model.validation(*scalar);
                Call::new(self.need(&format!("Validation.{check}")), [])
            }
            Type::Named(name) if self.is_redacted(name) => {
                self.redacted(self.check_function(&self.own_check(name))?)
            }
            Type::Named(name) => self.own_check(name),
            Type::List(item) => {
                let item = Argument::One(self.check_fun(item)?);
                Call::new(self.need("Validation.list"), [item])
            }
            Type::Array(item, length) => {
                let arguments = [self.check_fun(item)?, length.to_string()];
                Call::new(self.need("Validation.array"), arguments.map(Argument::One))
            }
            Type::Set(item) => {
                let item = Argument::One(self.check_fun(item)?);
                Call::new(self.need("Validation.set"), [item])
            }
            Type::Tuple(items) => {
                let items = items.iter().map(|it| self.check_fun(it));
                let items = Argument::List(items.collect::<Result<_, String>>()?);
                Call::new(self.need("Validation.tuple"), [items])
            }
            Type::Map(key, item) => {
                let checks = [self.check_fun(key)?, self.check_fun(item)?];
                Call::new(self.need("Validation.map"), checks.map(Argument::One))
            }
            Type::Optional(item) => {
                let Some(check) = self.check_call(item)? else {
                    return Ok(None);
                };
                let check = Argument::One(self.check_function(&check)?);
                Call::new(self.need("Validation.optional"), [check])
            }
        }))
    }

    /// The call that validates; for a type that every term belongs to one that accepts all.
    pub(super) fn any_check_call(&self, r#type: &Type) -> Result<Call, String> {
        let check = self.check_call(r#type)?;
        Ok(check.unwrap_or_else(|| Call::new(self.need("Validation.term"), [])))
    }

    /// The function that validates; for a type that every term belongs to one that accepts all.
    pub(super) fn check_fun(&self, r#type: &Type) -> Result<String, String> {
        self.check_function(&self.any_check_call(r#type)?)
    }

    /// The function that makes a call which validates. A helper that takes other checks gives it.
    fn check_function(&self, check: &Call) -> Result<String, String> {
        if !check.arguments.is_empty() {
            self.need(&format!("{}/{}", check.function, check.arguments.len()));
        }
        let node = nodes::Check { by: check };
        self.side.templates.render("check_call.ex", node)
    }

    fn own_check(&self, name: &str) -> Call {
        let function = match self.own == Some(name) {
            true => "check".to_string(),
            false => format!("{}.check", self.module(name)),
        };
        Call::new(function, [])
    }

    /// A check whose messages do not show the value.
    fn redacted(&self, check: String) -> Call {
        Call::new(self.need("Validation.redacted"), [Argument::One(check)])
    }

    pub(super) fn is_redacted(&self, name: &str) -> bool {
        self.side.model.is_redacted(name)
    }

    pub(super) fn field_check_call(&self, field: &Field) -> Result<Option<Call>, String> {
        let check = self.check_call(&field.r#type)?;
        match check {
            Some(check) if self.redacts(field) => {
                Ok(Some(self.redacted(self.check_function(&check)?)))
            }
            check => Ok(check),
        }
    }

    pub(super) fn field_check_fun(&self, field: &Field) -> Result<String, String> {
        let check = self.check_fun(&field.r#type)?;
        match self.redacts(field) {
            true => self.check_function(&self.redacted(check)),
            false => Ok(check),
        }
    }

    /// Whether the value of a field is hidden for the field's sake. One of a redacted type is hidden anyway.
    fn redacts(&self, field: &Field) -> bool {
        field.redact && !matches!(&field.r#type, Type::Named(name) if self.is_redacted(name))
    }

    /// The call that checks a value against a constraint.
    pub(super) fn constraint_call(&self, constraint: &Constraint, inner: &Type) -> Option<Call> {
        let helper = constraint_helper(self.side.model, constraint, inner)?;
        let arguments = match constraint {
            Constraint::Trim => return None,
            Constraint::Min(limit) | Constraint::Max(limit) => {
                vec![Argument::One(elixir_literal(limit))]
            }
            Constraint::MinLength(length)
            | Constraint::MaxLength(length)
            | Constraint::MaxBytes(length) => {
                let size = match self.side.model.base(inner) {
                    _ if matches!(constraint, Constraint::MaxBytes(_)) => None,
                    Type::Scalar(Scalar::Binary | Scalar::Path) => Some("byte_size"),
                    Type::List(_) => Some("length"),
                    Type::Set(_) => Some("MapSet.size"),
                    Type::Map(..) => Some("map_size"),
                    _ => None,
                };
                let is_of_bytes = matches!(constraint, Constraint::MaxBytes(_));
                let noun = noun(self.side.model, inner);
                let noun = (size.is_some() || is_of_bytes).then(|| names::elixir_string(noun));
                let limit = scalar::grouped(&length.to_string());
                let limit = [limit].into_iter().chain(noun);
                let size = size.into_iter().map(Argument::Size);
                size.chain(limit.map(Argument::One)).collect()
            }
            Constraint::Format(format) => vec![Argument::One(regex(format))],
            Constraint::In(values) => vec![Argument::List(self.choices(values, inner))],
        };
        Some(Call::new(format!("Validation.{helper}"), arguments))
    }

    fn choices(&self, values: &[Literal], inner: &Type) -> Vec<String> {
        let made = values
            .iter()
            .map(|it| literal::made(self.side.model, it, inner));
        made.map(|it| elixir_literal(&it)).collect()
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
            Constraint::In(values) => format!("one of {}", self.choices(values, inner).join(", ")),
        };
        names::elixir_heredoc(&text.replace('\n', " "))
    }
}

/// What has a length, in words.
fn noun(model: &Model, inner: &Type) -> &'static str {
    match model.base(inner) {
        Type::Scalar(Scalar::Binary) => "a binary",
        Type::Scalar(Scalar::Path) => "a path",
        Type::List(_) => "a list",
        Type::Set(_) => "a set",
        Type::Map(..) => "a map",
        _ => "a string",
    }
}

/// A constraint on the length in words, such as `of at least 1 character`.
fn of_length(model: &Model, constraint: &Constraint, inner: &Type) -> String {
    let unit = match model.base(inner) {
        _ if matches!(constraint, Constraint::MaxBytes(_)) => "byte",
        Type::Scalar(Scalar::Binary | Scalar::Path) => "byte",
        Type::List(_) | Type::Set(_) => "element",
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

pub(super) fn constraint_helper(
    model: &Model,
    constraint: &Constraint,
    inner: &Type,
) -> Option<&'static str> {
    let is_string = *model.base(inner) == Type::Scalar(Scalar::String);
    let is_decimal = *model.base(inner) == Type::Scalar(Scalar::Decimal);
    Some(match constraint {
        Constraint::Trim => return None,
        Constraint::Min(_) if is_decimal => "min_decimal",
        Constraint::Max(_) if is_decimal => "max_decimal",
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

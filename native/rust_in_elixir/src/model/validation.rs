//! The steps of a value on its way into Rust: which types are cast, checked and dumped.

use std::collections::HashSet;

use super::Model;
use crate::boundary::*;

impl<'a> Model<'a> {
    /// Whether a value of the type comes from Elixir into Rust.
    pub fn is_taken_in(&self, name: &str) -> bool {
        self.from_elixir.contains(name)
    }

    /// Whether a value of the type comes from Elixir, into Rust or out of a double, so that it is
    /// validated.
    pub fn is_checked(&self, name: &str) -> bool {
        self.checked.contains(name)
    }

    /// Whether some NIF takes the type in JSON's shape.
    pub fn is_cast(&self, name: &str) -> bool {
        self.cast.contains(name)
    }

    /// Whether the type, itself strict, holds one that is declared `cast: true`.
    pub fn is_cast_within(&self, name: &str) -> bool {
        self.cast_within.contains(name) && !self.declares_cast(name)
    }

    /// Whether the type is declared `cast: true`.
    pub fn declares_cast(&self, name: &str) -> bool {
        self.definition(name).is_some_and(|it| it.cast)
    }

    /// Whether the function takes arguments in JSON's shape.
    pub fn takes_json(&self, nif: &Nif) -> bool {
        nif.params.iter().any(|it| self.comes_as_json(nif, it))
    }

    /// Whether the whole argument may come in JSON's shape, so that JSON's words are used for what is wrong in it.
    pub fn comes_as_json(&self, nif: &Nif, param: &Param) -> bool {
        let mut held = &param.r#type;
        while let Type::List(item) | Type::Array(item, _) | Type::Optional(item) = held {
            held = item;
        }
        nif.cast || matches!(held, Type::Named(name) if self.declares_cast(name))
    }

    /// The types in whose values JSON may be. In what represents a value of another library there is none.
    pub(super) fn searched_for_json(&self) -> HashSet<&'a str> {
        let is_searched = |it: &Definition| !it.is_remote() || it.cast;
        (self.from_elixir.iter().copied())
            .filter(|name| self.definition(name).is_some_and(is_searched))
            .collect()
    }

    /// Whether there is something to cast in the type: in all of it, or only in those types in
    /// it that are declared `cast: true`.
    pub fn casts(&self, r#type: &Type, everywhere: bool) -> bool {
        match r#type {
            Type::Scalar(scalar) => everywhere && scalar.is_cast(),
            Type::Invalid(_) => false,
            Type::List(item) | Type::Array(item, _) | Type::Optional(item) => {
                self.casts(item, everywhere)
            }
            Type::Set(item) => everywhere || self.casts(item, everywhere),
            Type::Tuple(items) => {
                everywhere || items.iter().any(|item| self.casts(item, everywhere))
            }
            Type::Map(key, value) => {
                (everywhere && self.is_integer(key))
                    || self.casts(key, everywhere)
                    || self.casts(value, everywhere)
            }
            Type::Named(name) => {
                let everywhere = everywhere || self.declares_cast(name);
                if !everywhere && !self.is_cast_within(name) {
                    return false;
                }
                match self.definition(name).map(|it| &it.kind) {
                    Some(Kind::Custom(custom)) => custom.caster.is_some(),
                    Some(Kind::Resource(_)) | None => false,
                    Some(Kind::Remote(..)) => everywhere,
                    Some(Kind::Newtype(inner, _)) if !self.is_recursive(name) => {
                        self.casts(inner, everywhere)
                    }
                    Some(_) => true,
                }
            }
        }
    }

    /// Whether a function of the user's or of a library has a part in the check of a value of the type.
    pub fn has_validator(&self, r#type: &Type) -> bool {
        let mut held = r#type.references().into_iter();
        held.any(|it| self.with_validator.contains(it))
    }

    /// Whether Rust alone decides on the arguments of a function. Otherwise Elixir validates them before the call,
    /// because only Elixir can, or because it changes them on their way. Only Elixir knows what is enumerable.
    pub fn rust_validates(&self, nif: &Nif) -> bool {
        let rust_validates =
            |it: &Param| !it.is_stream() && self.rust_validates_type(nif, &it.r#type);
        self.same_handles(nif).is_empty() && nif.params.iter().all(rust_validates)
    }

    /// Whether Rust alone decides on a value that a function takes.
    pub fn rust_validates_type(&self, nif: &Nif, r#type: &Type) -> bool {
        let mut held = r#type.references().into_iter();
        !self.casts(r#type, nif.cast)
            && !self.has_validator(r#type)
            && !held.any(|name| self.with_elixir.contains(name))
    }

    /// Whether only Elixir checks a type by all of its rules: those of its depth, and some constraints.
    pub fn is_for_elixir(&self, name: &str) -> bool {
        self.is_recursive(name)
            || (self.definition(name)).is_some_and(|it| self.has_constraint_for_elixir(it))
    }

    /// Whether a type has a constraint that Elixir and Rust might see differently.
    pub fn has_constraint_for_elixir(&self, definition: &Definition) -> bool {
        let Kind::Newtype(inner, constraints) = &definition.kind else {
            return false;
        };
        let base = self.base(inner);
        let is_exact = |it: &Literal| match it {
            Literal::Bool(_) | Literal::Integer(_) => true,
            Literal::String(_) => *base == Type::Scalar(Scalar::String),
            _ => false,
        };
        constraints.iter().any(|it| match it {
            // Which of the two regular expressions, and what counts as white space.
            Constraint::Format(_) | Constraint::Trim => true,
            // Rust compares neither with a literal.
            Constraint::Min(_) | Constraint::Max(_) | Constraint::In(_)
                if matches!(base, Type::Scalar(Scalar::Integer | Scalar::Decimal)) =>
            {
                true
            }
            // A number is rounded to an `f32` only after it is compared.
            Constraint::Min(_) | Constraint::Max(_) if *base == Type::Scalar(Scalar::F32) => true,
            // Not every integer is a float.
            Constraint::Min(Literal::Integer(digits))
            | Constraint::Max(Literal::Integer(digits)) => {
                *base == Type::Scalar(Scalar::F64) && digits.len() > 15
            }
            // Whether 0.0 is -0.0 depends on the version of OTP.
            Constraint::In(values) => !values.iter().all(is_exact),
            _ => false,
        })
    }

    /// Whether a valid value still takes another shape before it is handed to Rust.
    pub fn is_dumped(&self, name: &str) -> bool {
        self.dumped.contains(name)
    }

    /// Whether what JSON has of the type takes another shape before a value is made of it.
    pub fn is_filled(&self, name: &str) -> bool {
        self.definition(name)
            .is_some_and(|it| self.graph.is_filled(it))
    }

    /// Whether a value of the type that comes from Rust is not yet what Elixir has: it is, or holds, the
    /// representation of a value of another library.
    pub fn is_loaded(&self, name: &str) -> bool {
        self.loaded.contains(name)
    }
}

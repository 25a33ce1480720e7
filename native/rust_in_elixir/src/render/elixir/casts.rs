//! The calls that bring a value from JSON's shape into the schema's.

use super::conversions::Converted;
use super::module::Module;
use super::nodes::{self, Applied, Argument, Call};
use super::variables::field_variables;
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
            Casting::Everywhere => "from_json",
            Casting::WithinOnly => "cast_within",
        }
    }
}

impl Module<'_> {
    /// The call that brings a value from JSON's shape into the schema's.
    pub(super) fn cast_call(&self, r#type: &Type, value: &str, casting: Casting) -> Converted {
        let cast = self.cast_of(r#type, casting)?;
        cast.map(|it| self.cast(&it, Some(value))).transpose()
    }

    /// The function that brings a value from JSON's shape into the schema's.
    pub(super) fn cast_fun(&self, r#type: &Type, casting: Casting) -> Converted {
        let cast = self.cast_of(r#type, casting)?;
        cast.map(|it| self.cast(&it, None)).transpose()
    }

    fn cast(&self, by: &Call, value: Option<&str>) -> Result<String, String> {
        let templates = self.side.templates;
        templates.render("cast_call.ex", Applied { by, value })
    }

    fn cast_of(&self, r#type: &Type, casting: Casting) -> Result<Option<Call>, String> {
        let everywhere = casting == Casting::Everywhere;
        let with_item = |helper: &str, item: &Type| {
            let item = self.cast_fun(item, casting)?;
            Ok(item.map(|it| Call::new(self.need(helper), [Argument::One(it)])))
        };
        match r#type {
            Type::Scalar(scalar) if everywhere && scalar.is_float() => {
                Ok(Some(Call::new(self.need("Cast.float"), [])))
            }
            Type::Scalar(scalar) if everywhere && scalar.is_cast() => {
                let cast = format!("Cast.{}", scalar.name());
                Ok(Some(Call::new(self.need(&cast), [])))
            }
            Type::Scalar(_) | Type::Invalid(_) => Ok(None),
            Type::Named(name) => {
                let function = self.cast_function(name, casting);
                Ok(function.map(|it| Call::new(it, [])))
            }
            Type::List(item) | Type::Array(item, _) => with_item("Cast.list", item),
            Type::Set(item) if everywhere => {
                let item = Argument::One(self.or_same(self.cast_fun(item, casting)?)?);
                Ok(Some(Call::new(self.need("Cast.set"), [item])))
            }
            Type::Set(item) => with_item("Cast.members", item),
            Type::Optional(item) => with_item("Cast.optional", item),
            Type::Tuple(items) => {
                let casts = items.iter().map(|it| self.cast_fun(it, casting));
                let casts = casts.collect::<Result<Vec<_>, String>>()?;
                if !everywhere && casts.iter().all(Option::is_none) {
                    return Ok(None);
                }
                let casts = casts.into_iter().map(|it| self.or_same(it));
                let casts = Argument::List(casts.collect::<Result<_, String>>()?);
                let helper = if everywhere {
                    "Cast.tuple"
                } else {
                    "Cast.elements"
                };
                Ok(Some(Call::new(self.need(helper), [casts])))
            }
            Type::Map(key, item) => {
                let key = if everywhere && self.side.model.is_integer(key) {
                    let call = Call::new(self.need("Cast.integer_key"), []);
                    Some(self.cast(&call, None)?)
                } else {
                    self.cast_fun(key, casting)?
                };
                let item = self.cast_fun(item, casting)?;
                if key.is_none() && item.is_none() {
                    return Ok(None);
                }
                let casts = [self.or_same(key)?, self.or_same(item)?];
                let casts = casts.map(Argument::One);
                Ok(Some(Call::new(self.need("Cast.map_of"), casts)))
            }
        }
    }

    /// The function that casts, or the one that changes nothing.
    pub(super) fn or_same(&self, function: Option<String>) -> Result<String, String> {
        match function {
            Some(function) => Ok(function),
            None => self.cast(&Call::new("Function.identity", []), None),
        }
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

    pub(super) fn field_casts(
        &self,
        fields: &[Field],
        casting: Casting,
    ) -> Result<nodes::FieldCasts, String> {
        let (mut known, mut with_cast) = (Vec::new(), Vec::new());
        let (mut casts, mut values) = (Vec::new(), Vec::new());
        for (field, var) in fields.iter().zip(field_variables(fields)) {
            let (atom, key) = (
                names::elixir_atom(&field.name),
                names::elixir_key(&field.name),
            );
            let function = self.cast_fun(&field.r#type, casting)?;
            let call = self.cast_call(&field.r#type, &var, casting)?;
            let call = call.unwrap_or_else(|| var.clone());
            values.push(call.clone());
            let (list, name) = match function {
                Some(_) => (&mut with_cast, key.clone()),
                None => (&mut known, atom.clone()),
            };
            list.push(nodes::Entry {
                name,
                value: function.clone(),
            });
            if function.is_some() || casting == Casting::Everywhere {
                let fun = self.or_same(function)?;
                casts.push(nodes::FieldCast {
                    atom,
                    key,
                    var,
                    fun,
                    call,
                });
            }
        }
        known.append(&mut with_cast);
        Ok(nodes::FieldCasts {
            fields: casts,
            field_list: known,
            values,
        })
    }
}

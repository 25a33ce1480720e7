//! Maps, structs and keyword lists, which have fields.

use super::{Conversion, Reading, atom};
use crate::boundary::*;
use crate::text::names;
use crate::text::notation::elixir_literal;

impl Conversion<'_> {
    /// The pairs of a map or keyword list, checked against the fields that it may have.
    pub(super) fn fields(
        &self,
        pairs: Vec<(&Literal, &Literal)>,
        name: &str,
        fields: &[Field],
        reading: Reading,
    ) -> Result<Vec<(Literal, Literal)>, String> {
        let mut made = Vec::new();
        for (index, (key, value)) in pairs.iter().enumerate() {
            let Some(field) = fields.iter().find(|it| atom(key) == Some(it.name.as_str())) else {
                return Err(format!("`{}` is not one of its keys", elixir_literal(key)));
            };
            if pairs[..index].iter().any(|(other, _)| other == key) {
                return Err(format!("the key `{}` is given twice", elixir_literal(key)));
            }
            made.push(((*key).clone(), self.value(value, &field.r#type, reading)?));
        }
        let is_given = |name: &str| pairs.iter().any(|(key, _)| atom(key) == Some(name));
        match fields
            .iter()
            .find(|it| !it.may_be_absent() && !is_given(&it.name))
        {
            Some(field) => Err(format!(
                "the key `{}` is missing",
                names::elixir_atom(&field.name)
            )),
            None => {
                let left_out = fields
                    .iter()
                    .filter(|it| it.default.is_some() && !is_given(&it.name));
                self.dependencies
                    .borrow_mut()
                    .fields
                    .extend(left_out.map(|it| (name.to_string(), it.name.clone())));
                Ok(made)
            }
        }
    }

    /// The keyword list with these pairs.
    pub(super) fn options(
        &self,
        pairs: Vec<(&Literal, &Literal)>,
        name: &str,
        fields: &[Field],
        reading: Reading,
    ) -> Result<Literal, String> {
        let pairs = self.fields(pairs, name, fields, reading)?.into_iter();
        let pairs = pairs.map(|(key, value)| Literal::Tuple(vec![key, value]));
        Ok(Literal::List(pairs.collect()))
    }

    /// The struct with these fields; a value that is the default anyway is not repeated.
    pub(super) fn structure(
        &self,
        pairs: Vec<(&Literal, &Literal)>,
        name: &str,
        fields: &[Field],
        reading: Reading,
    ) -> Result<Literal, String> {
        let given: Vec<&Literal> = pairs.iter().map(|(_, value)| *value).collect();
        let made = self.fields(pairs, name, fields, reading)?;
        let written = made.into_iter().zip(given).filter(|((key, _), given)| {
            let field = fields.iter().find(|it| atom(key) == Some(it.name.as_str()));
            let own = field.and_then(|it| match &it.default {
                Some(default) => Some(&default.value),
                None => it.is_optional().then_some(&Literal::None),
            });
            own != Some(*given)
        });
        let map = elixir_literal(&Literal::Map(written.map(|(pair, _)| pair).collect()));
        self.dependencies
            .borrow_mut()
            .structs
            .insert(name.to_string());
        let module = self.model.module_source(name);
        Ok(Literal::Other(map.replacen('%', &format!("%{module}"), 1)))
    }
}

pub(super) fn each(pairs: &[(Literal, Literal)]) -> Vec<(&Literal, &Literal)> {
    pairs.iter().map(|(key, value)| (key, value)).collect()
}

//! Terms as values of the types that a schema declares.

use super::fields::each;
use super::scalar::check_unit_enum;
use super::{Conversion, Reading, atom, refuse};
use crate::boundary::*;
use crate::text::notation::{elixir_literal, pair};

impl Conversion<'_> {
    pub(super) fn definition(
        &self,
        term: &Literal,
        definition: &Definition,
        reading: Reading,
    ) -> Result<Literal, String> {
        let name = &definition.name;
        match (&definition.kind, term) {
            // The functions of the user's and of libraries decide only when they run.
            (Kind::Custom(_) | Kind::Remote(..), _) if reading == Reading::Any => Ok(term.clone()),
            (Kind::Struct(fields) | Kind::Exception(fields), Literal::Map(pairs))
                if reading >= Reading::Structs =>
            {
                self.structure(each(pairs), name, fields, reading)
            }
            (Kind::Struct(_) | Kind::Exception(_), _) => Err(format!(
                "`{}` is not a valid `{name}`; write a map of the struct's fields",
                elixir_literal(term),
            )),
            (Kind::UnitEnum(variants), _) => {
                check_unit_enum(term, name, variants).map(|()| term.clone())
            }
            (Kind::TaggedEnum(variants), _) => self.tagged_enum(term, name, variants, reading),
            (Kind::UntaggedEnum(variants), _) => {
                let key = (term as *const _, definition as *const _, reading);
                let known = self.known.borrow().get(&key).cloned();
                known.unwrap_or_else(|| {
                    let found = self.untagged_enum(term, name, variants, reading);
                    self.known.borrow_mut().insert(key, found.clone());
                    found
                })
            }
            (Kind::Map(fields), Literal::Map(pairs)) => self
                .fields(each(pairs), name, fields, reading)
                .map(Literal::Map),
            (Kind::Options(fields), Literal::List(items)) => {
                match items.iter().map(pair).collect() {
                    Some(pairs) => self.options(pairs, name, fields, reading),
                    None => refuse(term, name),
                }
            }
            (Kind::Tuple(fields), Literal::Tuple(items)) if items.len() == fields.len() => {
                let types = fields.iter().map(|it| &it.r#type);
                Ok(Literal::Tuple(self.elements(items, types, reading)?))
            }
            (Kind::Record(tag, fields), Literal::Tuple(items))
                if items.len() == fields.len() + 1 && atom(&items[0]) == Some(tag.as_str()) =>
            {
                self.tagged(items, fields.iter().map(|it| &it.r#type), reading)
            }
            (Kind::Newtype(inner, constraints), _) => {
                self.newtype(term, name, inner, constraints, reading)
            }
            // Only Rust makes a handle.
            _ => refuse(term, name),
        }
    }

    fn tagged_enum(
        &self,
        term: &Literal,
        name: &str,
        variants: &[Variant],
        reading: Reading,
    ) -> Result<Literal, String> {
        let tag = match term {
            Literal::Tuple(items) => items.first().and_then(atom),
            _ => atom(term),
        };
        let variant = variants.iter().find(|it| tag == Some(&*it.name));
        variant
            .and_then(|it| self.variant(term, it, reading))
            .unwrap_or_else(|| refuse(term, name))
    }

    fn untagged_enum(
        &self,
        term: &Literal,
        name: &str,
        variants: &[Variant],
        reading: Reading,
    ) -> Result<Literal, String> {
        let types = || variants.iter().flat_map(|it| it.shape.types());
        [Reading::Exact, Reading::Structs, Reading::Any]
            .into_iter()
            .filter(|it| *it <= reading)
            .find_map(|it| types().find_map(|r#type| self.value(term, r#type, it).ok()))
            .map_or_else(|| refuse(term, name), Ok)
    }

    /// A tuple whose first element is a tag.
    fn tagged<'b>(
        &self,
        items: &[Literal],
        types: impl Iterator<Item = &'b Type>,
        reading: Reading,
    ) -> Result<Literal, String> {
        let held = self.elements(&items[1..], types, reading)?;
        Ok(Literal::Tuple([items[..1].to_vec(), held].concat()))
    }

    /// The term as a value of the variant; `None` if it has another shape.
    fn variant(
        &self,
        term: &Literal,
        variant: &Variant,
        reading: Reading,
    ) -> Option<Result<Literal, String>> {
        match (&variant.shape, term) {
            (Shape::Unit, Literal::Tuple(_)) => None,
            (Shape::Unit, _) => Some(Ok(term.clone())),
            (Shape::Values(types), Literal::Tuple(items)) if items.len() == types.len() + 1 => {
                Some(self.tagged(items, types.iter(), reading))
            }
            (Shape::Fields(fields), Literal::Tuple(items)) => match &items[..] {
                [tag, Literal::Map(pairs)] => {
                    let held = self.fields(each(pairs), "", fields, reading);
                    Some(held.map(|it| Literal::Tuple(vec![tag.clone(), Literal::Map(it)])))
                }
                _ => None,
            },
            _ => None,
        }
    }
}

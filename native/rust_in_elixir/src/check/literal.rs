//! Whether a term that stands in a schema is a value of a type.
//!
//! A default and a value in `in:` are held to what the generated validation holds a caller's value
//! to. What takes Elixir to decide is said by [`Boundary::texts`]; what takes the user's own
//! validator is decided by the generated code, once that is compiled.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use crate::boundary::*;
use crate::model::Model;
use crate::text::names;
use crate::text::notation::{elixir_literal, pair};

/// Gives what is wrong, should the term not be a value of the type.
pub fn fits(model: &Model, term: &Literal, r#type: &Type) -> Result<(), String> {
    Fit::new(model).value(term, r#type, Reading::Any).map(drop)
}

/// The term as the generated code writes it: where the type asks for a struct, a map of its fields
/// has become that struct.
pub fn made(model: &Model, term: &Literal, r#type: &Type) -> Literal {
    Fit::new(model)
        .value(term, r#type, Reading::Any)
        .unwrap_or_else(|_| term.clone())
}

/// The source of a field's default.
pub fn default_source(model: &Model, field: &Field) -> Option<String> {
    let default = field.default.as_ref()?;
    let made = made(model, &default.value, &field.r#type);
    Some(if made == default.value {
        default.source.clone()
    } else {
        elixir_literal(&made)
    })
}

/// What a default rests on.
#[derive(Default)]
pub struct Grounds {
    /// The structs that are made for it.
    pub structs: BTreeSet<String>,
    /// The fields that it leaves out, by their types, and whose own defaults stand for them.
    pub fields: BTreeSet<(String, String)>,
}

/// What the default of a field rests on.
pub fn grounds(model: &Model, field: &Field) -> Grounds {
    let fit = Fit::new(model);
    if let Some(default) = &field.default {
        let _ = fit.value(&default.value, &field.r#type, Reading::Any);
    }
    fit.grounds.into_inner()
}

/// Whether the first of two numbers is above the second.
pub fn is_above(left: &Literal, right: &Literal) -> bool {
    match (left, right) {
        (Literal::Integer(left), Literal::Integer(right)) => {
            compare_integers(left, right) == std::cmp::Ordering::Greater
        }
        (Literal::Float(left), Literal::Float(right)) => left > right,
        _ => false,
    }
}

/// How a term is read. The variants of an untagged enum are tried one way after the other, so that
/// a map is a struct only where it is no map of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd)]
enum Reading {
    /// As it is.
    Exact,
    /// Maps may stand for structs.
    Structs,
    /// Maps may stand for structs, and any term for a value of a custom type.
    Any,
}

/// What is known of a term as a value of a definition.
type Known = HashMap<(*const Literal, *const Definition, Reading), Result<Literal, String>>;

struct Fit<'a> {
    model: &'a Model<'a>,
    grounds: RefCell<Grounds>,
    /// Each term is decided once for each enum, however many variants it is tried for.
    known: RefCell<Known>,
}

impl<'a> Fit<'a> {
    fn new(model: &'a Model<'a>) -> Self {
        Self {
            model,
            grounds: RefCell::default(),
            known: RefCell::default(),
        }
    }

    fn value(&self, term: &Literal, r#type: &Type, reading: Reading) -> Result<Literal, String> {
        match r#type {
            Type::Invalid(_) => Ok(term.clone()),
            Type::Scalar(scalar) => fits_scalar(term, *scalar).map(|()| term.clone()),
            Type::Optional(_) if *term == Literal::None => Ok(Literal::None),
            Type::Optional(item) => self.value(term, item, reading),
            Type::List(item) => match term {
                Literal::List(items) => {
                    let items = items.iter().map(|it| self.value(it, item, reading));
                    Ok(Literal::List(items.collect::<Result<_, _>>()?))
                }
                _ => refuse(term, r#type),
            },
            Type::Tuple(types) => match term {
                Literal::Tuple(items) if items.len() == types.len() => Ok(Literal::Tuple(
                    self.elements(items, types.iter(), reading)?,
                )),
                _ => refuse(term, r#type),
            },
            Type::Map(key_type, value_type) => match term {
                Literal::Map(pairs) => {
                    let pairs = pairs.iter().map(|(key, value)| {
                        let key = self.value(key, key_type, reading)?;
                        Ok((key, self.value(value, value_type, reading)?))
                    });
                    Ok(Literal::Map(pairs.collect::<Result<_, String>>()?))
                }
                _ => refuse(term, r#type),
            },
            Type::Named(name) => match self.model.definition(name) {
                Some(definition) if !self.model.is_own_alternative(name) => {
                    self.definition(term, definition, reading)
                }
                _ => Ok(term.clone()),
            },
        }
    }

    fn elements<'b>(
        &self,
        items: &[Literal],
        types: impl Iterator<Item = &'b Type>,
        reading: Reading,
    ) -> Result<Vec<Literal>, String> {
        items
            .iter()
            .zip(types)
            .map(|(item, r#type)| self.value(item, r#type, reading))
            .collect()
    }

    fn definition(
        &self,
        term: &Literal,
        definition: &Definition,
        reading: Reading,
    ) -> Result<Literal, String> {
        let named = Type::Named(definition.name.clone());
        let refuse = || refuse(term, &named);
        match &definition.kind {
            // What a custom validator says is known only when it runs.
            Kind::Custom(_) if reading == Reading::Any => Ok(term.clone()),
            // Only Rust makes a handle.
            Kind::Custom(_) | Kind::Resource(_) => refuse(),
            Kind::Struct(fields) | Kind::Exception(fields) => match term {
                Literal::Map(pairs) if reading >= Reading::Structs => {
                    self.structure(each(pairs), &definition.name, fields, reading)
                }
                _ => Err(format!(
                    "{} is no {}; write a map of its fields, of which the struct is made",
                    elixir_literal(term),
                    definition.name
                )),
            },
            Kind::UnitEnum(variants) => {
                fits_unit_enum(term, &definition.name, variants).map(|()| term.clone())
            }
            Kind::TaggedEnum(variants) => {
                let tag = match term {
                    Literal::Tuple(items) => items.first().and_then(atom),
                    _ => atom(term),
                };
                match variants.iter().find(|it| tag == Some(&*it.name)) {
                    Some(variant) => self.variant(term, variant, reading).unwrap_or_else(refuse),
                    None => refuse(),
                }
            }
            Kind::UntaggedEnum(variants) => {
                let key = (term as *const _, definition as *const _, reading);
                if let Some(known) = self.known.borrow().get(&key) {
                    return known.clone();
                }
                let found = [Reading::Exact, Reading::Structs, Reading::Any]
                    .into_iter()
                    .filter(|it| *it <= reading)
                    .flat_map(|it| variants.iter().map(move |variant| (it, variant)))
                    .flat_map(|(it, variant)| {
                        variant
                            .shape
                            .types()
                            .into_iter()
                            .map(move |r#type| (it, r#type))
                    })
                    .find_map(|(it, r#type)| self.value(term, r#type, it).ok())
                    .map_or_else(refuse, Ok);
                self.known.borrow_mut().insert(key, found.clone());
                found
            }
            Kind::Map(fields) => match term {
                Literal::Map(pairs) => Ok(Literal::Map(self.fields(
                    each(pairs),
                    &definition.name,
                    fields,
                    reading,
                )?)),
                _ => refuse(),
            },
            Kind::Options(fields) => {
                let Literal::List(items) = term else {
                    return refuse();
                };
                let Some(pairs) = items.iter().map(pair).collect::<Option<Vec<_>>>() else {
                    return refuse();
                };
                let pairs = self
                    .fields(pairs, &definition.name, fields, reading)?
                    .into_iter();
                let pairs = pairs.map(|(key, value)| Literal::Tuple(vec![key, value]));
                Ok(Literal::List(pairs.collect()))
            }
            Kind::Tuple(fields) => match term {
                Literal::Tuple(items) if items.len() == fields.len() => {
                    let types = fields.iter().map(|it| &it.r#type);
                    Ok(Literal::Tuple(self.elements(items, types, reading)?))
                }
                _ => refuse(),
            },
            Kind::Record(tag, fields) => match term {
                Literal::Tuple(items)
                    if items.len() == fields.len() + 1 && atom(&items[0]) == Some(tag.as_str()) =>
                {
                    let types = fields.iter().map(|it| &it.r#type);
                    let held = self.elements(&items[1..], types, reading)?;
                    Ok(Literal::Tuple([items[..1].to_vec(), held].concat()))
                }
                _ => refuse(),
            },
            Kind::Newtype(inner, constraints) => {
                self.newtype(term, &definition.name, inner, constraints, reading)
            }
        }
    }

    /// What the term is as a value of the variant; nothing if it has another shape.
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
                let held = self.elements(&items[1..], types.iter(), reading);
                Some(held.map(|it| Literal::Tuple([items[..1].to_vec(), it].concat())))
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

    /// The pairs of a map or keyword list, held against the fields that it may have.
    fn fields(
        &self,
        pairs: Vec<(&Literal, &Literal)>,
        name: &str,
        fields: &[Field],
        reading: Reading,
    ) -> Result<Vec<(Literal, Literal)>, String> {
        let mut made = Vec::new();
        for (index, (key, value)) in pairs.iter().enumerate() {
            let Some(field) = fields.iter().find(|it| atom(key) == Some(it.name.as_str())) else {
                return Err(format!("{} is no key of it", elixir_literal(key)));
            };
            if pairs[..index].iter().any(|(other, _)| other == key) {
                return Err(format!("the key {} is given twice", elixir_literal(key)));
            }
            made.push(((*key).clone(), self.value(value, &field.r#type, reading)?));
        }
        let is_given = |name: &str| pairs.iter().any(|(key, _)| atom(key) == Some(name));
        match fields
            .iter()
            .find(|it| !it.may_be_absent() && !is_given(&it.name))
        {
            Some(field) => Err(format!(
                "the key {} is missing",
                names::elixir_atom(&field.name)
            )),
            None => {
                let left_out = fields
                    .iter()
                    .filter(|it| it.default.is_some() && !is_given(&it.name));
                self.grounds
                    .borrow_mut()
                    .fields
                    .extend(left_out.map(|it| (name.to_string(), it.name.clone())));
                Ok(made)
            }
        }
    }

    /// The struct that has these fields; what it has by itself is not repeated.
    fn structure(
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
        self.grounds.borrow_mut().structs.insert(name.to_string());
        let facade = &self.model.boundary.facade;
        Ok(Literal::Other(map.replacen(
            '%',
            &format!("%{facade}.{name}"),
            1,
        )))
    }

    fn newtype(
        &self,
        term: &Literal,
        name: &str,
        inner: &Type,
        constraints: &[Constraint],
        reading: Reading,
    ) -> Result<Literal, String> {
        let is_trimmed_here = constraints.contains(&Constraint::Trim);
        let trimmed = self.trimmed(term);
        let held = if is_trimmed_here { &trimmed } else { term };
        let made = self.value(held, inner, reading)?;
        let arriving = if self.model.is_trimmed(name) {
            &trimmed
        } else {
            &made
        };
        constraints
            .iter()
            .try_for_each(|it| self.meets(arriving, it, inner))?;
        Ok(if is_trimmed_here { term.clone() } else { made })
    }

    fn trimmed(&self, term: &Literal) -> Literal {
        match term {
            Literal::String(text) => Literal::String(match self.text(text) {
                Some(known) => known.trimmed.clone(),
                None => text.trim().to_string(),
            }),
            // A path that is not UTF-8.
            Literal::Binary(bytes) => Literal::Binary(Bytes(trimmed(&bytes.0).to_vec())),
            _ => term.clone(),
        }
    }

    fn text(&self, text: &str) -> Option<&Text> {
        self.model.boundary.texts.get(text)
    }

    /// How long a value is, in what its type is measured in.
    fn length(&self, term: &Literal, inner: &Type) -> Option<u64> {
        let is_in_bytes = matches!(
            self.model.base(inner),
            Type::Scalar(Scalar::Binary | Scalar::Path)
        );
        Some(match term {
            Literal::String(text) if !is_in_bytes => text.chars().count() as u64,
            Literal::String(_) | Literal::Binary(_) => bytes(term),
            Literal::List(items) => items.len() as u64,
            Literal::Map(pairs) => pairs.len() as u64,
            _ => return None,
        })
    }

    fn meets(&self, term: &Literal, constraint: &Constraint, inner: &Type) -> Result<(), String> {
        let length = self.length(term, inner);
        let shown = elixir_literal(term);
        match (constraint, length) {
            (Constraint::Min(least), _) if is_above(least, term) => {
                Err(format!("{shown} is below min: {}", elixir_literal(least)))
            }
            (Constraint::Max(greatest), _) if is_above(term, greatest) => Err(format!(
                "{shown} is above max: {}",
                elixir_literal(greatest)
            )),
            (Constraint::MinLength(least), Some(length)) if length < *least => {
                Err(format!("{shown} is shorter than min_length: {least}"))
            }
            (Constraint::MaxLength(greatest), Some(length)) if length > *greatest => {
                Err(format!("{shown} is longer than max_length: {greatest}"))
            }
            (Constraint::MaxBytes(greatest), _) if bytes(term) > *greatest => {
                Err(format!("{shown} is longer than max_bytes: {greatest}"))
            }
            (Constraint::Format(format), _) => match term {
                Literal::String(text)
                    if self
                        .text(text)
                        .is_some_and(|it| !it.formats.contains(format)) =>
                {
                    Err(format!("{shown} does not match format: {format:?}"))
                }
                // To match, a path has to be text.
                Literal::Binary(_) => Err(format!("{shown} does not match format: {format:?}")),
                _ => Ok(()),
            },
            (Constraint::In(values), _)
                if !values.iter().any(|it| made(self.model, it, inner) == *term) =>
            {
                Err(format!("{shown} is not in in:"))
            }
            _ => Ok(()),
        }
    }
}

/// The name of an atom, of which Elixir has three with a literal of their own.
fn atom(term: &Literal) -> Option<&str> {
    match term {
        Literal::Atom(name) => Some(name),
        Literal::Bool(true) => Some("true"),
        Literal::Bool(false) => Some("false"),
        Literal::None => Some("nil"),
        _ => None,
    }
}

fn bytes(term: &Literal) -> u64 {
    match term {
        Literal::String(text) => text.len() as u64,
        Literal::Binary(bytes) => bytes.0.len() as u64,
        _ => 0,
    }
}

/// Bytes without the white space at their ends, whatever is between.
fn trimmed(mut bytes: &[u8]) -> &[u8] {
    let is_space =
        |part: &[u8]| std::str::from_utf8(part).is_ok_and(|it| it.chars().all(char::is_whitespace));
    let lengths = |bytes: &[u8]| 1..=bytes.len().min(4);
    while let Some(length) = lengths(bytes).find(|it| is_space(&bytes[..*it])) {
        bytes = &bytes[length..];
    }
    while let Some(length) = lengths(bytes).find(|it| is_space(&bytes[bytes.len() - it..])) {
        bytes = &bytes[..bytes.len() - length];
    }
    bytes
}

fn each(pairs: &[(Literal, Literal)]) -> Vec<(&Literal, &Literal)> {
    pairs.iter().map(|(key, value)| (key, value)).collect()
}

fn fits_scalar(term: &Literal, scalar: Scalar) -> Result<(), String> {
    let r#type = Type::Scalar(scalar);
    let fits = match (scalar, term) {
        (Scalar::Term, _) => true,
        (Scalar::Bool, Literal::Bool(_)) => true,
        (Scalar::F64, Literal::Float(_)) => true,
        (Scalar::F32, Literal::Float(float)) => float.abs() <= f64::from(f32::MAX),
        (Scalar::F32 | Scalar::F64, Literal::Integer(digits)) => {
            return Err(format!("{digits} is an integer; write {digits}.0"));
        }
        (Scalar::String, Literal::String(_)) => true,
        (Scalar::Path, Literal::String(text)) => !text.contains('\0'),
        (Scalar::Path, Literal::Binary(bytes)) => !bytes.0.contains(&0),
        (Scalar::Binary, Literal::String(_) | Literal::Binary(_)) => true,
        (Scalar::Atom, Literal::Atom(_) | Literal::Bool(_) | Literal::None) => true,
        (scalar, Literal::Integer(digits)) => match scalar.limits() {
            Some((least, greatest)) => {
                use std::cmp::Ordering::{Greater, Less};
                if compare_integers(digits, &least) == Less
                    || compare_integers(digits, &greatest) == Greater
                {
                    return Err(format!(
                        "{digits} is out of range for {} ({least}..{greatest})",
                        scalar.name()
                    ));
                }
                true
            }
            None => false,
        },
        _ => false,
    };
    if fits { Ok(()) } else { refuse(term, &r#type) }
}

fn fits_unit_enum(term: &Literal, name: &str, variants: &[Variant]) -> Result<(), String> {
    let shown = elixir_literal(term);
    if let Literal::String(text) = term
        && variants.iter().any(|it| it.name == *text)
    {
        return Err(format!(
            "{shown} is a string; write {}",
            names::elixir_atom(text)
        ));
    }
    let Some(variant) = atom(term) else {
        return Err(format!("{shown} is no {name}"));
    };
    if variants.iter().any(|it| it.name == variant) {
        return Ok(());
    }
    let near = names::nearest(variant, variants.iter().map(|it| it.name.as_str()));
    Err(match near {
        Some(near) => format!(
            "{shown} is no variant of {name}; did you mean {}?",
            names::elixir_atom(near)
        ),
        None => format!("{shown} is no variant of {name}"),
    })
}

fn refuse<T>(term: &Literal, r#type: &Type) -> Result<T, String> {
    Err(format!("{} is no {}", elixir_literal(term), r#type))
}

/// Compares integers of any size, in decimal digits with an optional minus.
fn compare_integers(left: &str, right: &str) -> std::cmp::Ordering {
    let magnitude = |digits: &str| {
        let digits = digits.trim_start_matches('-').trim_start_matches('0');
        (digits.len(), digits.to_string())
    };
    match (left.starts_with('-'), right.starts_with('-')) {
        (true, false) => std::cmp::Ordering::Less,
        (false, true) => std::cmp::Ordering::Greater,
        (false, false) => magnitude(left).cmp(&magnitude(right)),
        (true, true) => magnitude(right).cmp(&magnitude(left)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cmp::Ordering;

    #[test]
    fn integers_of_any_size_compare() {
        for (left, right, ordering) in [
            ("1", "2", Ordering::Less),
            ("10", "9", Ordering::Greater),
            ("-10", "-9", Ordering::Less),
            ("-1", "1", Ordering::Less),
            ("0", "0", Ordering::Equal),
            (
                "340282366920938463463374607431768211456",
                "340282366920938463463374607431768211455",
                Ordering::Greater,
            ),
        ] {
            assert_eq!(compare_integers(left, right), ordering, "{left} {right}");
        }
    }
}

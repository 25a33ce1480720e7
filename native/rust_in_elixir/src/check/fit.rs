//! Whether a term that stands in a schema is a value of a type.

use crate::boundary::*;
use crate::model::Model;
use crate::names;
use crate::notation::elixir_literal;

/// Gives what is wrong, should the term not be a value of the type.
pub fn fits(model: &Model, term: &Literal, r#type: &Type) -> Result<(), String> {
    match r#type {
        Type::Invalid(_) => Ok(()),
        Type::Scalar(scalar) => fits_scalar(term, *scalar),
        Type::Optional(item) => match term {
            Literal::Atom(name) if name == "nil" => Ok(()),
            Literal::None => Ok(()),
            _ => fits(model, term, item),
        },
        Type::List(item) => match term {
            Literal::List(items) => items.iter().try_for_each(|it| fits(model, it, item)),
            _ => refuse(term, r#type),
        },
        Type::Tuple(types) => match term {
            Literal::Tuple(items) if items.len() == types.len() => items
                .iter()
                .zip(types)
                .try_for_each(|(item, r#type)| fits(model, item, r#type)),
            _ => refuse(term, r#type),
        },
        Type::Map(key_type, value_type) => match term {
            Literal::Map(pairs) => pairs.iter().try_for_each(|(key, value)| {
                fits(model, key, key_type)?;
                fits(model, value, value_type)
            }),
            _ => refuse(term, r#type),
        },
        Type::Named(name) => match model.definition(name) {
            Some(definition) if !model.is_own_alternative(name) => {
                fits_definition(model, term, definition)
            }
            _ => Ok(()),
        },
    }
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

fn fits_definition(model: &Model, term: &Literal, definition: &Definition) -> Result<(), String> {
    let named = Type::Named(definition.name.clone());
    match &definition.kind {
        // What a custom validator says is known only when it runs, and a struct is no literal.
        Kind::Custom(_) | Kind::Struct(_) | Kind::Exception(_) => match term {
            Literal::Other(_) | Literal::Map(_) => Ok(()),
            _ if matches!(definition.kind, Kind::Custom(_)) => Ok(()),
            _ => refuse(term, &named),
        },
        // Only Rust makes a handle.
        Kind::Resource(_) => refuse(term, &named),
        Kind::UnitEnum(variants) => {
            let name = match term {
                Literal::Atom(name) => name.as_str(),
                Literal::Bool(true) => "true",
                Literal::Bool(false) => "false",
                Literal::None => "nil",
                Literal::String(text) => {
                    return match variants.iter().find(|it| it.name == *text) {
                        Some(_) => Err(format!(
                            "{} is a string; write {}",
                            elixir_literal(term),
                            names::elixir_atom(text)
                        )),
                        None => refuse(term, &named),
                    };
                }
                _ => return refuse(term, &named),
            };
            if variants.iter().any(|it| it.name == name) {
                return Ok(());
            }
            match names::nearest(name, variants.iter().map(|it| it.name.as_str())) {
                Some(near) => Err(format!(
                    "{} is no variant of {}; did you mean {}?",
                    elixir_literal(term),
                    definition.name,
                    names::elixir_atom(near)
                )),
                None => Err(format!(
                    "{} is no variant of {}",
                    elixir_literal(term),
                    definition.name
                )),
            }
        }
        Kind::TaggedEnum(variants) => {
            let fits_some = variants.iter().any(|it| fits_variant(model, term, it));
            if fits_some {
                Ok(())
            } else {
                refuse(term, &named)
            }
        }
        Kind::UntaggedEnum(variants) => {
            let fits_some = variants
                .iter()
                .flat_map(|it| it.shape.types())
                .any(|it| fits(model, term, it).is_ok());
            if fits_some {
                Ok(())
            } else {
                refuse(term, &named)
            }
        }
        Kind::Map(fields) => match term {
            Literal::Map(pairs) => fits_fields(model, pairs, fields),
            _ => refuse(term, &named),
        },
        Kind::Options(fields) => {
            let Literal::List(items) = term else {
                return refuse(term, &named);
            };
            let mut pairs = Vec::new();
            for item in items {
                match item {
                    Literal::Tuple(pair) if pair.len() == 2 => {
                        pairs.push((pair[0].clone(), pair[1].clone()));
                    }
                    _ => return refuse(term, &named),
                }
            }
            fits_fields(model, &pairs, fields)
        }
        Kind::Tuple(fields) => match term {
            Literal::Tuple(items) if items.len() == fields.len() => items
                .iter()
                .zip(fields)
                .try_for_each(|(item, field)| fits(model, item, &field.r#type)),
            _ => refuse(term, &named),
        },
        Kind::Record(tag, fields) => match term {
            Literal::Tuple(items)
                if items.len() == fields.len() + 1 && items[0] == Literal::Atom(tag.clone()) =>
            {
                items[1..]
                    .iter()
                    .zip(fields)
                    .try_for_each(|(item, field)| fits(model, item, &field.r#type))
            }
            _ => refuse(term, &named),
        },
        Kind::Newtype(inner, constraints) => {
            fits(model, term, inner)?;
            constraints
                .iter()
                .try_for_each(|constraint| meets(term, constraint))
        }
    }
}

fn fits_variant(model: &Model, term: &Literal, variant: &Variant) -> bool {
    match (&variant.shape, term) {
        (Shape::Unit, Literal::Atom(name)) => *name == variant.name,
        (Shape::Values(types), Literal::Tuple(items)) => {
            items.len() == types.len() + 1
                && items[0] == Literal::Atom(variant.name.clone())
                && items[1..]
                    .iter()
                    .zip(types)
                    .all(|(item, r#type)| fits(model, item, r#type).is_ok())
        }
        (Shape::Fields(fields), Literal::Tuple(items)) => {
            matches!(&items[..], [Literal::Atom(name), Literal::Map(pairs)]
                if *name == variant.name && fits_fields(model, pairs, fields).is_ok())
        }
        _ => false,
    }
}

fn fits_fields(
    model: &Model,
    pairs: &[(Literal, Literal)],
    fields: &[Field],
) -> Result<(), String> {
    for (key, value) in pairs {
        let field = match key {
            Literal::Atom(name) => fields.iter().find(|field| field.name == *name),
            _ => None,
        };
        match field {
            Some(field) => fits(model, value, &field.r#type)?,
            None => return Err(format!("{} is no key of it", elixir_literal(key))),
        }
    }
    for field in fields.iter().filter(|field| !field.may_be_absent()) {
        if !pairs
            .iter()
            .any(|(key, _)| *key == Literal::Atom(field.name.clone()))
        {
            return Err(format!(
                "the key {} is missing",
                names::elixir_atom(&field.name)
            ));
        }
    }
    Ok(())
}

fn meets(term: &Literal, constraint: &Constraint) -> Result<(), String> {
    let length = match term {
        Literal::String(text) => Some(text.chars().count()),
        Literal::Binary(bytes) => Some(bytes.0.len()),
        Literal::List(items) => Some(items.len()),
        Literal::Map(pairs) => Some(pairs.len()),
        _ => None,
    };
    let shown = elixir_literal(term);
    match (constraint, length) {
        (Constraint::Min(least), _) if is_above(least, term) => {
            Err(format!("{shown} is below min: {}", elixir_literal(least)))
        }
        (Constraint::Max(greatest), _) if is_above(term, greatest) => Err(format!(
            "{shown} is above max: {}",
            elixir_literal(greatest)
        )),
        (Constraint::MinLength(least), Some(length)) if (length as u64) < *least => {
            Err(format!("{shown} is shorter than min_length: {least}"))
        }
        (Constraint::MaxLength(greatest), Some(length)) if length as u64 > *greatest => {
            Err(format!("{shown} is longer than max_length: {greatest}"))
        }
        (Constraint::MaxBytes(greatest), _) if bytes(term) > *greatest => {
            Err(format!("{shown} is longer than max_bytes: {greatest}"))
        }
        (Constraint::In(values), _) if !values.contains(term) => {
            Err(format!("{shown} is not in in:"))
        }
        _ => Ok(()),
    }
}

fn bytes(term: &Literal) -> u64 {
    match term {
        Literal::String(text) => text.len() as u64,
        Literal::Binary(bytes) => bytes.0.len() as u64,
        _ => 0,
    }
}

fn refuse(term: &Literal, r#type: &Type) -> Result<(), String> {
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

//! Terms as values of built-in types and unit enums.

use super::{atom, refuse, structs};
use crate::boundary::*;
use crate::text::names;
use crate::text::notation::elixir_literal;

/// Whether the first of two numbers is above the second.
pub fn is_above(left: &Literal, right: &Literal) -> bool {
    use std::cmp::Ordering::{Greater, Less};
    match (left, right) {
        (Literal::Integer(left), Literal::Integer(right)) => {
            compare_integers(left, right) == Greater
        }
        (Literal::Float(left), Literal::Float(right)) => left > right,
        (Literal::Other(left), Literal::Integer(right)) => {
            structs::compare_decimal(left, right) == Some(Greater)
        }
        (Literal::Integer(left), Literal::Other(right)) => {
            structs::compare_decimal(right, left) == Some(Less)
        }
        _ => false,
    }
}

pub(super) fn check_scalar(
    term: &Literal,
    scalar: Scalar,
    boundary: &Boundary,
) -> Result<(), String> {
    let r#type = Type::Scalar(scalar);
    let is_valid = match (scalar, term) {
        (Scalar::Term, _) => true,
        (Scalar::Bool, Literal::Bool(_)) => true,
        (Scalar::F64, Literal::Float(_)) => true,
        (Scalar::F32, Literal::Float(float)) => float.abs() <= f64::from(f32::MAX),
        (Scalar::F32 | Scalar::F64, Literal::Integer(digits)) => {
            return Err(format!("`{digits}` is an integer; write `{digits}.0`"));
        }
        (Scalar::String, Literal::String(_)) => true,
        (Scalar::Path, Literal::String(text)) => !text.contains('\0'),
        (Scalar::Path, Literal::Binary(bytes)) => !bytes.0.contains(&0),
        (packed, Literal::String(_) | Literal::Binary(_)) if packed.packed_size().is_some() => {
            bytes(term).is_some_and(|it| Some(0) == packed.packed_size().map(|size| it % size))
        }
        (Scalar::Binary, Literal::String(_) | Literal::Binary(_)) => true,
        (Scalar::Atom, Literal::Atom(_) | Literal::Bool(_) | Literal::None) => true,
        (Scalar::Integer, Literal::Integer(_)) => true,
        (Scalar::Char, Literal::Integer(digits)) => {
            digits.parse().is_ok_and(|it| char::from_u32(it).is_some())
        }
        (Scalar::Uuid, Literal::String(text)) => is_uuid(text),
        (Scalar::Ip, Literal::Tuple(parts)) => is_ip(parts),
        (_, Literal::Other(source)) => {
            structs::is_source(source, scalar, boundary.time, boundary.decimal)
        }
        (scalar, Literal::Integer(digits)) => match scalar.limits() {
            Some((least, greatest)) => {
                use std::cmp::Ordering::{Greater, Less};
                if compare_integers(digits, &least) == Less
                    || compare_integers(digits, &greatest) == Greater
                {
                    return Err(format!(
                        "`{digits}` is out of range for `{}` ({least}..{greatest})",
                        scalar.name()
                    ));
                }
                true
            }
            None => false,
        },
        _ => false,
    };
    if is_valid {
        Ok(())
    } else {
        refuse(term, &r#type)
    }
}

/// Whether a text is a UUID in lower case, with its hyphens.
fn is_uuid(text: &str) -> bool {
    let is_right = |(index, it): (usize, char)| match index {
        8 | 13 | 18 | 23 => it == '-',
        _ => matches!(it, '0'..='9' | 'a'..='f'),
    };
    text.len() == 36 && text.chars().enumerate().all(is_right)
}

/// Whether a tuple has the parts of an address of IPv4 or IPv6.
fn is_ip(parts: &[Literal]) -> bool {
    let greatest = match parts.len() {
        4 => 0xFF,
        8 => 0xFFFF,
        _ => return false,
    };
    let is_part = |it: &Literal| matches!(it, Literal::Integer(digits) if digits.parse().is_ok_and(|it: u32| it <= greatest));
    parts.iter().all(is_part)
}

/// The number of bytes in a binary.
fn bytes(term: &Literal) -> Option<usize> {
    match term {
        Literal::String(text) => Some(text.len()),
        Literal::Binary(bytes) => Some(bytes.0.len()),
        _ => None,
    }
}

pub(super) fn check_unit_enum(
    term: &Literal,
    name: &str,
    variants: &[Variant],
) -> Result<(), String> {
    let shown = elixir_literal(term);
    if let Literal::String(text) = term
        && variants.iter().any(|it| it.name == *text)
    {
        return Err(format!(
            "`{shown}` is a string; write `{}`",
            names::elixir_atom(text)
        ));
    }
    let Some(variant) = atom(term) else {
        return Err(format!("`{shown}` is not a valid `{name}`"));
    };
    if variants.iter().any(|it| it.name == variant) {
        return Ok(());
    }
    let near = names::nearest(variant, variants.iter().map(|it| it.name.as_str()));
    Err(match near {
        Some(near) => format!(
            "`{shown}` is not a variant of `{name}`; did you mean `{}`?",
            names::elixir_atom(near)
        ),
        None => format!("`{shown}` is not a variant of `{name}`"),
    })
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

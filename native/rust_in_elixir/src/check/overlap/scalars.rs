//! Built-in types.

use crate::boundary::*;
use crate::model::scalar::holds_characters;

pub(super) fn scalar_decodes(earlier: Scalar, later: Scalar) -> Option<String> {
    if earlier == later {
        return Some("both are the same type".to_string());
    }
    match (earlier, later) {
        (Scalar::F32, Scalar::F64) | (Scalar::F64, Scalar::F32) => {
            Some("both are floats".to_string())
        }
        (earlier, later) if earlier.is_integer() && later.is_integer() => covers(earlier, later)
            .then(|| format!("every `{}` is also an `{}`", later.name(), earlier.name())),
        (Scalar::Char, Scalar::U8) => Some("every `u8` is also a `char`".to_string()),
        (earlier, Scalar::Char) if holds_characters(earlier) => {
            Some(format!("every `char` is also an `{}`", earlier.name()))
        }
        (Scalar::String | Scalar::Binary | Scalar::Path, Scalar::Uuid) => {
            Some("every `uuid` is also a string; put `uuid` first".to_string())
        }
        (Scalar::String | Scalar::Path, Scalar::String | Scalar::Path) => {
            Some("both are strings".to_string())
        }
        (Scalar::Path, Scalar::Binary) | (Scalar::Binary, Scalar::Path) => {
            Some("both are binaries; use a `tagged_enum`".to_string())
        }
        (earlier, later) if is_packed_among_binaries(earlier, later) => {
            Some("both are binaries; use a `tagged_enum`".to_string())
        }
        (Scalar::Binary, Scalar::String) => {
            Some("every string is also a binary; put the string first".to_string())
        }
        (Scalar::Atom, Scalar::Bool) => {
            Some("`true` and `false` are atoms; put `bool` first".to_string())
        }
        _ => None,
    }
}

fn is_packed_among_binaries(earlier: Scalar, later: Scalar) -> bool {
    let is_binary = |it: Scalar| {
        it.packed().is_some() || it.is_text() || matches!(it, Scalar::Binary | Scalar::Uuid)
    };
    let has_packed = [earlier, later].iter().any(|it| it.packed().is_some());
    has_packed && is_binary(earlier) && is_binary(later)
}

/// Whether the range of the first integer type holds the range of the second.
fn covers(first: Scalar, second: Scalar) -> bool {
    if first == Scalar::Integer || second == Scalar::Integer {
        return first == Scalar::Integer;
    }
    let bits = |scalar: Scalar| match scalar {
        Scalar::I8 | Scalar::U8 => 8,
        Scalar::I16 | Scalar::U16 => 16,
        Scalar::I32 | Scalar::U32 => 32,
        Scalar::I128 | Scalar::U128 => 128,
        _ => 64,
    };
    let signed = |scalar: Scalar| scalar.name().starts_with('i');
    match (signed(first), signed(second)) {
        (true, true) | (false, false) => bits(first) >= bits(second),
        (true, false) => bits(first) > bits(second),
        (false, true) => false,
    }
}

//! Results that are parts of an argument: where there can be some, and what they are parts of.

use super::Check;
use crate::boundary::*;

impl<'a> Check<'a> {
    /// A declared type, or a parameter, has no argument that it could be a part of.
    pub(super) fn no_slice(&mut self, r#type: &Type, line: u32, why: &str) {
        if let Some((slice, whole)) = slice_in(r#type) {
            self.report(line, format!("`{slice}` {why}; write `{whole}`"));
        }
    }

    pub(super) fn returned_slices(&mut self, nif: &Nif) {
        let label = nif.label();
        for r#type in nif.returns.types() {
            if nif.has_stream() {
                let why =
                    format!("is a part of an argument, which the stream of `{label}` outlives");
                self.no_slice(r#type, nif.line, &why);
            } else if !nif.params.iter().any(Param::can_be_sliced) {
                let why = format!(
                    "is a part of an argument, but `{label}` has no parameter that is a `string` or a `binary`"
                );
                self.no_slice(r#type, nif.line, &why);
            }
        }
    }
}

/// A slice in a type as the schema writes it, and what it is otherwise.
fn slice_in(r#type: &Type) -> Option<(&'static str, &'static str)> {
    match r#type {
        Type::Scalar(it) => (it.is_slice()).then(|| (it.name(), it.in_elixir().name())),
        Type::List(item) | Type::Array(item, _) | Type::Set(item) | Type::Optional(item) => {
            slice_in(item)
        }
        Type::Map(key, value) => slice_in(key).or_else(|| slice_in(value)),
        Type::Tuple(items) => items.iter().find_map(slice_in),
        Type::Named(_) | Type::Invalid(_) => None,
    }
}

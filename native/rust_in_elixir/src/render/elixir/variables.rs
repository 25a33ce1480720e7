//! The variables of generated functions, none of which meets one that a template uses itself.

use crate::boundary::*;
use crate::text::names;

/// The variables of fields.
pub(super) fn field_variables(fields: &[Field]) -> Vec<String> {
    names::distinct(
        fields
            .iter()
            .map(|field| names::elixir_variable(&field.name, &["errors", "path", "value"])),
    )
}

/// The variables of a variant's values: `value`, or `value1`, `value2` and so on.
pub(super) fn value_variables<T>(values: &[T]) -> Vec<String> {
    if values.len() == 1 {
        return vec!["value".to_string()];
    }
    (1..=values.len())
        .map(|index| format!("value{index}"))
        .collect()
}

/// The variables of parameters.
pub(super) fn parameter_variables(nif: &Nif) -> Vec<String> {
    names::distinct(
        nif.params
            .iter()
            .map(|param| names::elixir_variable(&param.name, &["errors", "given"])),
    )
}
